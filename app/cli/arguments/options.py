"""What several commands share: options, the settings, the store, the clock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.output import is_text, stop, stop_at_bytes
from app.config import ConfigError, CurrentSettings, Settings, load

if TYPE_CHECKING:
    from app.store.engine import Store

DEFAULT_CONFIG = Path("driftboard.toml")

ConfigOption = Annotated[
    Path,
    typer.Option("--config", envvar="DRIFTBOARD_CONFIG", help="The configuration file.", show_default=True),
]
DjangoOption = Annotated[str | None, typer.Option(help="The Django version of the release, such as 5.2.")]
SettingOption = Annotated[list[str] | None, typer.Option(help="AUTH_USER_MODEL=users.User, repeatable.")]
RefOption = Annotated[
    str | None,
    typer.Option("--ref", help="A branch, a tag or a commit; the source is then a Git repository."),
]
FolderOption = Annotated[str, typer.Option("--folder", help="The project's own folder in the repository.")]

DatabaseOption = Annotated[str, typer.Option("--database", help="The database's alias in Django.")]
SchemaOption = Annotated[
    str,
    typer.Option("--schema", help="One schema of PostgreSQL, where each has a table of its own: tenant_7."),
]


def load_settings(config: Path) -> Settings:
    """The settings in a file. A wrong file ends the command with a sentence."""
    try:
        return load(config, os.environ)
    except ConfigError as error:
        stop(str(error))


def current_settings(config: Path) -> CurrentSettings:
    """The settings in a file that is read again when it changes. A wrong file ends the command with a sentence."""
    try:
        return CurrentSettings.read(config, os.environ, at=now())
    except ConfigError as error:
        stop(str(error))


@contextmanager
def store_of(settings: Settings) -> "Iterator[Store]":
    """
    The store, open until the end of the block. One that cannot be used, then or later, ends the command.

    So does a text that no store takes: an argument that is not UTF-8, which Python holds as halves of characters.
    """
    from app.store.engine import StoreError, open_store  # noqa: PLC0415

    try:
        store = open_store(settings.database_url)
    except StoreError as error:
        stop(str(error))
    try:
        yield store
    except StoreError as error:
        stop(str(error))
    except UnicodeEncodeError as error:
        if not is_text(error.object):
            stop_at_bytes(error.object)
        raise
    finally:
        store.close()


def now() -> datetime:
    """The clock of all commands, in UTC."""
    return datetime.now(UTC)
