"""
Histories as real Django makes them: `migrate` of each version of a project, in a process of its own, on one file.

Nothing of the project runs in the process of the tests: what comes back is a manifest, by the reporter, and the
rows.
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

EXPORT = ("-m", "driftboard_reporter", "--commit", "none")
REPORTER = CHECKOUT / "reporter"


@dataclass(frozen=True, slots=True)
class ProjectHistories:
    """
    What one project gave: a release of each version, the history after each upgrade, and a fresh one.

    `upgraded[n]` has been through `releases[0]` to `releases[n]`; `fresh` was made by the last release alone.
    `seconds` is how long it all took.
    """

    project: Project
    releases: tuple[Release, ...]
    upgraded: tuple[History, ...]
    fresh: History
    seconds: float


def make_histories(project: Project, folder: Path) -> ProjectHistories:
    """Migrate one database through every version, and another by the last; the databases lie in `folder`."""
    started = time.monotonic()
    database = folder / f"{project}-upgraded.sqlite3"
    releases, upgraded = [], []
    for version in project.versions:
        _run(project, version, database, "-m", "django", "migrate", "--verbosity=0", "--skip-checks")
        upgraded.append(_history(database))
        releases.append(load_release(project, version, database))
    database = folder / f"{project}-fresh.sqlite3"
    _run(project, project.versions[-1], database, "-m", "django", "migrate", "--verbosity=0", "--skip-checks")
    fresh = _history(database)
    return ProjectHistories(project, tuple(releases), tuple(upgraded), fresh, time.monotonic() - started)


def load_release(project: Project, version: str, database: Path) -> Release:
    """What Django has loaded of a version, by the reporter; the database is not opened."""
    return loads(_run(project, version, database, *EXPORT, "--project", project.name))


def _history(database: Path) -> History:
    return collect.history(f"sqlite:///{database}")


def _run(project: Project, version: str, database: Path, *arguments: str) -> str:
    """Run Python in one version's folder and see nothing else that is installed; what it printed."""
    folder = project.folder(version)
    assert folder.is_dir(), f"{project} {version} is not there; run `make setup`"
    answer = subprocess.run(
        [sys.executable, "-S", "-P", "-W", "ignore", *arguments],
        cwd=database.parent,
        env={
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(database.parent),
            "PYTHONPATH": os.pathsep.join(map(str, (CHECKOUT, REPORTER, folder))),
            "DJANGO_SETTINGS_MODULE": f"tests.real.settings.{project.settings}",
            "REAL_DATABASE": str(database),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, f"{project} {version}: {answer.stderr[-2000:]}"
    return answer.stdout
