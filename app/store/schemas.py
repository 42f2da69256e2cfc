"""
The snapshots of databases with many schemas, a table in each.

A fleet of 5,000 schemas has few distinct histories. So the rows of a schema are read again only where a digest of
them, made by its database, is another one; and what a page needs is the history of one schema for each *shape*.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session, aliased

from app.domain.failure import Cause
from app.domain.history import History
from app.domain.table_location import TableLocation
from app.store import failures, histories
from app.store.environments import insert_once
from app.store.history_changes import dumps
from app.store.sessions import WriteSession
from app.store.snapshots import Snapshot, of_rows
from app.store.tables import ChangeRow, EnvironmentRow, FailureRow, SnapshotRow

MAX_VALUES = 500
"""Ids or names in one statement: databases limit the values of a statement."""

Item = TypeVar("Item")

DatabaseKey = tuple[str, str]
"""The slug of an environment, and the alias of one of its databases."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """
    Schemas of one database whose histories differ in ids and moments alone.

    `snapshot` is that of the first schema, by name. `seen_at` says of every schema when it was last seen, by name,
    sorted.
    """

    snapshot: Snapshot
    seen_at: Mapping[str, datetime]


def digests(session: Session, project: str, environment: str, alias: str) -> dict[str, str]:
    """The digest of the newest history of each schema of a database, by the name of the schema."""
    rows = session.execute(_newest(project, environment, alias))
    return {row.schema: row.digest for row in rows if row.digest is not None}


def clusters(
    session: Session, project: str, *, moment: datetime | None = None
) -> dict[DatabaseKey, tuple[Cluster, ...]]:
    """
    The clusters of each database that has schemas, those with the fewest schemas first.

    With a moment, what had been received by then. One query for all schemas, and one for one history of each shape.
    """
    members: dict[tuple[str, str, str], list[Row[Any]]] = {}
    for row in session.execute(_newest(project, moment=moment)):
        members.setdefault((row.slug, row.alias, row.shape or row.fingerprint), []).append(row)
    firsts = _snapshots(session, project, [rows[0].id for rows in members.values()], moment=moment)
    by_database: dict[DatabaseKey, list[Cluster]] = {}
    for (slug, alias, _), rows in members.items():
        seen_at = {row.schema: row.seen_at if moment is None else min(row.seen_at, moment) for row in rows}
        by_database.setdefault((slug, alias), []).append(Cluster(firsts[rows[0].id], seen_at))
    return {
        key: tuple(sorted(found, key=lambda cluster: (len(cluster.seen_at), cluster.snapshot.location)))
        for key, found in by_database.items()
    }


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
    ids = _environment_ids(session, project, environment, alias, histories_by_schema)
    newest = {row.schema: row for row in _rows(session, project, environment, alias, ids)}
    _add_gaps(session, newest.values(), at=at, limit=limit)
    _end_failures(session, list(ids.values()), at=at)
    first_snapshots: list[tuple[SnapshotRow, History]] = []
    new = 0
    for schema, (history, digest) in histories_by_schema.items():
        last = newest.get(schema)
        if last is not None and last.fingerprint == history.fingerprint:
            seen_at = max(at, last.seen_at)
            query = update(SnapshotRow).where(SnapshotRow.id == last.id)
            session.execute(query.values(digest=digest, seen_at=seen_at))
            continue
        new += 1
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
            histories.add(session, snapshot, history, session.get_one(SnapshotRow, last.id))
    session.add_all(snapshot for snapshot, _ in first_snapshots)
    session.flush()
    session.add_all(
        ChangeRow(snapshot_id=snapshot.id, position=0, removed=0, inserted=dumps(history.rows))
        for snapshot, history in first_snapshots
        if history.rows
    )
    session.flush()
    return new


def touch(  # noqa: PLR0913 - the facts of one look
    session: WriteSession,
    project: str,
    environment: str,
    alias: str,
    names: Iterable[str],
    *,
    at: datetime,
    limit: timedelta,
) -> None:
    """Store that schemas were seen at `at` with the history that is stored."""
    rows = _rows(session, project, environment, alias, names)
    _add_gaps(session, rows, at=at, limit=limit)
    _end_failures(session, [row.environment_id for row in rows], at=at)
    for part in _in_parts([row.id for row in rows]):
        query = update(SnapshotRow).where(SnapshotRow.id.in_(part), SnapshotRow.seen_at < at)
        session.execute(query.values(seen_at=at))


def leave_out(  # noqa: PLR0913 - the facts of one look
    session: WriteSession, project: str, environment: str, alias: str, present: Iterable[str], *, at: datetime
) -> None:
    """Store that every schema of the database but those that are `present` is gone."""
    query = select(EnvironmentRow.schema).filter_by(project=project, slug=environment, alias=alias)
    known = set(session.scalars(query.where(EnvironmentRow.schema != "")))
    for schema in sorted(known - set(present)):
        location = TableLocation(alias, schema)
        failures.add(session, project, environment, Cause.SCHEMA_GONE, at=at, location=location)


def _add_gaps(session: WriteSession, rows: Iterable[Row[Any]], *, at: datetime, limit: timedelta) -> None:
    """Store the gap of each schema that was not seen for longer than the limit."""
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


def _end_failures(session: WriteSession, environment_ids: Sequence[int], *, at: datetime) -> None:
    for part in _in_parts(environment_ids):
        query = update(FailureRow).where(FailureRow.environment_id.in_(part), FailureRow.ended_at.is_(None))
        session.execute(query.values(ended_at=at))


def _environment_ids(
    session: WriteSession, project: str, environment: str, alias: str, names: Iterable[str]
) -> dict[str, int]:
    """The id of the row of each schema, which is made where there is none."""
    query = select(EnvironmentRow.schema, EnvironmentRow.id).filter_by(
        project=project, slug=environment, alias=alias
    )
    ids = dict(session.execute(query).tuples().all())
    missing = [name for name in names if name not in ids]
    for name in missing:
        insert_once(session, EnvironmentRow, project=project, slug=environment, alias=alias, schema=name)
    if missing:
        ids = dict(session.execute(query).tuples().all())
    return {name: ids[name] for name in names}


def _rows(
    session: Session, project: str, environment: str, alias: str, names: Iterable[str]
) -> list[Row[Any]]:
    """The newest snapshot of each of these schemas, without its history."""
    wanted = set(names)
    return [row for row in session.execute(_newest(project, environment, alias)) if row.schema in wanted]


def _newest(
    project: str,
    environment: str | None = None,
    alias: str | None = None,
    *,
    moment: datetime | None = None,
) -> Any:
    """The query for the newest snapshot of each schema, without its history, sorted by environment and location."""
    candidate = aliased(SnapshotRow)
    number = select(func.max(candidate.number)).where(candidate.environment_id == EnvironmentRow.id)
    if moment is not None:
        number = number.where(candidate.received_at <= moment)
    query = (
        select(
            EnvironmentRow.slug,
            EnvironmentRow.alias,
            EnvironmentRow.schema,
            SnapshotRow.id,
            SnapshotRow.environment_id,
            SnapshotRow.number,
            SnapshotRow.fingerprint,
            SnapshotRow.shape,
            SnapshotRow.digest,
            SnapshotRow.seen_at,
        )
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(EnvironmentRow.project == project, EnvironmentRow.schema != "")
        .where(SnapshotRow.number == number.correlate(EnvironmentRow).scalar_subquery())
        .order_by(EnvironmentRow.slug, EnvironmentRow.alias, EnvironmentRow.schema)
    )
    if environment is not None:
        query = query.where(EnvironmentRow.slug == environment, EnvironmentRow.alias == alias)
    return query


def _snapshots(
    session: Session, project: str, ids: Sequence[int], *, moment: datetime | None
) -> dict[int, Snapshot]:
    """The snapshots with these ids."""
    snapshots: dict[int, Snapshot] = {}
    query = select(EnvironmentRow, SnapshotRow).join(
        EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id
    )
    for part in _in_parts(ids):
        rows = session.execute(query.where(SnapshotRow.id.in_(part))).tuples().all()
        for (_, row), snapshot in zip(rows, of_rows(session, project, rows, moment=moment), strict=True):
            snapshots[row.id] = snapshot
    return snapshots


def _in_parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + MAX_VALUES] for start in range(0, len(items), MAX_VALUES))
