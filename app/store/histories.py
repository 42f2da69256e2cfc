"""
How histories are stored: each snapshot keeps its changes against the one before, or, a *keyframe*, all rows.

    snapshot 1 (keyframe)  + 1,400 rows
    snapshot 2             + 1 row at 1,400
    snapshot 3             − 1 row at 17

A history is rebuilt from the changes since its keyframe. The fingerprint of the result is compared with the stored
one. How the cost grows is in docs/decisions/0008-changes-of-histories.md.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.domain.history import History, Row
from app.domain.table_location import TableLocation
from app.reader import go_on
from app.store.history_changes import RowChange, apply_changes, fingerprint_of, loads, loads_surroundings
from app.store.sessions import StoreCache
from app.store.tables import ChangeRow, EnvironmentRow, SnapshotRow

FINGERPRINT_PREFIX = re.compile(r"[0-9a-f]{8,64}")
"""A shorter beginning of a fingerprint names no history."""

MAX_SNAPSHOTS_PER_QUERY = 5_000
"""One query rebuilds at most this many snapshots: databases limit the values of a statement."""


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """The name of a history of one table: its fingerprint, its number of rows, and when it was received first."""

    environment: str
    location: TableLocation
    fingerprint: str
    rows: int
    received_at: datetime


def with_fingerprint(session: Session, project: str, prefix: str, *, most: int) -> tuple[StoredHistory, ...]:
    """
    The names of the histories of a project whose fingerprint begins with `prefix`, by environment; `most` at most.

    There are none for fewer than eight hex digits. The index of each table is asked once; no history is rebuilt.
    """
    if not FINGERPRINT_PREFIX.fullmatch(prefix):
        return ()
    received_at = func.min(SnapshotRow.received_at)
    query = (
        select(EnvironmentRow, SnapshotRow.fingerprint, SnapshotRow.rows, received_at)
        .join(SnapshotRow, SnapshotRow.environment_id == EnvironmentRow.id)
        .where(EnvironmentRow.project == project, SnapshotRow.fingerprint.startswith(prefix))
        .group_by(EnvironmentRow.id, SnapshotRow.fingerprint, SnapshotRow.rows)
        .order_by(EnvironmentRow.slug, EnvironmentRow.alias, EnvironmentRow.schema, received_at)
    )
    return tuple(
        StoredHistory(row.slug, row.location, fingerprint, rows, moment)
        for row, fingerprint, rows, moment in session.execute(query.limit(most))
    )


class Stored(Protocol):
    """What of a stored snapshot its history is rebuilt from, beside the changes."""

    @property
    def id(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def has_table(self) -> bool: ...
    @property
    def surroundings(self) -> str | None: ...


class StoredSnapshot(NamedTuple):
    """The same read without its row."""

    id: int
    fingerprint: str
    has_table: bool
    surroundings: str | None


def rebuild_readable(
    session: Session, snapshots: Iterable[Stored], *, keeping: bool = True
) -> dict[int, History]:
    """
    The history of each snapshot, by the snapshot's id. One query reads all that are not in memory.

    They stay in memory, unless `keeping` is False. Those are left out that were changed from outside; of equal ones the
    next is asked until one can be read. What cannot is noted: `mend` stores it anew as soon as it is seen again.
    """
    cache = StoreCache.of(session)
    histories: dict[int, History] = {}
    missing: dict[str, list[Stored]] = {}
    for snapshot in snapshots:
        history = cache.histories.get(snapshot.fingerprint)
        if history is None:
            missing.setdefault(snapshot.fingerprint, []).append(snapshot)
        else:
            histories[snapshot.id] = history
    waiting = {fingerprint: iter(equals) for fingerprint, equals in missing.items()}
    while firsts := [first for each in waiting.values() if (first := next(each, None)) is not None]:
        for start in range(0, len(firsts), MAX_SNAPSHOTS_PER_QUERY):
            for snapshot, history in _read(session, firsts[start : start + MAX_SNAPSHOTS_PER_QUERY]):
                cache.note(snapshot.id, is_intact=history is not None)
                if history is None:
                    continue
                del waiting[snapshot.fingerprint]
                if keeping:
                    cache.histories.put(snapshot.fingerprint, history)
                histories.update((equal.id, history) for equal in missing[snapshot.fingerprint])
    return histories


def check(session: Session, snapshots: Iterable[Stored]) -> None:
    """
    Note which snapshots are damaged as they are stored, whatever memory has.

    Those that were found intact before are not read again; one query reads the others.
    """
    cache = StoreCache.of(session)
    doubtful = [snapshot for snapshot in snapshots if snapshot.id not in cache.intact]
    for start in range(0, len(doubtful), MAX_SNAPSHOTS_PER_QUERY):
        part = doubtful[start : start + MAX_SNAPSHOTS_PER_QUERY]
        for snapshot, steps in _steps(session, part):
            is_intact = _is_told_by_text(snapshot, steps) or _history(snapshot, steps) is not None
            cache.note(snapshot.id, is_intact=is_intact)


def _read(session: Session, snapshots: Sequence[Stored]) -> Iterable[tuple[Stored, History | None]]:
    """Each snapshot with its history, None where it is damaged."""
    for snapshot, steps in _steps(session, snapshots):
        yield snapshot, _history(snapshot, steps)


Steps = Sequence[Sequence[tuple[int, int, str]]]
"""The stored changes of each snapshot from a keyframe on: position, number of rows removed, rows inserted."""


def _steps(session: Session, snapshots: Sequence[Stored]) -> Iterable[tuple[Stored, Steps]]:
    """Each snapshot with all changes from its keyframe on, read by one query."""
    end, step = aliased(SnapshotRow), aliased(SnapshotRow)
    query = (
        select(end.id, step.number, ChangeRow.position, ChangeRow.removed, ChangeRow.inserted)
        .join(step, step.environment_id == end.environment_id)
        .join(ChangeRow, ChangeRow.snapshot_id == step.id)
        .where(end.id.in_([snapshot.id for snapshot in snapshots]))
        .where(step.number.between(end.keyframe, end.number))
        .order_by(end.id, step.number, ChangeRow.position)
    )
    steps: dict[int, list[list[tuple[int, int, str]]]] = {}
    for (id_, _), group in groupby(session.execute(query), key=lambda row: (row[0], row[1])):
        steps.setdefault(id_, []).append([(row[2], row[3], row[4]) for row in group])
    for snapshot in snapshots:
        go_on()
        yield snapshot, steps.get(snapshot.id, [])


def _history(snapshot: Stored, steps: Steps) -> History | None:
    """The history after all steps; None where it is not what the fingerprint of the snapshot names."""
    rows: list[Row] = []
    history = None
    try:
        for step in steps:
            rows = apply_changes(
                rows, (RowChange(position, removed, loads(text)) for position, removed, text in step)
            )
        surroundings = loads_surroundings(snapshot.surroundings) if snapshot.surroundings else None
        history = History(tuple(rows), snapshot.has_table, surroundings)
    except (IndexError, ValueError, TypeError, RecursionError):  # the stored changes do not fit together
        pass
    if history is not None and _is_told_by_text(snapshot, steps):
        history.__dict__["fingerprint"] = snapshot.fingerprint  # what it would work out from the same rows
    return None if history is None or history.fingerprint != snapshot.fingerprint else history


def _is_told_by_text(snapshot: Stored, steps: Steps) -> bool:
    """Whether one stored text has all rows and is what the fingerprint names, so that no row is written out again."""
    if snapshot.surroundings or len(steps) != 1 or len(steps[0]) != 1:
        return False
    ((position, removed, text),) = steps[0]
    return (position, removed) == (0, 0) and fingerprint_of(
        text, has_table=snapshot.has_table
    ) == snapshot.fingerprint
