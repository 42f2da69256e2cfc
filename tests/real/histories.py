"""
Histories made by real Django: each version of a project runs `migrate` on one SQLite file, in a process of its own.

Nothing of the project runs in the process of the tests. They get a manifest from the reporter, and the rows.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from app import collect
from app.domain.history import History
from app.domain.manifest import loads
from app.domain.release import Release
from tests.real.projects import CHECKOUT, Project

OPTIONS = ("--commit", "none")
EXPORT = ("-m", "driftboard_reporter", *OPTIONS)
MIGRATED = Path(__file__).with_name("migrated_and_told_script.py")
REPORTER = CHECKOUT / "reporter"
DRIVERS = CHECKOUT / ".judges" / "drivers"


@dataclass(frozen=True, slots=True)
class ProjectHistories:
    """
    A project's release of each version, its history after each upgrade, and a fresh history.

    The database of `upgraded[n]` went through `releases[0]` to `releases[n]`, that of `fresh` through the last release
    alone. `seconds` is the time that all of it took.
    """

    project: Project
    releases: tuple[Release, ...]
    upgraded: tuple[History, ...]
    fresh: History
    seconds: float


def make_histories(project: Project, folder: Path) -> ProjectHistories:
    """Migrate one database through every version, and another with the last. Both are files in `folder`."""
    started = time.monotonic()
    database = folder / f"{project}-upgraded.sqlite3"
    releases, upgraded = [], []
    for version in project.versions:
        told = run(project, version, database, str(MIGRATED), *OPTIONS, "--project", project.name)
        upgraded.append(_history(database))
        releases.append(loads(told))
    database = folder / f"{project}-fresh.sqlite3"
    run(project, project.versions[-1], database, "-m", "django", "migrate", "--verbosity=0", "--skip-checks")
    fresh = _history(database)
    return ProjectHistories(project, tuple(releases), tuple(upgraded), fresh, time.monotonic() - started)


def fresh_history(project: Project, folder: Path) -> History:
    """The history of a new database, migrated with the last version of a project."""
    database = folder / f"{project}-new.sqlite3"
    run(project, project.versions[-1], database, "-m", "django", "migrate", "--verbosity=0", "--skip-checks")
    return _history(database)


def load_release(project: Project, version: str, database: Path, **variables: str) -> Release:
    """The release that Django loads for a version, by the reporter. The database is not opened."""
    return loads(run(project, version, database, *EXPORT, "--project", project.name, **variables))


def _history(database: Path) -> History:
    return collect.history(f"sqlite:///{database}")


def run(project: Project, version: str, database: Path, *arguments: str, **variables: str) -> str:
    """Run Python with the packages of one version and no others; returns what it printed."""
    folder = project.folder(version)
    assert folder.is_dir(), f"{project} {version} is not there; run `make setup`"
    process = subprocess.run(
        [sys.executable, "-S", "-P", "-W", "ignore", *arguments],
        cwd=database.parent,
        env={
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(database.parent),
            "PYTHONPATH": os.pathsep.join(map(str, (CHECKOUT, REPORTER, *project.folders(version), DRIVERS))),
            "DJANGO_SETTINGS_MODULE": f"tests.real.settings.{project.settings}",
            "REAL_DATABASE": str(database),
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, f"{project} {version}: {process.stderr[-2000:]}"
    return process.stdout
