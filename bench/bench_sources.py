"""
Measures the reading of a release from source against Django's loader, each in new processes.

    generated  1,400 small migrations; Django has little else to import there
    pretix     a real project with more than 400 migrations; Django must import it to see them

    django     django.setup() and MigrationLoader(None), with warm bytecode
    cold       our reading of the same project, from its text, with empty caches
    in-process our reading without the start of Python and the imports

Prints medians of the processor time of the whole process, and ratios. Wall time would depend on what else runs.
"""

import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGES = Path(sysconfig.get_path("purelib"))
"""Where the packages lie that reading source needs."""

sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402

from app.domain.release import Release  # noqa: E402
from app.sources import ReadingOptions, read  # noqa: E402

MIGRATIONS = 1400
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
options = ReadingOptions(settings={"module": module}, roots=tuple(map(Path, roots)))
print(len(read(Path(path), options).migrations))
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
        release = made_up.release(MIGRATIONS)
        project(Path(folder), release)
        measure("generated", Path(folder), "settings", (), [JUDGE])
        if PRETIX.is_dir():
            os.environ["REAL_DATABASE"] = str(Path(folder, "pretix.sqlite3"))
            measure(
                "pretix",
                PRETIX / "pretix",
                "tests.real.settings.pretix",
                (PRETIX, CHECKOUT),
                [PRETIX, CHECKOUT],
            )
        else:
            print("pretix is not there; `make real` installs it")


def measure(name: str, code: Path, settings: str, roots: tuple[Path, ...], path: list[Path]) -> None:
    """Measure every way in turn, again and again, so that the load of the machine affects all alike."""
    options = ReadingOptions(settings={"module": settings}, roots=roots)
    count = len(read(code, options).migrations)
    ways: dict[str, Callable[[], object]] = {
        "django": lambda: python(DJANGO, code, [*path, code], settings),
        "cold": lambda: python(
            OURS, code, [CHECKOUT, PACKAGES], settings, str(code), settings, *map(str, roots)
        ),
        "in-process": lambda: read(code, options),
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    django_count, our_count = ways["django"](), ways["cold"]()
    for _ in range(RUNS):
        for way, work in ways.items():
            start = processor_time()
            work()
            times[way].append(processor_time() - start)
    medians = {way: statistics.median(durations) for way, durations in times.items()}
    print(f"{name}: {count} migrations ({django_count} by Django, {our_count} by us)")
    for way, duration in medians.items():
        ratio = medians["django"] / duration
        print(f"  {way:11}{duration * 1e3:9.0f} ms   Django takes {ratio:5.1f} x as long")


def processor_time() -> float:
    """The processor time of this process and of the finished processes that it started, in seconds."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def project(folder: Path, release: Release) -> None:
    """Write the release as a Django project."""
    for key, migration in release.migrations.items():
        package = folder / key.app_label / "migrations"
        package.mkdir(parents=True, exist_ok=True)
        (folder / key.app_label / "__init__.py").touch()
        (package / "__init__.py").touch()
        pairs = "\n".join(f"        {tuple(key)!r}," for key in migration.dependencies)
        replaces = (
            f"    replaces = {[tuple(key) for key in migration.replaces]!r}\n" if migration.replaces else ""
        )
        text = MIGRATION.format(replaces=replaces, dependencies=pairs, number=len(key.name))
        (package / f"{key.name}.py").write_text(text)
    (folder / "requirements.txt").write_text("django==5.2.19\n")
    (folder / "settings.py").write_text(SETTINGS.format(apps=sorted(release.apps)))


def python(program: str, folder: Path, path: list[Path], settings: str, *words: str) -> str:
    """Run a program in a new Python whose packages are those of `path` alone. Returns the last line that it prints."""
    process = subprocess.run(
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
    if process.returncode:
        sys.exit(process.stderr[-2000:])
    return process.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    main()
