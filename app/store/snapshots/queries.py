"""What the queries for snapshots share."""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import aliased

from app.domain.table_location import TableLocation
from app.store.tables import EnvironmentRow, SnapshotRow


def at(location: TableLocation) -> tuple[ColumnElement[bool], ...]:
    """The conditions for the rows of one location."""
    return EnvironmentRow.alias == location.alias, EnvironmentRow.schema == location.schema


def of(project: str, environment: str | None) -> Select[EnvironmentRow, SnapshotRow]:
    """The query for the snapshots of a project, or of one environment."""
    query = (
        select(EnvironmentRow, SnapshotRow)
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .where(EnvironmentRow.project == project)
    )
    return query if environment is None else query.where(EnvironmentRow.slug == environment)


def newest_number(moment: datetime | None = None) -> ScalarSelect[int]:
    """
    The number of the newest snapshot of each `EnvironmentRow` of a query, received by a moment where there is one.

    It looks once into an index for each.
    """
    candidate = aliased(SnapshotRow)
    limits: list[ColumnElement[bool]] = [] if moment is None else [candidate.received_at <= moment]
    return (
        select(func.max(candidate.number))
        .where(candidate.environment_id == EnvironmentRow.id, *limits)
        .correlate(EnvironmentRow)
        .scalar_subquery()
    )


def newest(
    project: str,
    *,
    environment: str | None = None,
    location: TableLocation | None = None,
    moment: datetime | None = None,
) -> Select[EnvironmentRow, SnapshotRow]:
    """The query for the last snapshot of each table, sorted. It looks once into an index for each."""
    number = newest_number(moment)
    query = of(project, environment).where(SnapshotRow.number == number)
    if location is not None:
        query = query.where(*at(location))
    return query.order_by(EnvironmentRow.slug, EnvironmentRow.alias, EnvironmentRow.schema)
