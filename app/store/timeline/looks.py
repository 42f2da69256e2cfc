"""The tables whose history changed, each with the look before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from app.domain.events.span import Mark, Span
from app.domain.history import History
from app.domain.table_location import TableLocation
from app.store import histories
from app.store.tables import EnvironmentRow, SnapshotRow
from app.store.timeline.conditions import holds, holds_moment

SOURCE = 3
"""The place of these facts among those of one moment: a look shows what was told before it."""


@dataclass(frozen=True, slots=True)
class ChangedLook:
    """
    A history that was new when it was received. `tables` counts the schemas that changed alike, of which it is one.

    `before` is the history before, `before_received` when that came, and `before_at` when it was seen last; None for
    the first look. `seen_so` is when the same history had been received before, the last time. `damaged` are the
    fingerprints of those of the two that cannot be rebuilt, as the store was changed from outside: they are None.
    """

    mark: Mark
    identity: str
    environment: str
    location: TableLocation
    after: History | None
    before: History | None
    before_received: datetime | None
    before_at: datetime | None
    seen_so: datetime | None
    tables: int = 1
    damaged: tuple[str, ...] = ()


def changed_looks(
    session: Session, project: str, environment: str | None, span: Span, *, most: int
) -> tuple[tuple[ChangedLook, ...], bool]:
    """
    The newest of them, at most `most`, and whether these are all. Four queries for any number.

    Schemas of one database that came at one moment from one shape to another are one.
    """
    tables, is_all = _tables(session, project, environment, span, most)
    before, seen_so = aliased(SnapshotRow), _seen_so()
    query = (
        select(EnvironmentRow, SnapshotRow, before, seen_so)
        .join(EnvironmentRow, EnvironmentRow.id == SnapshotRow.environment_id)
        .outerjoin(before, _is_before(before))
        .where(SnapshotRow.id.in_(tables))
    )
    rows = session.execute(query).all() if tables else ()
    snapshots = [each for row in rows for each in (row[1], row[2]) if each is not None]
    found = histories.rebuild_readable(session, snapshots)
    looks = [
        ChangedLook(
            Mark(snapshot.received_at, SOURCE, snapshot.id),
            f"look/{snapshot.environment_id}/{snapshot.number}/{snapshot.fingerprint}",
            table.slug,
            table.location,
            found.get(snapshot.id),
            None if previous is None else found.get(previous.id),
            None if previous is None else previous.received_at,
            None if previous is None else min(previous.seen_at, snapshot.received_at),
            seen,
            tables[snapshot.id],
            tuple(
                each.fingerprint for each in (snapshot, previous) if each is not None and each.id not in found
            ),
        )
        for table, snapshot, previous, seen in rows
    ]
    return tuple(sorted(looks, key=lambda look: look.mark.order)), is_all


def lowest_looks(session: Session, project: str, moment: datetime) -> dict[str, int]:
    """The lowest number of the looks that brought a new history at this very moment, by environment."""
    query = (
        select(EnvironmentRow.slug, func.min(SnapshotRow.id))
        .join(SnapshotRow, SnapshotRow.environment_id == EnvironmentRow.id)
        .where(EnvironmentRow.project == project, SnapshotRow.received_at == moment)
        .group_by(EnvironmentRow.slug)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def changed_environments(
    session: Session, project: str, begin: datetime, end: datetime | None
) -> frozenset[str]:
    """The slugs of the environments of which a new history came from `begin` to just before `end`."""
    query = (
        select(EnvironmentRow.slug)
        .join(SnapshotRow, SnapshotRow.environment_id == EnvironmentRow.id)
        .where(EnvironmentRow.project == project, SnapshotRow.received_at >= begin)
        .distinct()
    )
    if end is not None:
        query = query.where(SnapshotRow.received_at < end)
    return frozenset(session.scalars(query))


def _tables(
    session: Session, project: str, environment: str | None, span: Span, most: int
) -> tuple[dict[int, int], bool]:
    """The ids of the first snapshots of those that changed alike, with the number of these; whether these are all."""
    limits = [EnvironmentRow.project == project, *holds_moment(span, SnapshotRow.received_at)]
    if environment is not None:
        limits.append(EnvironmentRow.slug == environment)
    join = EnvironmentRow.id == SnapshotRow.environment_id
    rest = holds(span, SnapshotRow.received_at, SnapshotRow.id, source=SOURCE)
    newest = select(SnapshotRow.received_at).join(EnvironmentRow, join).where(*limits, *rest)
    moments = list(session.scalars(newest.order_by(SnapshotRow.received_at.desc()).limit(most)))
    if not moments:
        return {}, True
    before, number = aliased(SnapshotRow), func.min(SnapshotRow.id)
    groups = (
        select(number, func.count())
        .join(EnvironmentRow, join)
        .outerjoin(before, _is_before(before))
        .where(*limits, SnapshotRow.received_at >= moments[-1])
        .group_by(EnvironmentRow.slug, EnvironmentRow.alias, SnapshotRow.received_at, _alike(before))
        .having(*holds(span, SnapshotRow.received_at, number, source=SOURCE))
        .order_by(SnapshotRow.received_at.desc(), number.desc())
        .limit(most)
    )
    return {row[0]: row[1] for row in session.execute(groups)}, len(moments) < most


def _is_before(before: type[SnapshotRow]) -> ColumnElement[bool]:
    return and_(before.environment_id == SnapshotRow.environment_id, before.number == SnapshotRow.number - 1)


def _alike(before: type[SnapshotRow]) -> ColumnElement[str]:
    """The same for schemas that came from one shape to another; for every other snapshot its own."""
    is_schema = and_(EnvironmentRow.schema != "", SnapshotRow.shape.is_not(None))
    is_other = and_(is_schema, before.shape.is_not(None), before.shape != SnapshotRow.shape)
    return case(
        (and_(is_schema, before.id.is_(None)), SnapshotRow.shape),
        (is_other, SnapshotRow.shape + before.shape),
        else_=cast(SnapshotRow.id, String),
    )


def _seen_so() -> ScalarSelect[datetime]:
    """When the same history of the same table had been received before, the last time."""
    earlier = aliased(SnapshotRow)
    return (
        select(func.max(earlier.received_at))
        .where(
            earlier.environment_id == SnapshotRow.environment_id,
            earlier.fingerprint == SnapshotRow.fingerprint,
            earlier.number < SnapshotRow.number,
        )
        .correlate(SnapshotRow)
        .scalar_subquery()
    )
