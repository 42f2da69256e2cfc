"""
Which rows a run of `migrate` leaves behind.

Source: `record_migration`, `unapply_migration` and `check_replacements` in `django/db/migrations/executor.py`. Up to
5.2 a squash writes the rows of what it replaces in the order of its list, and its own row only when the run ends; from
6.0 on it writes them recursively, its own row last, at once. Up to 3.2 unapplying a squash leaves its own row.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome.consistency import excused
from app.domain.outcome.outcome import Outcome
from app.domain.outcome.plan import Stuck, stuck
from app.domain.release import Release

Keys = tuple[MigrationKey, ...]


@dataclass(frozen=True, slots=True)
class RowsAfter:
    """
    The keys of all rows in recorded order after the run; then `finished`, the squash rows that the end of the run adds
    in an order left to chance. `stuck` says where a backwards run stopped, if it did.
    """

    rows: Keys
    finished: frozenset[MigrationKey]
    stuck: Stuck | None = None


def rows_after(release: Release, history: History, outcome: Outcome) -> RowsAfter:
    """What the table holds when the plan of an outcome has run; an outcome without a plan changes nothing."""
    rows = [row.key for row in history.rows]
    plan = outcome.plan
    if plan is None or (not plan and not history.table):
        return RowsAfter(tuple(rows), frozenset())
    halt = stuck(release, plan) if outcome.backwards else None
    for key in halt.done if halt else plan:
        moved = list(_recorded_with(release, key))
        if release.migrations[key].replaces and release.version < ((4, 0) if outcome.backwards else (6, 0)):
            moved.pop()  # a squash's own row: written when the run ends, and left behind when it is unapplied
        if outcome.backwards:
            rows = [row for row in rows if row not in moved]
        else:
            rows += moved
    if halt:
        return RowsAfter(tuple(rows), frozenset(), halt)
    recorded = frozenset(rows)
    finished = (squash.key for squash in release.squashes if squash.key not in recorded)
    return RowsAfter(tuple(rows), frozenset(key for key in finished if excused(release, key, recorded)))


def _recorded_with(release: Release, key: MigrationKey) -> Iterator[MigrationKey]:
    """The rows that come and go with one migration: what it replaces, then its own."""
    migration = release.migrations.get(key)
    for other in migration.replaces if migration else ():
        if release.version >= (6, 0):
            yield from _recorded_with(release, other)
        else:
            yield other
    yield key
