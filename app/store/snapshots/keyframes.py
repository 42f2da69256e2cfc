"""
How histories come into the store: as changes against the last one of their table, or whole, as a keyframe.

`app.store.histories` says what these are, and reads them.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete

from app.domain.history import History
from app.store import histories
from app.store.history_changes import RowChange, differences, dumps, dumps_surroundings
from app.store.sessions import StoreCache, WriteSession
from app.store.tables import ChangeRow, SnapshotRow

MIN_KEYFRAME_WEIGHT = 64
"""A keyframe is written when the changes since the last one have more rows than the history, and more than this."""


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
    lasts = [last for _, _, last in snapshots if last is not None]
    damaged = StoreCache.of(session).damaged
    before = histories.rebuild_readable(session, lasts, keeping=False)
    histories.check(session, lasts)  # memory may have what is not stored any more
    before = {id_: history for id_, history in before.items() if id_ not in damaged}
    changes_of = [_prepared(*facts, before) for facts in snapshots]
    session.add_all(snapshot for snapshot, _, _ in snapshots)
    session.flush()
    session.add_all(
        _row(snapshot, change)
        for (snapshot, _, _), changes in zip(snapshots, changes_of, strict=True)
        for change in changes
    )
    session.flush()
    for snapshot, history, _ in snapshots if keeping else ():
        # By its fingerprint it is right, committed or not.
        StoreCache.of(session).histories.put(snapshot.fingerprint, history)


def stored_surroundings(history: History) -> str | None:
    """What is stored of the surroundings of a history; None where it has none."""
    return None if history.surroundings is None else dumps_surroundings(history.surroundings)


def _row(snapshot: SnapshotRow, change: RowChange) -> ChangeRow:
    return ChangeRow(
        snapshot_id=snapshot.id,
        position=change.position,
        removed=change.removed,
        inserted=dumps(change.inserted),
    )


def _prepared(
    snapshot: SnapshotRow, history: History, last: SnapshotRow | None, before: Mapping[int, History]
) -> tuple[RowChange, ...]:
    """
    The changes to store, with which the snapshot's keyframe and weight are set.

    `before` are the last histories that could be rebuilt: after one that could not the new one is a keyframe.
    """
    known = None if last is None else before.get(last.id)
    changes = None if known is None else differences(known.rows, history.rows)
    weight = sum(change.weight for change in changes or ())
    if last is None or changes is None or last.weight + weight > max(MIN_KEYFRAME_WEIGHT, len(history.rows)):
        snapshot.keyframe, snapshot.weight = snapshot.number, 0
        return (RowChange(0, 0, history.rows),) if history.rows else ()
    snapshot.keyframe, snapshot.weight = last.keyframe, last.weight + weight
    return changes


def mend(session: WriteSession, seen: Sequence[tuple[SnapshotRow, History]]) -> None:
    """
    Store the histories of snapshots whole, where what was stored of them cannot be rebuilt.

    Each is the newest of its table, and was seen again just now: no other snapshot is made of it. What was found intact
    before is not read again; of the others one query reads what is stored.
    """
    cache = StoreCache.of(session)
    histories.check(session, [snapshot for snapshot, _ in seen])
    damaged = [(snapshot, history) for snapshot, history in seen if snapshot.id in cache.damaged]
    for snapshot, history in damaged:
        session.execute(delete(ChangeRow).where(ChangeRow.snapshot_id == snapshot.id))
        snapshot.has_table, snapshot.rows = history.has_table, len(history.rows)
        snapshot.surroundings = stored_surroundings(history)
        snapshot.keyframe, snapshot.weight = snapshot.number, 0
        if history.rows:
            session.add(_row(snapshot, RowChange(0, 0, history.rows)))
    session.flush()
    for snapshot, _ in damaged:
        cache.damaged.discard(snapshot.id)
