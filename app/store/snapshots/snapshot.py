"""Snapshots with their histories."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.domain.history import History
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store import histories
from app.store.environments import TableKey
from app.store.errors import DamagedHistoryError
from app.store.snapshots import queries
from app.store.tables import EnvironmentRow, SnapshotRow

FINGERPRINT_PREFIX = re.compile(r"[0-9a-f]{8,64}")
"""The first digits of a fingerprint that are enough to name something: eight hex digits or more."""


MAX_EQUALS = 24
"""So many tables are asked for a history that several have, until one is found that can be read."""


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
class NewestSnapshots:
    """
    The newest snapshot of each table, by environment and location, sorted.

    Of those that are `damaged`, whose history cannot be rebuilt, it says when they were last seen.
    """

    readable: Mapping[TableKey, Snapshot]
    damaged: Mapping[TableKey, datetime]


def latest(
    session: Session, project: str, environment: str, location: TableLocation = DEFAULT_LOCATION
) -> Snapshot | None:
    """The newest snapshot of one table of an environment, or None."""
    query = queries.newest(project, environment=environment, location=location)
    return _by_table(session, project, query).get((environment, location))


def latest_of_all(session: Session, project: str) -> NewestSnapshots:
    """
    The newest snapshot of every table that is not one of many schemas.

    Two queries for any number of them. `app.store.schemas` has those of schemas.
    """
    of_snapshot = (SnapshotRow.id, SnapshotRow.fingerprint, SnapshotRow.has_table, SnapshotRow.surroundings)
    query = (
        queries.newest(project)
        .where(EnvironmentRow.schema == "")
        .with_only_columns(
            EnvironmentRow.slug,
            EnvironmentRow.alias,
            SnapshotRow.received_at,
            SnapshotRow.seen_at,
            *of_snapshot,
        )
    )
    rows = session.execute(query).all()
    stored = (histories.StoredSnapshot._make(row[4:]) for row in rows)
    histories_by_id = histories.rebuild_readable(session, stored)
    locations = {alias: TableLocation(alias) for alias in {row.alias for row in rows}}
    readable = {
        (slug, locations[alias]): Snapshot(
            project, slug, histories_by_id[id_], received_at, seen_at, locations[alias]
        )
        for slug, alias, received_at, seen_at, id_, *_ in rows
        if id_ in histories_by_id
    }
    damaged = {(row.slug, locations[row.alias]): row.seen_at for row in rows if row.id not in histories_by_id}
    return NewestSnapshots(readable, damaged)


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
    query = queries.newest(project, environment=environment, location=location, moment=moment)
    return _by_table(session, project, query, moment=moment).get((environment, location))


def as_of_all(session: Session, project: str, moment: datetime) -> NewestSnapshots:
    """What `latest_of_all` answered at that moment; see `as_of`."""
    query = queries.newest(project, moment=moment).where(EnvironmentRow.schema == "")
    rows = session.execute(query).all()
    snapshots = readable_of_rows(session, project, rows, moment=moment)
    return NewestSnapshots(
        {(each.environment, each.location): each for each in snapshots.values()},
        {
            (environment.slug, environment.location): min(row.seen_at, moment)
            for environment, row in rows
            if row.id not in snapshots
        },
    )


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
    query = queries.of(project, environment).where(
        SnapshotRow.fingerprint.startswith(prefix),
        or_(SnapshotRow.id.in_(first_of_equals), and_(*queries.at(location))),
    )
    newest_first = SnapshotRow.received_at.desc(), SnapshotRow.number.desc(), SnapshotRow.id
    rows = session.execute(query.order_by(*newest_first)).all()
    return tuple(of_rows(session, project, rows))


def history_of_project(session: Session, project: str, fingerprint: str) -> History | None:
    """
    The history of any table of a project with this very fingerprint; None where none was ever seen.

    Of the tables that have it `MAX_EQUALS` are asked at most. Raises `DamagedHistoryError` where none can be read.
    """
    query = queries.of(project, None).where(SnapshotRow.fingerprint == fingerprint)
    rows = session.execute(query.order_by(SnapshotRow.id).limit(MAX_EQUALS)).all()
    history = next(iter(histories.rebuild_readable(session, [row for _, row in rows]).values()), None)
    if history is None and rows:
        raise _damage(project, *rows[0])
    return history


def environments(session: Session, project: str) -> tuple[str, ...]:
    """The slug of every environment that ever had a snapshot, sorted, with those no longer in the settings."""
    any_snapshot = select(SnapshotRow.id).where(SnapshotRow.environment_id == EnvironmentRow.id).exists()
    slugs = session.scalars(
        select(EnvironmentRow.slug).where(EnvironmentRow.project == project, any_snapshot).distinct()
    )
    return tuple(sorted(slugs))


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
    """
    The snapshots of stored rows, in their order. With a moment, none was seen later than that.

    An equal history of another table of the project is read in place of one that is damaged. Raises
    `DamagedHistoryError` where there is none.
    """
    histories_by_id = histories.rebuild_readable(session, [row for _, row in rows])
    for environment, row in rows:
        if row.id in histories_by_id:
            continue
        try:
            equal = history_of_project(session, project, row.fingerprint)
        except DamagedHistoryError:
            raise _damage(project, environment, row) from None
        if equal is None:
            raise _damage(project, environment, row)
        histories_by_id[row.id] = equal
    return [_snapshot(project, *each, histories_by_id, moment) for each in rows]


def readable_of_rows(
    session: Session,
    project: str,
    rows: Sequence[tuple[EnvironmentRow, SnapshotRow]],
    *,
    moment: datetime | None = None,
) -> dict[int, Snapshot]:
    """The same by the ids of the rows, without those that are damaged."""
    histories_by_id = histories.rebuild_readable(session, [row for _, row in rows])
    return {
        row.id: _snapshot(project, environment, row, histories_by_id, moment)
        for environment, row in rows
        if row.id in histories_by_id
    }


def _damage(project: str, environment: EnvironmentRow, row: SnapshotRow) -> DamagedHistoryError:
    return DamagedHistoryError(
        project, environment.slug, row.fingerprint, row.received_at, location=environment.location
    )


def _snapshot(
    project: str,
    environment: EnvironmentRow,
    row: SnapshotRow,
    histories_by_id: Mapping[int, History],
    moment: datetime | None,
) -> Snapshot:
    return Snapshot(
        project,
        environment.slug,
        histories_by_id[row.id],
        row.received_at,
        row.seen_at if moment is None else min(row.seen_at, moment),
        environment.location,
    )
