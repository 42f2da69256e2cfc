"""Bringing the tables of the store up to date with Alembic."""

from collections.abc import Set as AbstractSet

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app import assets
from app.store.errors import StoreError

OURS = frozenset({"environments", "snapshots"})
"""The tables that every store has since its first revision."""

NEWER = "This store was made by a newer Driftboard; install that version, or name another store."
FOREIGN = (
    "This database is not a store of Driftboard's: it has tables of something else, among them {table}. "
    "Name an empty database, or a file that is not there yet."
)

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": """SELECT c.relname::text FROM pg_catalog.pg_class AS c
WHERE c.relnamespace = to_regnamespace(quote_ident(current_schema())) AND c.relkind IN ('r', 'p')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.deptype = 'e' AND d.objid = c.oid
    AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass)""",
}

LOCK_ID = 7_264_158_021
"""The number of an advisory lock on PostgreSQL. Any number will do: it makes two upgrades run in turn."""


def upgrade(connection: Connection) -> None:
    """
    Upgrade the schema to the newest revision, within the connection's transaction.

    Raises `StoreError` when the database is somebody else's, or the store has a revision that this Driftboard does not
    know. Nothing is made then.
    """
    check_owner(_tables(connection))
    config = config_of(connection)
    scripts = ScriptDirectory.from_config(config)
    revisions = {script.revision for script in scripts.walk_revisions()}
    heads = set(MigrationContext.configure(connection).get_current_heads())
    if heads - revisions:
        raise StoreError(NEWER)
    if heads != set(scripts.get_heads()):
        command.upgrade(config, "head")


def check_owner(tables: AbstractSet[str]) -> None:
    """Raises `StoreError` for the tables of a database that is neither a store nor empty."""
    others = tables - {"alembic_version"}
    if others and not ("alembic_version" in tables and tables >= OURS):
        raise StoreError(FOREIGN.format(table=min(others)))


def _tables(connection: Connection) -> set[str]:
    """The tables of the schema in which ours would be made, without those of extensions and of SQLite itself."""
    names = connection.execute(text(TABLES[connection.dialect.name])).scalars()
    return {name for name in names if not name.startswith("sqlite_")}


def config_of(connection: Connection) -> Config:
    """Alembic's configuration for an open connection. The one of Alembic's own command line is alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(assets.ALEMBIC).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
