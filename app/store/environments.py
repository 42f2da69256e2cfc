"""The rows of environments, when each was seen last, and adding a row at most once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store.sessions import WriteSession
from app.store.tables import Base, EnvironmentRow, SnapshotRow

TableKey = tuple[str, TableLocation]
"""The slug of an environment, and where one of its tables lies."""


def lock_environment(
    session: WriteSession, project: str, slug: str, location: TableLocation = DEFAULT_LOCATION
) -> EnvironmentRow:
    """The row of one table of an environment, locked; made where there is none. Other writers wait for this session."""
    key = {"project": project, "slug": slug, "alias": location.alias, "schema": location.schema}
    query = select(EnvironmentRow).filter_by(**key).with_for_update()
    row = session.scalar(query)
    if row is None:
        insert_once(session, EnvironmentRow, **key)
        row = session.scalars(query).one()
    return row


def rename_only_databases(session: WriteSession, project: str, aliases: Mapping[str, str]) -> None:
    """
    Give the only table of each environment another alias, by slug.

    An environment with one database has the same one, whatever the settings call it now.
    """
    of_project = select(func.min(EnvironmentRow.id)).where(EnvironmentRow.project == project)
    alone = of_project.group_by(EnvironmentRow.slug).having(func.count() == 1)
    rows = session.scalars(
        select(EnvironmentRow).where(EnvironmentRow.id.in_(alone), EnvironmentRow.schema == "")
    )
    for row in rows.all():
        row.alias = aliases.get(row.slug, row.alias)
    session.flush()


def last_seen(session: Session) -> dict[tuple[str, str], datetime | None]:
    """
    When each environment of all projects was seen last, by project and slug; None for one that could never be read.

    It has also those that no settings name.
    """
    rows = session.execute(
        select(EnvironmentRow.project, EnvironmentRow.slug, func.max(SnapshotRow.seen_at))
        .outerjoin(SnapshotRow, SnapshotRow.environment_id == EnvironmentRow.id)
        .group_by(EnvironmentRow.project, EnvironmentRow.slug)
    )
    return {(project, slug): seen_at for project, slug, seen_at in rows}


def insert_once(session: Session, table: type[Base], **values: Any) -> None:
    """Add a row, unless there is one with the same unique values, even one that was added at the same time."""
    insert_all_once(session, table, [values])


def insert_all_once(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows as `insert_once` does, as one statement that is sent with the values of each."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    if rows:
        session.execute(dialect.insert(table).on_conflict_do_nothing(), list(rows))
