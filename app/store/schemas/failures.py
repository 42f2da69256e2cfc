"""The times in which schemas could not be read, or were not there, stored for many schemas at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, select, update
from sqlalchemy.orm import Session

from app.domain.failure import Cause
from app.domain.table_location import TableLocation
from app.store.environments import lock_environment
from app.store.schemas.newest import environment_ids, in_parts
from app.store.sessions import WriteSession
from app.store.tables import EnvironmentRow, FailureRow


def fail(  # noqa: PLR0913 - the facts of one look
    session: WriteSession,
    project: str,
    environment: str,
    alias: str,
    causes: Mapping[str, Cause],
    *,
    at: datetime,
) -> None:
    """Store why each of these schemas has no history, as `failures.add` does, in a few statements for all."""
    if not causes:
        return
    lock_environment(session, project, environment, TableLocation(alias))
    ids = environment_ids(session, project, environment, alias, causes)
    running = _running(session, list(ids.values()))
    same, others, new = [], [], []
    for schema, cause in causes.items():
        failure = running.get(ids[schema])
        if failure is not None and failure.cause == cause:
            same.append(failure.id)
            continue
        if failure is not None:
            others.append(failure.id)
        since = at if failure is None else max(at, failure.last_at)
        new.append(FailureRow(environment_id=ids[schema], cause=cause.value, since=since, last_at=since))
    for part in in_parts(same):
        query = update(FailureRow).where(FailureRow.id.in_(part), FailureRow.last_at < at)
        session.execute(query.values(last_at=at))
    _end(session, others, at=at)  # first: a unique index allows one running stretch
    session.add_all(new)
    session.flush()


def leave_out(  # noqa: PLR0913 - the facts of one look
    session: WriteSession,
    project: str,
    environment: str,
    alias: str,
    present: Collection[str],
    *,
    at: datetime,
) -> None:
    """Store that every schema of the database but those that are `present` is gone."""
    query = select(EnvironmentRow.schema).filter_by(project=project, slug=environment, alias=alias)
    known = set(session.scalars(query.where(EnvironmentRow.schema != "")))
    gone = sorted(known.difference(present))
    fail(session, project, environment, alias, dict.fromkeys(gone, Cause.SCHEMA_GONE), at=at)


def end(session: WriteSession, environment_ids: Sequence[int], *, at: datetime) -> None:
    """Store that schemas were read: their running stretches end, where there are any."""
    _end(session, [failure.id for failure in _running(session, environment_ids).values()], at=at)


def add_gaps(session: WriteSession, rows: Iterable[Row[Any]], *, at: datetime, limit: timedelta) -> None:
    """Store the gap of each schema that was not seen for longer than the limit; `rows` are the newest snapshots."""
    session.add_all(
        FailureRow(
            environment_id=row.environment_id,
            cause=Cause.NOT_COLLECTED.value,
            since=row.seen_at,
            last_at=at,
            unseen_from=row.seen_at + limit,
            ended_at=at,
        )
        for row in rows
        if at - row.seen_at > limit
    )


def _end(session: WriteSession, ids: Sequence[int], *, at: datetime) -> None:
    for part in in_parts(ids):
        last = case((FailureRow.last_at > at, FailureRow.last_at), else_=at)
        session.execute(update(FailureRow).where(FailureRow.id.in_(part)).values(ended_at=last))


def _running(session: Session, environment_ids: Sequence[int]) -> dict[int, Row[int, int, str, datetime]]:
    """The failures that have not ended, by the id of the row of the schema."""
    query = select(FailureRow.environment_id, FailureRow.id, FailureRow.cause, FailureRow.last_at).where(
        FailureRow.ended_at.is_(None)
    )
    return {
        row.environment_id: row
        for part in in_parts(environment_ids)
        for row in session.execute(query.where(FailureRow.environment_id.in_(part)))
    }
