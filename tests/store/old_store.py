"""
A store as an earlier Driftboard had written it, before an environment had several databases: `old_store.sql`.

Its environments: `sandbox-1` was behind and is blocked, `sandbox-2` is in step and busy, `legacy` has drifted under
the alias `other`, `empty` has no table. Its release has the labels v1.2 and release/2.
"""

from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from app.store.engine import engine_of
from app.store.opening import schema

SCRIPT = Path(__file__).with_suffix(".sql")
REVISIONS = ("6a5b1935efb1", "b7d2f4c9a510")
"""The first tables of all, which hold everything that the script fills, and those that it was written from."""


def fill(url: str, revision: str = REVISIONS[-1]) -> None:
    """Make the tables of a revision, and their rows."""
    migrate(url, lambda connection: command.upgrade(schema.config_of(connection), revision))
    text = SCRIPT.read_text(encoding="utf-8")

    def insert(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if connection.dialect.name == "sqlite":
            for statement in text.split(";\n"):
                driver.execute(statement)
            return
        driver.execute("SET timezone = 'UTC'")
        driver.execute(text)
        for table in ("environments", "releases", "labels", "snapshots", "failures"):
            driver.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )

    migrate(url, insert)


def migrate(url: str, work) -> None:
    """Do some work on the tables in one transaction."""
    engine = engine_of(url)
    try:
        with engine.execution_options(writing=True, migrating=True).begin() as connection:
            work(connection)
    finally:
        engine.dispose()
