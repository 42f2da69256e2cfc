"""
A release read from source against Django's loader, each in fresh processes, in one run.

    generated  1,400 small migrations; Django has little else to import there
    pretix     a real project of more than 400 migrations, which Django must import to see them

    django     django.setup() and MigrationLoader(None), bytecode warm
    cold       our reading of the same project, from its text, nothing known before
    in-process our reading once more, without the start of Python and the imports

Prints medians of processor time, of the whole process, and ratios; wall time follows whatever else the machine does.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402

from app.domain.release import Release  # noqa: E402
from app.sources import ReadingOptions, read  # noqa: E402

SIZE = 1400
RUNS = 7
JUDGE = CHECKOUT / ".judges" / "5.2"
PRETIX = CHECKOUT / ".judges" / "real" / "pretix-2026.8.0"

SETTINGS = """
SECRET_KEY = "bench"
INSTALLED_APPS = {apps}
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
"""
DJANGO = """
import django
django.setup()
from django.db.migrations.loader import MigrationLoader
print(len(MigrationLoader(None).disk_migrations))
"""
OURS = """
import sys
from pathlib import Path
from app.sources import ReadingOptions, read
path, module, *roots = sys.argv[1:]
given = ReadingOptions(settings={"module": module}, roots=tuple(map(Path, roots)))
print(len(read(Path(path), given).migrations))
"""
MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
{replaces}
    dependencies = [
{dependencies}
    ]

    operations = [
        migrations.AddField(
            model_name="model{number}",
            name="field{number}",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
    ]
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        release = made_up.release(SIZE)
        project(Path(folder), release)
        compared("generated", Path(folder), "settings", (), [JUDGE])
        if PRETIX.is_dir():
            os.environ["REAL_DATABASE"] = str(Path(folder, "pretix.sqlite3"))
            compared(
                "pretix",
                PRETIX / "pretix",
                "tests.real.settings.pretix",
                (PRETIX, CHECKOUT),
                [PRETIX, CHECKOUT],
            )
        else:
            print("pretix is not there; `make real` installs it")


def compared(name: str, code: Path, settings: str, roots: tuple[Path, ...], path: list[Path]) -> None:
    """Each way in turn, so that all meet the same machine."""
    given = ReadingOptions(settings={"module": settings}, roots=roots)
    count = len(read(code, given).migrations)
    ways: dict[str, Callable[[], object]] = {
        "django": lambda: python(DJANGO, code, [*path, code], settings),
        "cold": lambda: python(OURS, code, [CHECKOUT], settings, str(code), settings, *map(str, roots)),
        "in-process": lambda: read(code, given),
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    seen = [ways["django"](), ways["cold"]()]
    for _ in range(RUNS):
        for way, work in ways.items():
            start = spent_so_far()
            work()
            times[way].append(spent_so_far() - start)
    medians = {way: statistics.median(found) for way, found in times.items()}
    print(f"{name}: {count} migrations ({seen[0]} by Django, {seen[1]} by us)")
    for way, spent in medians.items():
        ratio = medians["django"] / spent
        print(f"  {way:11}{spent * 1e3:9.0f} ms   Django takes {ratio:5.1f} x as long")


def spent_so_far() -> float:
    """The processor time of this process and of those it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def project(folder: Path, release: Release) -> None:
    """The release as a Django project."""
    for key, migration in release.migrations.items():
        package = folder / key.app_label / "migrations"
        package.mkdir(parents=True, exist_ok=True)
        (folder / key.app_label / "__init__.py").touch()
        (package / "__init__.py").touch()
        pairs = "\n".join(f"        {tuple(one)!r}," for one in migration.dependencies)
        replaces = (
            f"    replaces = {[tuple(one) for one in migration.replaces]!r}\n" if migration.replaces else ""
        )
        text = MIGRATION.format(replaces=replaces, dependencies=pairs, number=len(key.name))
        (package / f"{key.name}.py").write_text(text)
    (folder / "requirements.txt").write_text("django==5.2.19\n")
    (folder / "settings.py").write_text(SETTINGS.format(apps=sorted(release.apps)))


def python(program: str, folder: Path, path: list[Path], settings: str, *words: str) -> str:
    """What a fresh Python prints that sees nothing else that is installed."""
    done = subprocess.run(
        [sys.executable, "-S", "-W", "ignore", "-c", program, *words],
        cwd=folder.parent,
        env={
            "PATH": os.environ.get("PATH", ""),
            "HOME": tempfile.gettempdir(),
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            "DJANGO_SETTINGS_MODULE": settings,
            "REAL_DATABASE": os.environ.get("REAL_DATABASE", ""),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    main()
