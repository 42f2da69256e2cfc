"""
Failures: the times in which collections brought no history, and why.

A row is a stretch of failures with one cause. A *gap* is a time without any collection that was longer than the
environment's limit. When a collection succeeds after a gap, the gap is stored as an ended failure with the cause
`not-collected`. So a page pinned to a moment in the gap says "unseen" for ever.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.domain.failure import Cause, Failure
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store.environments import TableKey, lock_environment
from app.store.sessions import WriteSession
from app.store.tables import EnvironmentRow, FailureRow


def current(session: Session, project: str) -> dict[TableKey, Failure]:
    """The failures that have not ended, by environment and location, sorted."""
    query = (
        select(EnvironmentRow, FailureRow)
        .join(EnvironmentRow, EnvironmentRow.id == FailureRow.environment_id)
        .where(EnvironmentRow.project == project, FailureRow.ended_at.is_(None))
        .order_by(EnvironmentRow.slug, EnvironmentRow.alias, EnvironmentRow.schema)
    )
    return {
        (environment.slug, environment.location): _failure(environment, row, row.last_at)
        for environment, row in session.execute(query)
    }


def as_of(session: Session, project: str, moment: datetime) -> dict[TableKey, Failure]:
    """
    The failures that lasted at that moment, by environment and location, sorted. The answer for a moment never changes.

    A stretch lasts from `since` until just before it ends. A gap begins when the environment's limit has passed. An
    environment that had both is returned with the stretch, whose cause says more. `last_at` is the moment itself.
    """
    return gaps_as_of(session, project, moment) | _lasting(session, project, moment, gaps=False)


def gaps_as_of(session: Session, project: str, moment: datetime) -> dict[TableKey, Failure]:
    """
    The gaps that lasted at that moment, by environment and location.

    A gap is stored when it ends. One that still lasts is seen by the snapshot's `seen_at`.
    """
    return _lasting(session, project, moment, gaps=True)


def add(  # noqa: PLR0913 - the facts of one failed look
    session: WriteSession,
    project: str,
    environment: str,
    cause: Cause,
    *,
    at: datetime,
    location: TableLocation = DEFAULT_LOCATION,
) -> None:
    """Store a failed collection. With the same cause the running stretch goes on, else it ends and another begins."""
    row = lock_environment(session, project, environment, location)
    put(session, row.id, _running(session, row.id), cause, at=at)


def put(
    session: WriteSession, environment_id: int, running: FailureRow | None, cause: Cause, *, at: datetime
) -> None:
    """What `add` does, with the running stretch of a table that is locked."""
    if running is not None and running.cause == cause:
        running.last_at = max(at, running.last_at)
        return
    if running is not None:
        at = running.ended_at = max(at, running.last_at)
        session.flush()  # a unique index allows one running stretch, also between two statements
    session.add(FailureRow(environment_id=environment_id, cause=cause.value, since=at, last_at=at))


def end(
    session: WriteSession,
    project: str,
    environment: str,
    *,
    at: datetime,
    location: TableLocation = DEFAULT_LOCATION,
) -> None:
    """Store that a collection succeeded: the running stretch ends, if there is one."""
    put_end(_running(session, lock_environment(session, project, environment, location).id), at=at)


def put_end(running: FailureRow | None, *, at: datetime) -> None:
    """What `end` does, with the running stretch of a table that is locked."""
    if running is not None:
        running.ended_at = max(at, running.last_at)


def add_gap(  # noqa: PLR0913 - the facts of one gap
    session: WriteSession,
    project: str,
    environment: str,
    *,
    since: datetime,
    limit: timedelta,
    at: datetime,
    location: TableLocation = DEFAULT_LOCATION,
) -> bool:
    """Store the gap from the last success (`since`) to this one (`at`), if it passed the limit; whether it did."""
    row = lock_environment(session, project, environment, location)
    return put_gap(session, row.id, since=since, limit=limit, at=at)


def put_gap(
    session: WriteSession, environment_id: int, *, since: datetime, limit: timedelta, at: datetime
) -> bool:
    """What `add_gap` does, for a table that is locked."""
    if at - since <= limit:
        return False
    session.add(
        FailureRow(
            environment_id=environment_id,
            cause=Cause.NOT_COLLECTED.value,
            since=since,
            last_at=at,
            unseen_from=since + limit,
            ended_at=at,
        )
    )
    return True


def _lasting(session: Session, project: str, moment: datetime, *, gaps: bool) -> dict[TableKey, Failure]:
    """The gaps, or the stretches, that lasted at a moment."""
    query, failure = _last_begun(session, project, moment, gaps=gaps)
    query = query.where(or_(failure.ended_at.is_(None), failure.ended_at > moment))
    if gaps:
        query = query.where(failure.unseen_from < moment)
    return {
        (environment.slug, environment.location): _failure(environment, row, moment)
        for environment, row in session.execute(query)
    }


def _last_begun(
    session: Session, project: str, moment: datetime, *, gaps: bool
) -> tuple[Select[EnvironmentRow, FailureRow], type[FailureRow]]:
    """
    The query for the gap, or the stretch, of each table that began last by a moment, and the failure in it.

    Those of a kind follow one another, so no other one can last. It looks once into an index for each table, as
    PostgreSQL would not do by itself: to read all failures looks cheaper to it.
    """
    candidate = aliased(FailureRow)
    last = (
        select(candidate)
        .where(
            candidate.environment_id == EnvironmentRow.id,
            candidate.unseen_from.is_not(None) if gaps else candidate.unseen_from.is_(None),
            candidate.since <= moment,
        )
        .order_by(candidate.since.desc(), candidate.id.desc())
        .limit(1)
        .correlate(EnvironmentRow)
    )
    is_last: ColumnElement[bool]
    if session.get_bind().dialect.name == "postgresql":
        beside = last.lateral()
        failure, is_last = aliased(FailureRow, beside), true()
    else:
        failure = aliased(FailureRow)
        is_last = failure.id == last.with_only_columns(candidate.id).scalar_subquery()
    query = select(EnvironmentRow, failure).join(failure, is_last).where(EnvironmentRow.project == project)
    return query.order_by(EnvironmentRow.slug, EnvironmentRow.alias, EnvironmentRow.schema), failure


def _failure(environment: EnvironmentRow, row: FailureRow, last_at: datetime) -> Failure:
    return Failure(environment.slug, Cause(row.cause), row.since, last_at, location=environment.location)


def _running(session: Session, environment_id: int) -> FailureRow | None:
    return session.scalar(
        select(FailureRow).where(FailureRow.environment_id == environment_id, FailureRow.ended_at.is_(None))
    )
