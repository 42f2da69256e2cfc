"""Snapshots without their histories, which a page often needs not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store.environments import TableKey
from app.store.snapshots import queries
from app.store.tables import EnvironmentRow, SnapshotRow


@dataclass(frozen=True, slots=True)
class SnapshotSummary:
    """A snapshot without its history. `rows` is the number of rows."""

    fingerprint: str
    received_at: datetime
    seen_at: datetime
    rows: int


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
        .where(
            EnvironmentRow.project == project,
            EnvironmentRow.slug == environment,
            *queries.at(location),
            *limits,
        )
        .order_by(SnapshotRow.number.desc())
        .limit(most)
    )
    return tuple(SnapshotSummary(*row) for row in session.execute(query))


def latest_summaries(session: Session, project: str) -> dict[TableKey, SnapshotSummary]:
    """The newest snapshot of every table, also of schemas, by environment and location, without the histories."""
    query = queries.newest(project).with_only_columns(
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
    row = session.execute(queries.newest(project, environment=environment, location=location)).first()
    if row is None:
        return None
    _, snapshot = row
    return SnapshotSummary(snapshot.fingerprint, snapshot.received_at, snapshot.seen_at, snapshot.rows)


def seen_at(
    session: Session, project: str, environment: str, location: TableLocation = DEFAULT_LOCATION
) -> datetime | None:
    """When the newest snapshot of one table of an environment was last seen; None where there is none."""
    newest = latest_summary(session, project, environment, location)
    return None if newest is None else newest.seen_at
