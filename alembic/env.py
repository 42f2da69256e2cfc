"""How the store's migrations run: in one transaction, one process at a time."""

import os
from typing import Literal

from alembic import context
from sqlalchemy import Connection, text

from app.store.engine import engine_of
from app.store.schema import LOCK_ID
from app.store.tables import Base, UtcDateTime

TIMEOUTS = ("SET LOCAL lock_timeout = '30s'", "SET LOCAL statement_timeout = '10min'")


def written(kind: str, thing: object, _: object) -> str | Literal[False]:
    """Our own type is written as what it is to the database: a migration must not change when the code does."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def run(connection: Connection) -> None:
    """Upgrade or downgrade over one connection; on SQLite its BEGIN IMMEDIATE is the lock."""
    if connection.dialect.name == "postgresql":
        for statement in TIMEOUTS:
            connection.execute(text(statement))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK_ID})
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=written,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = engine_of(os.environ.get("DRIFTBOARD_DATABASE_URL") or "sqlite:///driftboard.db")
    with engine.execution_options(writing=True).begin() as own:
        run(own)
