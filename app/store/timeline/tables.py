"""Every table with its histories in a stretch of time, by their names alone, and the times in which it was dark."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.failure import Cause
from app.domain.history import History
from app.domain.table_location import TableLocation
from app.store import histories
from app.store.tables import EnvironmentRow, FailureRow, SnapshotRow


@dataclass(frozen=True, slots=True)
class TableHistory:
    """
    One history of one table: `snapshot` is the number of its snapshot in the store.

    Schemas with one `shape` have histories that differ in ids and moments alone; it is None elsewhere.
    """

    table: int
    environment: str
    location: TableLocation
    snapshot: int
    fingerprint: str
    shape: str | None
    received_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class DarkTime:
    """A time in which a table could not be read; `until` is None while it lasts."""

    table: int
    environment: str
    cause: str
    since: datetime
    until: datetime | None


def histories_since(
    session: Session,
    project: str,
    begin: datetime,
    *,
    end: datetime | None = None,
    environments: Collection[str] | None = None,
) -> tuple[TableHistory, ...]:
    """
    Of each table the histories that were received since `begin` and the last one before it, oldest first.

    Of these environments, or with None of all.
    """
    earlier = aliased(SnapshotRow)
    last = (
        select(func.max(earlier.number))
        .where(earlier.environment_id == EnvironmentRow.id, earlier.received_at < begin)
        .correlate(EnvironmentRow)
        .scalar_subquery()
    )
    query = (
        select(
            EnvironmentRow.id,
            EnvironmentRow.slug,
            EnvironmentRow.alias,
            EnvironmentRow.schema,
            SnapshotRow.id,
            SnapshotRow.fingerprint,
            SnapshotRow.shape,
            SnapshotRow.received_at,
            SnapshotRow.seen_at,
        )
        .join(SnapshotRow, SnapshotRow.environment_id == EnvironmentRow.id)
        .where(EnvironmentRow.project == project, SnapshotRow.number >= func.coalesce(last, 1))
        .order_by(EnvironmentRow.id, SnapshotRow.number)
    )
    if environments is not None:
        query = query.where(EnvironmentRow.slug.in_(environments))
    if end is not None:
        query = query.where(SnapshotRow.received_at < end)
    return tuple(
        TableHistory(row[0], row[1], TableLocation(row[2], row[3]), row[4], row[5], row[6], row[7], row[8])
        for row in session.execute(query)
    )


def dark_times(  # noqa: PLR0913 - which of them
    session: Session,
    project: str,
    begin: datetime,
    *,
    end: datetime | None = None,
    environments: Collection[str] | None = None,
    cause: Cause | None = None,
) -> tuple[DarkTime, ...]:
    """
    The times in which tables could not be read, of those that had not ended at `begin`, and begun before `end`.

    Of these environments, and for this cause; with None of all.
    """
    query = (
        select(
            EnvironmentRow.id, EnvironmentRow.slug, FailureRow.cause, FailureRow.since, FailureRow.ended_at
        )
        .join(FailureRow, FailureRow.environment_id == EnvironmentRow.id)
        .where(
            EnvironmentRow.project == project,
            or_(FailureRow.ended_at.is_(None), FailureRow.ended_at >= begin),
        )
        .order_by(FailureRow.id)
    )
    if environments is not None:
        query = query.where(EnvironmentRow.slug.in_(environments))
    if cause is not None:
        query = query.where(FailureRow.cause == cause.value)
    if end is not None:
        query = query.where(FailureRow.since < end)
    return tuple(DarkTime(*row) for row in session.execute(query))


def histories_of(session: Session, snapshots: Sequence[int]) -> Mapping[int, History]:
    """
    The histories of snapshots by their numbers, read a few thousand at once; none stays in memory.

    One that cannot be rebuilt is not among them.
    """
    found: dict[int, History] = {}
    for start in range(0, len(snapshots), histories.MAX_SNAPSHOTS_PER_QUERY):
        part = snapshots[start : start + histories.MAX_SNAPSHOTS_PER_QUERY]
        rows = session.scalars(select(SnapshotRow).where(SnapshotRow.id.in_(part))).all()
        found.update(histories.rebuild_readable(session, rows, keeping=False))
    return found
