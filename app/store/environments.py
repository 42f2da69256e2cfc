"""The rows that stand for environments, private to the store."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.store.sessions import WriteSession
from app.store.tables import Base, EnvironmentRow


def lock_environment(session: WriteSession, project: str, slug: str) -> EnvironmentRow:
    """The environment's row, made where there was none; who else writes of it waits until this session ends."""
    query = (
        select(EnvironmentRow)
        .where(EnvironmentRow.project == project, EnvironmentRow.slug == slug)
        .with_for_update()
    )
    found = session.scalar(query)
    if found is None:
        insert_once(session, EnvironmentRow, project=project, slug=slug)
        found = session.scalars(query).one()
    return found


def insert_once(session: Session, table: type[Base], **values: Any) -> None:
    """Add a row, unless there is one of these unique values already, perhaps since just now."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(table).values(**values).on_conflict_do_nothing())
