"""
A second mark on the map: the status that a migration has in another environment, against the same release.

    users.0010    missing      in staging: applied
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.status import Status


@dataclass(frozen=True, slots=True)
class Overlay:
    """
    Another environment over the map of one.

    `name` is what it is called, `statuses` are all of its statuses. `differing` are the migrations of the map that have
    another status there, or no place at all. `outside` is the number of its migrations that the map does not have: rows
    that no release knows.
    """

    name: str
    statuses: Mapping[MigrationKey, Status]
    differing: frozenset[MigrationKey]
    outside: int


def overlay(drift: Drift, other: Drift, *, name: str) -> Overlay:
    """The other comparison over the first; both are against one release. Linear in migrations."""
    differing = (key for key, status in drift.statuses.items() if other.statuses.get(key) is not status)
    outside = sum(1 for key in other.statuses if key not in drift.statuses)
    return Overlay(name, other.statuses, frozenset(differing), outside)
