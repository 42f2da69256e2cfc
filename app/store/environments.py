"""The rows of environments, and adding a row at most once; private to the store."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.store.sessions import WriteSession
from app.store.tables import Base, EnvironmentRow


def lock_environment(session: WriteSession, project: str, slug: str) -> EnvironmentRow:
    """The environment's row, locked; made where there is none. Other writers wait until this session ends."""
    query = (
        select(EnvironmentRow)
        .where(EnvironmentRow.project == project, EnvironmentRow.slug == slug)
        .with_for_update()
    )
    row = session.scalar(query)
    if row is None:
        insert_once(session, EnvironmentRow, project=project, slug=slug)
        row = session.scalars(query).one()
    return row


def insert_once(session: Session, table: type[Base], **values: Any) -> None:
    """Add a row, unless there is one with the same unique values, even one that was added at the same time."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(table).values(**values).on_conflict_do_nothing())
