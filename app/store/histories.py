"""
Histories, rebuilt from the changes that were stored.

    snapshot 1 (keyframe)  + 1,400 rows
    snapshot 2             + 1 row at 1,400
    snapshot 3             − 1 row at 17

To rebuild one, the changes from its keyframe on are applied, and the fingerprint of the result is held against the
stored one. How the cost grows is in docs/decisions/0008-changes-of-histories.md.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.domain.history import History, Row
from app.store.errors import DamagedHistoryError
from app.store.history_changes import RowChange, apply_changes, differences, dumps, loads
from app.store.sessions import StoreCache, WriteSession
from app.store.tables import ChangeRow, SnapshotRow

MIN_KEYFRAME_WEIGHT = 64
"""A keyframe is written when the changes since the last one weigh more than the history, and more than this."""

MAX_SNAPSHOTS_PER_QUERY = 5_000
"""So many snapshots are rebuilt by one query; databases limit the values of one statement."""


def rebuild(session: Session, snapshots: Iterable[SnapshotRow]) -> dict[int, History]:
    """
    The history of each snapshot, by the snapshot's id: one query for all that are not in memory.

    Raises `DamagedHistoryError` when one is not what was put in.
    """
    memory = StoreCache.of(session).histories
    found: dict[int, History] = {}
    unknown: dict[str, list[SnapshotRow]] = {}
    for snapshot in snapshots:
        history = memory.get(snapshot.fingerprint)
        if history is None:
            unknown.setdefault(snapshot.fingerprint, []).append(snapshot)
        else:
            found[snapshot.id] = history
    firsts = [same[0] for same in unknown.values()]
    for start in range(0, len(firsts), MAX_SNAPSHOTS_PER_QUERY):
        for snapshot, history in _read(session, firsts[start : start + MAX_SNAPSHOTS_PER_QUERY]):
            memory.put(snapshot.fingerprint, history)
            found.update((same.id, history) for same in unknown[snapshot.fingerprint])
    return found


def _read(session: Session, snapshots: Sequence[SnapshotRow]) -> Iterable[tuple[SnapshotRow, History]]:
    wanted, passed = aliased(SnapshotRow), aliased(SnapshotRow)
    query = (
        select(wanted.id, passed.number, ChangeRow.position, ChangeRow.removed, ChangeRow.inserted)
        .join(passed, passed.environment_id == wanted.environment_id)
        .join(ChangeRow, ChangeRow.snapshot_id == passed.id)
        .where(wanted.id.in_([snapshot.id for snapshot in snapshots]))
        .where(passed.number.between(wanted.keyframe, wanted.number))
        .order_by(wanted.id, passed.number, ChangeRow.position)
    )
    steps: dict[int, list[list[tuple[int, int, str]]]] = {}
    for (id_, _), group in groupby(session.execute(query), key=lambda row: (row[0], row[1])):
        steps.setdefault(id_, []).append([(row[2], row[3], row[4]) for row in group])
    for snapshot in snapshots:
        yield snapshot, _history(snapshot, steps.get(snapshot.id, []))


def _history(snapshot: SnapshotRow, steps: Iterable[Iterable[tuple[int, int, str]]]) -> History:
    """Apply the steps, and hold the result against the fingerprint."""
    rows: list[Row] = []
    history = None
    try:
        for step in steps:
            rows = apply_changes(
                rows, (RowChange(position, removed, loads(text)) for position, removed, text in step)
            )
        history = History(tuple(rows), snapshot.has_table)
    except (IndexError, ValueError, TypeError):  # what is stored does not fit together
        pass
    if history is None or history.fingerprint != snapshot.fingerprint:
        raise DamagedHistoryError(
            f"The stored history {snapshot.fingerprint[:10]} cannot be rebuilt: the store was changed from outside."
        )
    return history


def add(session: WriteSession, snapshot: SnapshotRow, history: History, last: SnapshotRow | None) -> None:
    """Set the snapshot's keyframe and weight, and add it with its changes against the last one."""
    changes = _changes(session, history, last)
    weight = sum(change.weight for change in changes or ())
    if last is None or changes is None or last.weight + weight > max(MIN_KEYFRAME_WEIGHT, len(history.rows)):
        changes = (RowChange(0, 0, history.rows),) if history.rows else ()
        snapshot.keyframe, snapshot.weight = snapshot.number, 0
    else:
        snapshot.keyframe, snapshot.weight = last.keyframe, last.weight + weight
    session.add(snapshot)
    session.flush()
    session.add_all(
        ChangeRow(
            snapshot_id=snapshot.id,
            position=change.position,
            removed=change.removed,
            inserted=dumps(change.inserted),
        )
        for change in changes
    )


def _changes(
    session: WriteSession, history: History, last: SnapshotRow | None
) -> tuple[RowChange, ...] | None:
    """The changes against the last history; None where that one is damaged: the new one then stands by itself."""
    try:
        before = rebuild(session, [last])[last.id].rows if last else ()
    except DamagedHistoryError:
        return None
    return differences(before, history.rows)
