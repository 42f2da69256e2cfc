"""
Snapshots: a history of an environment, and when it was seen.

A snapshot is never edited nor deleted. Only its `seen_at` moves, as long as the same history is seen again. All
moments are aware and in UTC. `received_at` is read from our own clock; it rises within an environment, unless the
clock was wrong (`clock`). The number decides which snapshot is the newest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.history import History
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store import histories
from app.store.environments import lock_environment
from app.store.history_changes import dumps_surroundings
from app.store.sessions import WriteSession
from app.store.tables import EnvironmentRow, SnapshotRow

TableKey = tuple[str, TableLocation]
"""The slug of an environment, and where one of its tables lies."""

FINGERPRINT_PREFIX = re.compile(r"[0-9a-f]{8,64}")
"""The first digits of a fingerprint that are enough to name something: eight hex digits or more."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A history of one table of an environment, first seen at `received_at` and last seen at `seen_at`."""

    project: str
    environment: str
    history: History
    received_at: datetime
    seen_at: datetime
    location: TableLocation = DEFAULT_LOCATION


@dataclass(frozen=True, slots=True)
class SnapshotSummary:
    """A snapshot without its history. `rows` is the number of rows."""

    fingerprint: str
    received_at: datetime
    seen_at: datetime
    rows: int


def latest(
    session: Session, project: str, environment: str, location: TableLocation = DEFAULT_LOCATION
) -> Snapshot | None:
    """The newest snapshot of one table of an environment, or None."""
    query = _newest(project, environment=environment, location=location)
    return _by_table(session, project, query).get((environment, location))


def latest_of_all(session: Session, project: str) -> dict[TableKey, Snapshot]:
    """
    The newest snapshot of every table that is not one of many schemas, by environment and location, sorted.

    Two queries for any number of them. `app.store.schemas` has those of schemas.
    """
    return _by_table(session, project, _newest(project).where(EnvironmentRow.schema == ""))


def as_of(
    session: Session,
    project: str,
    environment: str,
    moment: datetime,
    location: TableLocation = DEFAULT_LOCATION,
) -> Snapshot | None:
    """
    The newest snapshot that had been received at that moment, or None: what `latest` answered then.

    Its `seen_at` is never later than the moment. `failures.as_of` tells whether the environment was unseen then.
    """
    query = _newest(project, environment=environment, location=location, moment=moment)
    return _by_table(session, project, query, moment=moment).get((environment, location))


def as_of_all(session: Session, project: str, moment: datetime) -> dict[TableKey, Snapshot]:
    """What `latest_of_all` answered at that moment; see `as_of`."""
    query = _newest(project, moment=moment).where(EnvironmentRow.schema == "")
    return _by_table(session, project, query, moment=moment)


def with_fingerprint(
    session: Session,
    project: str,
    environment: str,
    prefix: str,
    location: TableLocation = DEFAULT_LOCATION,
) -> tuple[Snapshot, ...]:
    """
    The snapshots of any table of an environment whose history's fingerprint begins with `prefix`, newest first.

    There are none for fewer than eight hex digits. A history that came back has several snapshots: the prefix names
    one history when the fingerprints of all of them are equal. Of the schemas of a database that got the same history
    at the same moment there is the first one alone, and `location` beside it.
    """
    if not FINGERPRINT_PREFIX.fullmatch(prefix):
        return ()
    first_of_equals = (
        select(func.min(SnapshotRow.id))
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(
            EnvironmentRow.project == project,
            EnvironmentRow.slug == environment,
            SnapshotRow.fingerprint.startswith(prefix),
        )
        .group_by(EnvironmentRow.alias, SnapshotRow.fingerprint, SnapshotRow.received_at)
    )
    query = _of(project, environment).where(
        SnapshotRow.fingerprint.startswith(prefix),
        or_(SnapshotRow.id.in_(first_of_equals), and_(*_at(location))),
    )
    newest_first = SnapshotRow.received_at.desc(), SnapshotRow.number.desc(), SnapshotRow.id
    rows = session.execute(query.order_by(*newest_first)).all()
    return tuple(of_rows(session, project, rows))


def summaries(  # noqa: PLR0913 - which table, until when, how many
    session: Session,
    project: str,
    environment: str,
    location: TableLocation = DEFAULT_LOCATION,
    *,
    until: datetime | None = None,
    most: int | None = None,
) -> tuple[SnapshotSummary, ...]:
    """
    Every snapshot of one table of an environment, newest first, without the histories.

    With `until` only those that had been received by then, with `most` no more than so many.
    """
    limits = () if until is None else (SnapshotRow.received_at <= until,)
    query = (
        select(SnapshotRow.fingerprint, SnapshotRow.received_at, SnapshotRow.seen_at, SnapshotRow.rows)
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(EnvironmentRow.project == project, EnvironmentRow.slug == environment, *_at(location), *limits)
        .order_by(SnapshotRow.number.desc())
        .limit(most)
    )
    return tuple(SnapshotSummary(*row) for row in session.execute(query))


