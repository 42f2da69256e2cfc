"""What one look at many schemas found: histories, of which most are known already."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.domain.history import History
from app.domain.table_location import TableLocation
from app.store import histories
from app.store.environments import lock_environment
from app.store.errors import DamagedHistoryError
from app.store.history_changes import dumps
from app.store.schemas import failures
from app.store.schemas.newest import environment_ids, in_parts, newest_of
from app.store.sessions import WriteSession
from app.store.tables import ChangeRow, SnapshotRow


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

    `limit` is how long the environment may go unseen.
    """
    if not histories_by_schema:
        return 0
    lock_environment(session, project, environment, TableLocation(alias))  # a push and a collection take turns
    ids = environment_ids(session, project, environment, alias, histories_by_schema)
    newest = {row.schema: row for row in newest_of(session, project, environment, alias, histories_by_schema)}
    failures.add_gaps(session, newest.values(), at=at, limit=limit)
    failures.end(session, list(ids.values()), at=at)
    first_snapshots: list[tuple[SnapshotRow, History]] = []
    next_snapshots: list[tuple[SnapshotRow, History, int]] = []
    for schema, (history, digest) in histories_by_schema.items():
        last = newest.get(schema)
        if last is not None and last.fingerprint == history.fingerprint:
            seen_at = max(at, last.seen_at)
            query = update(SnapshotRow).where(SnapshotRow.id == last.id)
            session.execute(query.values(digest=digest, seen_at=seen_at))
            continue
        received_at = at if last is None else max(at, last.seen_at)
        snapshot = SnapshotRow(
            environment_id=ids[schema],
            number=1 if last is None else last.number + 1,
            keyframe=1,
            weight=0,
            fingerprint=history.fingerprint,
            has_table=history.has_table,
            surroundings=None,
            rows=len(history.rows),
            digest=digest,
            shape=history.shape,
            received_at=received_at,
            seen_at=received_at,
        )
        if last is None:
            first_snapshots.append((snapshot, history))
        else:
            next_snapshots.append((snapshot, history, last.id))
    _add_first(session, first_snapshots)
    _add_next(session, next_snapshots)
    return len(first_snapshots) + len(next_snapshots)


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
    rows = newest_of(session, project, environment, alias, names)
    failures.add_gaps(session, rows, at=at, limit=limit)
    failures.end(session, [row.environment_id for row in rows], at=at)
    for part in in_parts([row.id for row in rows]):
        query = update(SnapshotRow).where(SnapshotRow.id.in_(part), SnapshotRow.seen_at < at)
        session.execute(query.values(seen_at=at))


def _add_first(session: WriteSession, snapshots: Iterable[tuple[SnapshotRow, History]]) -> None:
    """Add the first snapshot of schemas: a keyframe each."""
    first = list(snapshots)
    session.add_all(snapshot for snapshot, _ in first)
    session.flush()
    session.add_all(
        ChangeRow(snapshot_id=snapshot.id, position=0, removed=0, inserted=dumps(history.rows))
        for snapshot, history in first
        if history.rows
    )
    session.flush()


def _add_next(session: WriteSession, snapshots: Iterable[tuple[SnapshotRow, History, int]]) -> None:
    """Add a further snapshot of schemas, each with the id of the one before: all of these are read at once."""
    following = list(snapshots)
    last_by_id = {
        row.id: row
        for part in in_parts([last_id for _, _, last_id in following])
        for row in session.scalars(select(SnapshotRow).where(SnapshotRow.id.in_(part)))
    }
    with suppress(DamagedHistoryError):  # which one it is, is asked again for each
        histories.rebuild(session, last_by_id.values())
    for snapshot, history, last_id in following:
        histories.add(session, snapshot, history, last_by_id[last_id])
