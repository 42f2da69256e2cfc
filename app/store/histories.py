"""
How histories are stored: each snapshot keeps its changes against the one before, or, a *keyframe*, all rows.

    snapshot 1 (keyframe)  + 1,400 rows
    snapshot 2             + 1 row at 1,400
    snapshot 3             − 1 row at 17

A history is rebuilt from the changes since its keyframe. The fingerprint of the result is compared with the stored
one. How the cost grows is in docs/decisions/0008-changes-of-histories.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.domain.history import History, Row
from app.domain.table_location import TableLocation
from app.store.errors import DamagedHistoryError
from app.store.history_changes import RowChange, apply_changes, differences, dumps, loads, loads_surroundings
from app.store.sessions import StoreCache, WriteSession
from app.store.tables import ChangeRow, EnvironmentRow, SnapshotRow

MIN_KEYFRAME_WEIGHT = 64
"""A keyframe is written when the changes since the last one have more rows than the history, and more than this."""

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


def rebuild(
    session: Session, snapshots: Iterable[SnapshotRow], *, keeping: bool = True
) -> dict[int, History]:
    """
    The history of each snapshot, by the snapshot's id. One query reads all that are not in memory.

    They stay in memory, unless `keeping` is False. Raises `DamagedHistoryError` when a history is not the one that was
    stored.
    """
    cache = StoreCache.of(session).histories
    histories: dict[int, History] = {}
    missing: dict[str, list[SnapshotRow]] = {}
    for snapshot in snapshots:
        history = cache.get(snapshot.fingerprint)
        if history is None:
            missing.setdefault(snapshot.fingerprint, []).append(snapshot)
        else:
            histories[snapshot.id] = history
    firsts = [equals[0] for equals in missing.values()]
    for start in range(0, len(firsts), MAX_SNAPSHOTS_PER_QUERY):
        for snapshot, history in _read(session, firsts[start : start + MAX_SNAPSHOTS_PER_QUERY]):
            if keeping:
                cache.put(snapshot.fingerprint, history)
            histories.update((equal.id, history) for equal in missing[snapshot.fingerprint])
    return histories


def _read(session: Session, snapshots: Sequence[SnapshotRow]) -> Iterable[tuple[SnapshotRow, History]]:
    """Each snapshot with its history: all changes from its keyframe on, read by one query."""
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
        yield snapshot, _history(snapshot, steps.get(snapshot.id, []))


def _history(snapshot: SnapshotRow, steps: Iterable[Iterable[tuple[int, int, str]]]) -> History:
    """The history after all steps, checked against the snapshot's fingerprint. Raises `DamagedHistoryError`."""
    rows: list[Row] = []
    history = None
    try:
        for step in steps:
            rows = apply_changes(
                rows, (RowChange(position, removed, loads(text)) for position, removed, text in step)
            )
        surroundings = loads_surroundings(snapshot.surroundings) if snapshot.surroundings else None
        history = History(tuple(rows), snapshot.has_table, surroundings)
    except (IndexError, ValueError, TypeError):  # the stored changes do not fit together
        pass
    if history is None or history.fingerprint != snapshot.fingerprint:
        raise DamagedHistoryError(
            f"The stored history {snapshot.fingerprint[:10]} cannot be rebuilt: the store was changed from outside."
        )
    return history


def add(session: WriteSession, snapshot: SnapshotRow, history: History, last: SnapshotRow | None) -> None:
    """Add a snapshot with its changes against the last one, and set its keyframe and weight."""
    add_all(session, [(snapshot, history, last)], keeping=True)


def add_all(
    session: WriteSession,
    snapshots: Sequence[tuple[SnapshotRow, History, SnapshotRow | None]],
    *,
    keeping: bool = False,
) -> None:
    """
    Add snapshots of several tables, each with its history and the last snapshot of its table.

    With `keeping` the histories stay in memory: a page asks for them soon, and the next ones are compared with them.
    """
    before: dict[int, History] = {}
    with suppress(DamagedHistoryError):  # which one it is, is asked again for each
        before = rebuild(session, [last for _, _, last in snapshots if last is not None], keeping=False)
    changes_of = [_prepared(session, *facts, before) for facts in snapshots]
    session.add_all(snapshot for snapshot, _, _ in snapshots)
    session.flush()
    session.add_all(
        ChangeRow(
            snapshot_id=snapshot.id,
            position=change.position,
            removed=change.removed,
            inserted=dumps(change.inserted),
        )
        for (snapshot, _, _), changes in zip(snapshots, changes_of, strict=True)
        for change in changes
    )
    session.flush()
    for snapshot, history, _ in snapshots if keeping else ():
        # By its fingerprint it is right, committed or not.
        StoreCache.of(session).histories.put(snapshot.fingerprint, history)


def _prepared(
    session: WriteSession,
    snapshot: SnapshotRow,
    history: History,
    last: SnapshotRow | None,
    before: Mapping[int, History],
) -> tuple[RowChange, ...]:
    """The changes to store, with which the snapshot's keyframe and weight are set; `before` are rebuilt already."""
    changes = None if last is None else _changes(session, history, last, before)
    weight = sum(change.weight for change in changes or ())
    if last is None or changes is None or last.weight + weight > max(MIN_KEYFRAME_WEIGHT, len(history.rows)):
        snapshot.keyframe, snapshot.weight = snapshot.number, 0
        return (RowChange(0, 0, history.rows),) if history.rows else ()
    snapshot.keyframe, snapshot.weight = last.keyframe, last.weight + weight
    return changes


def _changes(
    session: WriteSession, history: History, last: SnapshotRow, before: Mapping[int, History]
) -> tuple[RowChange, ...] | None:
    """The changes against the last history, or None where that one is damaged and the new one becomes a keyframe."""
    try:
        rows = (before.get(last.id) or rebuild(session, [last], keeping=False)[last.id]).rows
    except DamagedHistoryError:
        return None
    return differences(rows, history.rows)
