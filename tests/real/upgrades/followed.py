"""Databases at every version of a project, their paths to the last one, and what Django did at each step."""

import json
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app import collect
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.provenance import Knowledge
from app.domain.release import Release
from app.domain.upgrade import Stop, Upgrade, upgrade
from app.domain.ways import Situation
from tests.real.histories import load_release, run
from tests.real.projects import Project

SCRIPT = Path(__file__).with_name("step_script.py")


@dataclass(frozen=True, slots=True)
class Followed:
    """The path of one database, which began at `start`; `steps` are the runs of Django, each as was foretold."""

    start: str
    found: Upgrade
    steps: int


def releases_of(project: Project, folder: Path) -> tuple[Release, ...]:
    """The release of each version, as Django has loaded it."""
    database = folder / "none.sqlite3"
    return tuple(load_release(project, version, database) for version in project.versions)


def databases(project: Project, releases: tuple[Release, ...], folder: Path) -> Iterator[tuple[str, Path]]:
    """
    Yield databases by what they went through: every version up to each one, and of the first one each part.

    The parts end at each migration of the project's own app.
    """
    whole = folder / "whole.sqlite3"
    for version in project.versions:
        run(project, version, whole, str(SCRIPT))
        yield version, Path(shutil.copy(whole, folder / f"at-{version}.sqlite3"))
    first = project.versions[0]
    own = sorted(key for key in releases[0].migrations if key.app_label == project.package)
    for key in own:
        database = folder / f"part-{key.name}.sqlite3"
        run(project, first, database, str(SCRIPT), key.app_label, key.name)
        yield f"{first} up to {key.name}", database


def followed(
    project: Project, releases: tuple[Release, ...], start: str, database: Path, goal: int
) -> Followed:
    """The path of a database to the release of this number, each step run by the `migrate` of its version."""
    history = collect.history(f"sqlite:///{database}")
    known = releases[: goal + 1]
    situation = Situation(known[-1], history, known, knowledge=Knowledge(releases=known))
    stops = tuple(Stop(project.versions[n], known[n], n) for n in reversed(range(goal)))
    found = upgrade(situation, project.versions[goal], stops)
    copy = Path(shutil.copy(database, database.with_suffix(".followed.sqlite3")))
    for number, leg in enumerate(found.legs):
        program, manage, command, *words = shlex.split(leg.step.text)
        assert (program, manage, command) == ("python", "manage.py", "migrate")
        assert leg.step.before is None or _keys(leg.step.before) == _keys(_history(copy)), (start, leg.name)
        told = json.loads(run(project, leg.name, copy, str(SCRIPT), *words).splitlines()[-1])
        assert told == {"left": [], "plan": [], "conflicts": []}, (start, leg.name, told)
        is_last = number + 1 == len(found.legs)
        after = history.recorded | {key for each in found.legs[: number + 1] for key in each.plan}
        assert after <= _history(copy).recorded, (start, leg.name)
        assert not is_last or leg.name == project.versions[goal]
    return Followed(start, found, len(found.legs))


def _history(database: Path) -> History:
    return collect.history(f"sqlite:///{database}")


def _keys(history: History) -> list[MigrationKey]:
    return sorted(row.key for row in history.rows)
