"""Bringing the tables of the store up to date with Alembic."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app import assets
from app.store.errors import StoreError

LOCK_ID = 7_264_158_021
"""The number of an advisory lock on PostgreSQL. Any number will do: it makes two upgrades run in turn."""


def upgrade(connection: Connection) -> None:
    """
    Upgrade the schema to the newest revision, within the connection's transaction.

    Raises `StoreError` when the store has a revision that this Driftboard does not know.
    """
    config = config_of(connection)
    scripts = ScriptDirectory.from_config(config)
    revisions = {script.revision for script in scripts.walk_revisions()}
    heads = set(MigrationContext.configure(connection).get_current_heads())
    if heads - revisions:
        raise StoreError(
            "This store was made by a newer Driftboard; install that version, or name another store."
        )
    if heads != set(scripts.get_heads()):
        command.upgrade(config, "head")


def config_of(connection: Connection) -> Config:
    """Alembic's configuration for an open connection. The one of Alembic's own command line is alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(assets.ALEMBIC).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
