"""The newest snapshot of each schema, without its history, and the rows of schemas; private to this package."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from app.store.environments import insert_all_once
from app.store.sessions import WriteSession
from app.store.tables import EnvironmentRow, SnapshotRow

MAX_VALUES = 500
"""Ids or names in one statement: databases limit the values of a statement."""

Item = TypeVar("Item")


def newest(
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


def newest_of(
    session: Session, project: str, environment: str, alias: str, names: Collection[str]
) -> list[Row[Any]]:
    """The newest snapshot of each of these schemas, without its history."""
    query = newest(project, environment, alias)
    return [
        row
        for part in in_parts(list(names))
        for row in session.execute(query.where(EnvironmentRow.schema.in_(part)))
    ]


def environment_ids(
    session: WriteSession, project: str, environment: str, alias: str, names: Collection[str]
) -> dict[str, int]:
    """The id of the row of each schema, which is made where there is none."""
    query = select(EnvironmentRow.schema, EnvironmentRow.id).filter_by(
        project=project, slug=environment, alias=alias
    )

    def ids_of(wanted: Sequence[str]) -> dict[str, int]:
        return {
            name: id_
            for part in in_parts(wanted)
            for name, id_ in session.execute(query.where(EnvironmentRow.schema.in_(part)))
        }

    ids = ids_of(list(names))
    missing = [name for name in names if name not in ids]
    key = {"project": project, "slug": environment, "alias": alias}
    insert_all_once(session, EnvironmentRow, [{**key, "schema": name} for name in missing])
    return ids | ids_of(missing)


def in_parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in order, at most as many at a time as one statement may have."""
    return (items[start : start + MAX_VALUES] for start in range(0, len(items), MAX_VALUES))
