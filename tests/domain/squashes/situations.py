"""Sightings of made-up environments, and the life of the one squash of a release over them."""

from typing import Any

from app.domain.drift import compare
from app.domain.failure import Cause, Failure
from app.domain.fleet import Sighting
from app.domain.release import Release
from app.domain.squashes import SquashLife, lives
from app.domain.table_location import TableLocation
from tests.build import NOON, history, release

WITH_FILES = release("a: 1 < 2 < 3", "a: s = 1+2", "b: 1 @a.2")
WITHOUT_FILES = release("a: s = 1+2", "a: 3 @a.s", "b: 1 @a.s")
WITHOUT_REPLACES = release("a: s < 3", "b: 1 @a.s")

ROWS = {
    "fresh": "",
    "half": "a.1",
    "soft": "a.1 a.2",
    "recorded": "a.1 a.2 a.s",
    "stale": "a.1 a.s",
    "hollow": "a.s",
    "pruned": "a.s a.3 b.1",
    "residue": "a.1 a.2 a.s a.3 b.1",
    "odd": "a.1 a.2 a.s a.3 b.1 a.odd",
    "blocked": "a.1 a.2 a.s a.3 b.1 c.2",
}


def sighting(name: str, against: Release, rows: str | None = None, **facts: Any) -> Sighting:
    """An environment with these rows, else those that its name says."""
    keys = (ROWS[name] if rows is None else rows).split()
    return Sighting(environment=name, drift=compare(against, history(*keys)), **facts)


def unseen(name: str) -> Sighting:
    """An environment of which nothing was ever seen."""
    return Sighting(environment=name, failure=Failure(name, Cause.UNREACHABLE, NOON, NOON))


def of_parts(name: str, against: Release, **rows: str) -> Sighting:
    """An environment of several databases, by their aliases."""
    return Sighting.of_parts(
        sighting(name, against, each, location=TableLocation(alias)) for alias, each in rows.items()
    )


def all_lives(against: Release, *names: str, known: tuple[Release, ...] = ()) -> tuple[SquashLife, ...]:
    return lives(against, [sighting(name, against) for name in names], known=known)


def life(against: Release, *names: str, known: tuple[Release, ...] = ()) -> SquashLife:
    (found,) = all_lives(against, *names, known=known)
    return found
