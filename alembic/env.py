"""Alembic's environment: runs the migrations of the store in one transaction, one process at a time."""

import os
from typing import Literal

from alembic import context
from sqlalchemy import Connection, text

from app.store.engine import engine_of
from app.store.opening.schema import LOCK_ID
from app.store.tables import Base, UtcDateTime

TIMEOUTS = ("SET LOCAL lock_timeout = '30s'", "SET LOCAL statement_timeout = '10min'")


def render_item(kind: str, item: object, _: object) -> str | Literal[False]:
    """Renders our own type as the database's type, so that changes of our code do not change a migration."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run(connection: Connection) -> None:
    """Upgrade or downgrade over one connection. On SQLite its BEGIN IMMEDIATE locks out other processes."""
    if connection.dialect.name == "postgresql":
        for statement in TIMEOUTS:
            connection.execute(text(statement))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK_ID})
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


open_connection = context.config.attributes.get("connection")
if open_connection is not None:
    run(open_connection)
else:
    engine = engine_of(os.environ.get("DRIFTBOARD_DATABASE_URL") or "sqlite:///driftboard.db")
    with engine.execution_options(writing=True, migrating=True).begin() as new_connection:
        run(new_connection)
