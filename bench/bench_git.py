"""
Measures how long the next commit of a repository takes, against Django's loader in a new process with warm bytecode.

    generated  1,400 small migrations; Django has little else to import there
    pretix     a real project with more than 400 migrations; Django must import it to see them

    django     django.setup() and MigrationLoader(None)
    first      the first commit that is read: everything is new
    next       a commit with ten changed migrations, read in the same process: its label, its trees and its files

Prints medians and ratios. Times depend on the machine, ratios less so.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402

from app.sources import ReadingOptions  # noqa: E402
from app.sources.git import Repository  # noqa: E402

MIGRATIONS = 1400
FILES_PER_COMMIT = 10
RUNS = 7
JUDGE = CHECKOUT / ".judges" / "5.2"
PRETIX = CHECKOUT / ".judges" / "real" / "pretix-2026.8.0"

SETTINGS = """
SECRET_KEY = "bench"
INSTALLED_APPS = {apps}
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
"""
MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = {replaces!r}
    dependencies = {dependencies!r}

    operations = [
        migrations.AddField("model", "field", models.CharField(blank=True, default="", max_length=200)),
    ]
"""
DJANGO = """
import django
django.setup()
from django.db.migrations.loader import MigrationLoader
MigrationLoader(None)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["REAL_DATABASE"] = str(folder / "real.sqlite3")
        write_project(folder / "generated")
        measure(folder / "generated", "settings", [JUDGE, folder / "generated"], ())
        if PRETIX.is_dir():
            git(folder, "init", "--quiet", "pretix")
            subprocess.run(["cp", "-r", PRETIX / "pretix", folder / "pretix"], check=True)
            measure(folder / "pretix", "tests.real.settings.pretix", [PRETIX, CHECKOUT], (PRETIX, CHECKOUT))
        else:
            print("pretix is not there; `make real` installs it")


def measure(shop: Path, settings: str, path: Sequence[Path], roots: tuple[Path, ...]) -> None:
    git(shop, "init", "--quiet")
    git(shop, "add", ".")
    git(shop, "commit", "--quiet", "-m", "Everything")
    options = ReadingOptions(django="5.2", settings={"module": settings}, roots=roots)
    python(settings, path)
    django = statistics.median(seconds(lambda: python(settings, path)) for _ in range(RUNS))
    files = sorted(shop.glob("**/migrations/0*.py"))
    next_times = []
    with Repository(shop) as repository:
        first = seconds(lambda: repository.release("HEAD", options))
        for run in range(RUNS):
            for file in files[run :: len(files) // FILES_PER_COMMIT][:FILES_PER_COMMIT]:
                file.write_text(f"{file.read_text()}\n# {run}\n")
            git(shop, "commit", "--quiet", "--all", "-m", f"Change {run}")
            next_times.append(seconds(lambda: repository.release("HEAD", options)))
        count = len(repository.release("HEAD", options).migrations)
    print(f"{shop.name}: {count} migrations")
    print(f"  django {django * 1e3:8.1f} ms")
    for way, duration in (("first", first), ("next", statistics.median(next_times))):
        print(f"  {way:6} {duration * 1e3:8.1f} ms   Django takes {django / duration:6.1f} x as long")


def write_project(shop: Path) -> None:
    release = made_up.release(MIGRATIONS)
    for key, migration in release.migrations.items():
        package = shop / key.app_label / "migrations"
        package.mkdir(parents=True, exist_ok=True)
        (shop / key.app_label / "__init__.py").touch()
        (package / "__init__.py").touch()
        lists = {
            name: [tuple(key) for key in getattr(migration, name)] for name in ("replaces", "dependencies")
        }
        (package / f"{key.name}.py").write_text(MIGRATION.format(**lists))
    (shop / "settings.py").write_text(SETTINGS.format(apps=sorted(release.apps)))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def git(folder: Path, *words: str) -> None:
    author = {f"GIT_{role}_{part}": "bench" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    subprocess.run(["git", *words], cwd=folder, env={**os.environ, **author}, check=True, capture_output=True)


def python(settings: str, path: Sequence[Path]) -> None:
    """Load the migrations with Django, in a new Python whose packages are those of `path` alone."""
    subprocess.run(
        [sys.executable, "-S", "-P", "-W", "ignore", "-c", DJANGO],
        cwd=tempfile.gettempdir(),
        env={
            "PATH": os.environ["PATH"],
            "HOME": tempfile.gettempdir(),
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            "DJANGO_SETTINGS_MODULE": settings,
            "REAL_DATABASE": os.environ["REAL_DATABASE"],
        },
        check=True,
        capture_output=True,
    )


if __name__ == "__main__":
    main()
