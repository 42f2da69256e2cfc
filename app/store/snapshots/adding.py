"""Adding a history that was seen."""

from datetime import datetime

from sqlalchemy import select

from app.domain.history import History
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store.environments import lock_environment
from app.store.sessions import WriteSession
from app.store.snapshots import keyframes
from app.store.tables import SnapshotRow


def add(  # noqa: PLR0913 - the facts of one look
    session: WriteSession,
    project: str,
    environment: str,
    history: History,
    *,
    at: datetime,
    location: TableLocation = DEFAULT_LOCATION,
) -> bool:
    """
    Store a history of one table that was seen at `at`; whether it is a new one.

    Where it equals the last one only `seen_at` moves. Where our clock went back a little, no moment goes back with it:
    a new snapshot is received when the last one was seen, or later.
    """
    row = lock_environment(session, project, environment, location)
    last = session.scalar(
        select(SnapshotRow)
        .where(SnapshotRow.environment_id == row.id)
        .order_by(SnapshotRow.number.desc())
        .limit(1)
    )
    snapshot = put(row.id, last, history, at=at)
    if snapshot is None:
        if last is not None:
            keyframes.mend(session, [(last, history)])
        return False
    keyframes.add(session, snapshot, history, last)
    return True


def put(
    environment_id: int, last: SnapshotRow | None, history: History, *, at: datetime
) -> SnapshotRow | None:
    """The snapshot to add after the last one of a table; None where the same history was seen."""
    if last is not None and last.fingerprint == history.fingerprint:
        last.seen_at = max(at, last.seen_at)
        return None
    at = max(at, last.seen_at) if last else at
    return row_of(environment_id, last.number + 1 if last else 1, history, at=at)


def row_of(environment_id: int, number: int, history: History, *, at: datetime) -> SnapshotRow:
    """The snapshot of a new history of a table: everything of it that no change of a row holds."""
    return SnapshotRow(
        environment_id=environment_id,
        number=number,
        fingerprint=history.fingerprint,
        has_table=history.has_table,
        surroundings=keyframes.stored_surroundings(history),
        rows=len(history.rows),
        received_at=at,
        seen_at=at,
    )
