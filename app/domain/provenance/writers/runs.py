"""
The runs of a history: rows that were recorded shortly after each other, by one `migrate`.

A run keeps the recorded order of the rows. A *deploy* (`app.domain.deploys`) is sorted by time and is for people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.deploys import DEPLOY_GAP
from app.domain.history import Row
from app.domain.keys import MigrationKey


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that were recorded shortly after each other: their keys, and all keys recorded by the end."""

    keys: frozenset[MigrationKey]
    recorded: frozenset[MigrationKey]


def runs(rows: Sequence[Row]) -> Iterator[Run]:
    """The runs of some rows, at least one, in recorded order."""
    recorded: frozenset[MigrationKey] = frozenset()
    for keys in _keys_by_run(rows):
        recorded |= keys
        yield Run(keys, recorded)


def _keys_by_run(rows: Sequence[Row]) -> Iterator[frozenset[MigrationKey]]:
    """The keys of rows that follow each other within `DEPLOY_GAP`; one without a time is a run alone."""
    keys: list[MigrationKey] = []
    last = None
    for row in rows:
        time = row.applied_at
        if keys and (time is None or last is None or abs(time - last) >= DEPLOY_GAP):
            yield frozenset(keys)
            keys = []
        keys.append(row.key)
        last = time
    yield frozenset(keys)