def latest_summaries(session: Session, project: str) -> dict[TableKey, SnapshotSummary]:
    """The newest snapshot of every table, also of schemas, by environment and location, without the histories."""
    query = _newest(project).with_only_columns(
        EnvironmentRow.slug,
        EnvironmentRow.alias,
        EnvironmentRow.schema,
        SnapshotRow.fingerprint,
        SnapshotRow.received_at,
        SnapshotRow.seen_at,
        SnapshotRow.rows,
    )
    return {
        (slug, TableLocation(alias, schema)): SnapshotSummary(fingerprint, received_at, seen_at, rows)
        for slug, alias, schema, fingerprint, received_at, seen_at, rows in session.execute(query)
    }


def latest_summary(
    session: Session, project: str, environment: str, location: TableLocation = DEFAULT_LOCATION
) -> SnapshotSummary | None:
    """The newest snapshot of one table without its history, or None."""
    row = session.execute(_newest(project, environment=environment, location=location)).first()
    if row is None:
        return None
    _, snapshot = row
    return SnapshotSummary(snapshot.fingerprint, snapshot.received_at, snapshot.seen_at, snapshot.rows)


def seen_at(
    session: Session, project: str, environment: str, location: TableLocation = DEFAULT_LOCATION
) -> datetime | None:
    """When the newest snapshot of one table of an environment was last seen; None where there is none."""
    return session.scalar(
        select(func.max(SnapshotRow.seen_at))
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(EnvironmentRow.project == project, EnvironmentRow.slug == environment, *_at(location))
    )


def environments(session: Session, project: str) -> tuple[str, ...]:
    """The slug of every environment that ever had a snapshot, sorted, with those no longer in the settings."""
    any_snapshot = select(SnapshotRow.id).where(SnapshotRow.environment_id == EnvironmentRow.id).exists()
    slugs = session.scalars(
        select(EnvironmentRow.slug).where(EnvironmentRow.project == project, any_snapshot).distinct()
    )
    return tuple(sorted(slugs))


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
        return False
    histories.add(session, snapshot, history, last)
    return True


def put(
    environment_id: int, last: SnapshotRow | None, history: History, *, at: datetime
) -> SnapshotRow | None:
    """The snapshot to add after the last one of a table; None where the same history was seen."""
    if last is not None and last.fingerprint == history.fingerprint:
        last.seen_at = max(at, last.seen_at)
        return None
    at = max(at, last.seen_at) if last else at
    return SnapshotRow(
        environment_id=environment_id,
        number=last.number + 1 if last else 1,
        fingerprint=history.fingerprint,
        has_table=history.has_table,
        surroundings=None if history.surroundings is None else dumps_surroundings(history.surroundings),
        rows=len(history.rows),
        received_at=at,
        seen_at=at,
    )


def _at(location: TableLocation) -> tuple[ColumnElement[bool], ...]:
    return EnvironmentRow.alias == location.alias, EnvironmentRow.schema == location.schema


def _of(project: str, environment: str | None) -> Select[EnvironmentRow, SnapshotRow]:
    query = (
        select(EnvironmentRow, SnapshotRow)
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(EnvironmentRow.project == project)
    )
    return query if environment is None else query.where(EnvironmentRow.slug == environment)


def _newest(
    project: str,
    *,
    environment: str | None = None,
    location: TableLocation | None = None,
    moment: datetime | None = None,
) -> Select[EnvironmentRow, SnapshotRow]:
    """The query for the last snapshot of each table, sorted. It looks once into an index for each."""
    candidate = aliased(SnapshotRow)
    limits: list[ColumnElement[bool]] = [] if moment is None else [candidate.received_at <= moment]
    number = (
        select(func.max(candidate.number))
        .where(candidate.environment_id == EnvironmentRow.id, *limits)
        .correlate(EnvironmentRow)
        .scalar_subquery()
    )
    query = _of(project, environment).where(SnapshotRow.number == number)
    if location is not None:
        query = query.where(*_at(location))
    return query.order_by(EnvironmentRow.slug, EnvironmentRow.alias, EnvironmentRow.schema)


def _by_table(
    session: Session,
    project: str,
    query: Select[EnvironmentRow, SnapshotRow],
    *,
    moment: datetime | None = None,
) -> dict[TableKey, Snapshot]:
    """The snapshots of a query, by environment and location."""
    rows = session.execute(query).all()
    return {
        (snapshot.environment, snapshot.location): snapshot
        for snapshot in of_rows(session, project, rows, moment=moment)
    }


def of_rows(
    session: Session,
    project: str,
    rows: Sequence[tuple[EnvironmentRow, SnapshotRow]],
    *,
    moment: datetime | None = None,
) -> list[Snapshot]:
    """The snapshots of stored rows, in their order. With a moment, none was seen later than that."""
    histories_by_id = histories.rebuild(session, [row for _, row in rows])
    return [
        Snapshot(
            project,
            environment.slug,
            histories_by_id[row.id],
            row.received_at,
            row.seen_at if moment is None else min(row.seen_at, moment),
            environment.location,
        )
        for environment, row in rows
    ]
