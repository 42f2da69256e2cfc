"""
Which rows a run of `migrate` leaves behind.

Up to 5.2 a squash writes the rows of what it replaces in the order of its list, and its own row only when the run ends.
From 6.0 on it writes them recursively and its own row at once, as the last. Up to 3.2 a squash that is unapplied leaves
its own row.

Source: `record_migration`, `unapply_migration` and `check_replacements` in `django/db/migrations/executor.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome.consistency import all_replaced_applied
from app.domain.outcome.outcome import Outcome
from app.domain.outcome.plan import IrreversibleStop, irreversible_stop
from app.domain.release import Release

Keys = tuple[MigrationKey, ...]


@dataclass(frozen=True, slots=True)
class RowsAfter:
    """
    The keys of all rows after a run, in recorded order.

    After `rows` come those of `finished_squashes`. The end of the run adds them, in an order left to chance. `stop`
    says where a backwards run stopped, if it did.
    """

    rows: Keys
    finished_squashes: frozenset[MigrationKey]
    stop: IrreversibleStop | None = None


def rows_after(release: Release, history: History, outcome: Outcome) -> RowsAfter:
    """Return what the table holds when the plan of an outcome has run. Without a plan nothing changes."""
    rows = tuple(row.key for row in history.rows)
    plan = outcome.plan
    if plan is None or (not plan and not history.has_table):
        return RowsAfter(rows, frozenset())
    stop = irreversible_stop(release, plan) if outcome.backwards else None
    rows = rows_of_steps(release, rows, stop.unapplied if stop else plan, backwards=outcome.backwards)
    return RowsAfter(rows, frozenset() if stop else finished_squashes(release, rows), stop)


def rows_of_steps(release: Release, rows: Keys, steps: Keys, *, backwards: bool) -> Keys:
    """Return what is recorded when these steps have run, before the run ends. Whether a step can run is not asked."""
    changes: list[MigrationKey] = []
    for key in steps:
        changes += _rows_of_run(release, key)
        if release.migrations[key].replaces and release.version < ((4, 0) if backwards else (6, 0)):
            changes.pop()  # a squash's own row: written when the run ends, and left behind when it is unapplied
    if not backwards:
        return (*rows, *changes)
    gone = frozenset(changes)
    return tuple(row for row in rows if row not in gone)


def finished_squashes(release: Release, rows: Keys) -> frozenset[MigrationKey]:
    """Return the squashes that the end of a run records: those without a row that have the rows of all they replace."""
    recorded = frozenset(rows)
    return frozenset(
        squash.key
        for squash in release.squashes
        if squash.key not in recorded
        if all_replaced_applied(release, squash.key, recorded)
    )


def _rows_of_run(release: Release, key: MigrationKey) -> Iterator[MigrationKey]:
    """The rows that one migration adds when it is applied: those of what it replaces, then its own."""
    migration = release.migrations.get(key)
    for replaced in migration.replaces if migration else ():
        if release.version >= (6, 0):
            yield from _rows_of_run(release, replaced)
        else:
            yield replaced
    yield key
