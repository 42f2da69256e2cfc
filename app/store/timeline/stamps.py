"""Stamps: what is asked of every table to know whether its past is still the one that was read before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.table_location import TableLocation
from app.store.snapshots.queries import newest_number
from app.store.tables import DeploymentRow, EnvironmentRow, FailureRow, LabelRow, SnapshotRow

Dark = tuple[int, int, datetime, int, datetime | None]
"""Of the times in which a table could not be read: their number, the last one, and those that ended."""


@dataclass(frozen=True, slots=True)
class TableStamp:
    """
    The stamp of a table that was ever seen.

    `number` counts its histories, `seen_at` is when the newest was seen last, and `dark` tells of the times in which
    it could not be read. Two looks with one stamp find one past: what is stored is never edited, but for moments of a
    clock that was ahead, of which the newest is among these.
    """

    table: int
    location: TableLocation
    number: int
    seen_at: datetime
    dark: Dark | None


def table_stamps(session: Session, project: str, begin: datetime) -> Mapping[str, tuple[TableStamp, ...]]:
    """The stamps of all tables of a project since a moment, by environment. Two queries, of a row for each table."""
    dark = _dark(session, project, begin)
    query = (
        select(
            EnvironmentRow.id,
            EnvironmentRow.slug,
            EnvironmentRow.alias,
            EnvironmentRow.schema,
            SnapshotRow.number,
            SnapshotRow.seen_at,
        )
        .join(SnapshotRow, SnapshotRow.environment_id == EnvironmentRow.id)
        .where(EnvironmentRow.project == project, SnapshotRow.number == newest_number())
        .order_by(EnvironmentRow.id)
    )
    found: dict[str, list[TableStamp]] = {}
    for table, slug, alias, schema, newest, seen_at in session.execute(query):
        stamp = TableStamp(table, TableLocation(alias, schema), newest, seen_at, dark.get(table))
        found.setdefault(slug, []).append(stamp)
    return {slug: tuple(stamps) for slug, stamps in found.items()}


def _dark(session: Session, project: str, begin: datetime) -> Mapping[int, Dark]:
    query = (
        select(
            FailureRow.environment_id,
            func.count(),
            func.max(FailureRow.id),
            func.max(FailureRow.since),
            func.count(FailureRow.ended_at),
            func.max(FailureRow.ended_at),
        )
        .join(EnvironmentRow, EnvironmentRow.id == FailureRow.environment_id)
        .where(
            EnvironmentRow.project == project,
            or_(FailureRow.ended_at.is_(None), FailureRow.ended_at >= begin),
        )
        .group_by(FailureRow.environment_id)
    )
    return {row[0]: (row[1], row[2], row[3], row[4], row[5]) for row in session.execute(query)}


def told_stamp(session: Session, project: str) -> tuple[object, ...]:
    """The stamp of all labels and deployments of a project. Two queries of a row each."""
    query = select(func.count(), func.max(DeploymentRow.id), func.max(DeploymentRow.received_at))
    deployments = session.execute(query.where(DeploymentRow.project == project)).one()
    return label_stamp(session, project), *deployments


def label_stamp(session: Session, project: str) -> tuple[object, ...]:
    """The stamp of all that labels of a project ever pointed to."""
    query = select(func.count(), func.max(LabelRow.id), func.max(LabelRow.added_at))
    return tuple(session.execute(query.where(LabelRow.project == project)).one())
