"""What one look at many schemas found: histories, of which most are known already."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.domain.history import History
from app.domain.table_location import TableLocation
from app.store.environments import lock_environment
from app.store.schemas import failures
from app.store.schemas.newest import environment_ids, in_parts, newest_of
from app.store.sessions import StoreCache, WriteSession
from app.store.snapshots import keyframes
from app.store.snapshots.adding import row_of
from app.store.tables import SnapshotRow


def add(  # noqa: PLR0913 - the facts of one look
    session: WriteSession,
    project: str,
    environment: str,
    alias: str,
    histories_by_schema: Mapping[str, tuple[History, str]],
    *,
    at: datetime,
    limit: timedelta,
) -> int:
    """
    Store histories that were seen at `at`, each with its digest, by schema; how many of them are new.

    `limit` is how long the environment may go unseen. Other writers of the database wait for this session.
    """
    if not histories_by_schema:
        return 0
    # A push and a collection take turns, here and in `touch`.
    lock_environment(session, project, environment, TableLocation(alias))
    ids = environment_ids(session, project, environment, alias, histories_by_schema)
    newest = {row.schema: row for row in newest_of(session, project, environment, alias, histories_by_schema)}
    failures.add_gaps(session, newest.values(), at=at, limit=limit)
    failures.end(session, list(ids.values()), at=at)
    last_ids = [
        row.id for row in newest.values() if row.fingerprint != histories_by_schema[row.schema][0].fingerprint
    ]
    last_rows = {row.id: row for row in _rows(session, last_ids)}
    snapshots: list[tuple[SnapshotRow, History, SnapshotRow | None]] = []
    again: dict[int, History] = {}
    for schema, (history, digest) in histories_by_schema.items():
        last = newest.get(schema)
        if last is not None and last.fingerprint == history.fingerprint:
            seen_at = max(at, last.seen_at)
            query = update(SnapshotRow).where(SnapshotRow.id == last.id)
            session.execute(query.values(digest=digest, seen_at=seen_at))
            again[last.id] = history
            continue
        received_at = at if last is None else max(at, last.seen_at)
        number = 1 if last is None else last.number + 1
        snapshot = row_of(ids[schema], number, history, at=received_at)
        snapshot.digest, snapshot.shape = digest, history.shape
        snapshots.append((snapshot, history, None if last is None else last_rows[last.id]))
    _mend(session, again)
    keyframes.add_all(session, snapshots)
    return len(snapshots)


def _mend(session: WriteSession, histories_by_id: Mapping[int, History]) -> None:
    """Store whole what was seen again, where what was stored of it cannot be rebuilt."""
    intact = StoreCache.of(session).intact
    doubtful = [id_ for id_ in histories_by_id if id_ not in intact]
    keyframes.mend(session, [(row, histories_by_id[row.id]) for row in _rows(session, doubtful)])


def _rows(session: WriteSession, ids: Sequence[int]) -> Iterator[SnapshotRow]:
    """The snapshots with these ids."""
    for part in in_parts(ids):
        yield from session.scalars(select(SnapshotRow).where(SnapshotRow.id.in_(part)))


def touch(  # noqa: PLR0913 - the facts of one look
    session: WriteSession,
    project: str,
    environment: str,
    alias: str,
    names: Collection[str],
    *,
    at: datetime,
    limit: timedelta,
) -> None:
    """Store that schemas were seen at `at` with the history that is stored."""
    lock_environment(session, project, environment, TableLocation(alias))
    rows = newest_of(session, project, environment, alias, names)
    failures.add_gaps(session, rows, at=at, limit=limit)
    failures.end(session, [row.environment_id for row in rows], at=at)
    for part in in_parts([row.id for row in rows]):
        query = update(SnapshotRow).where(SnapshotRow.id.in_(part), SnapshotRow.seen_at < at)
        session.execute(query.values(seen_at=at))
