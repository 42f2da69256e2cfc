"""What several commands share: options, the settings, the store, the clock."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import stop
from app.config import ConfigError, CurrentSettings, ReleaseSource, Settings, load
from app.config.releases import with_lines
from app.jobs.releases import reading_options as source_options
from app.sources import ReadingOptions
from app.store.engine import Store, StoreError, open_store

DEFAULT_CONFIG = Path("driftboard.toml")

ConfigOption = Annotated[
    Path,
    typer.Option("--config", envvar="DRIFTBOARD_CONFIG", help="The configuration file.", show_default=True),
]
DjangoOption = Annotated[str | None, typer.Option(help="The Django version of the release, such as 5.2.")]
SettingOption = Annotated[list[str] | None, typer.Option(help="AUTH_USER_MODEL=users.User, repeatable.")]
EnvOption = Annotated[
    list[str] | None,
    typer.Option("--env", help="An environment variable that the settings look at, such as CI=; repeatable."),
]
RootOption = Annotated[
    list[Path] | None,
    typer.Option(
        help="Where further apps lie: site-packages, a virtual environment, a folder of wheels; repeatable."
    ),
]
OverlayOption = Annotated[
    Path | None, typer.Option(help="A manifest file, whose apps are taken where no root has them.")
]
LineOption = Annotated[
    list[str] | None,
    typer.Option(
        "--line",
        help='A line as in driftboard.toml on how source is read, such as \'labels = { "shop/orders" = "sales" }\'; '
        "repeatable.",
    ),
]
RefOption = Annotated[
    str | None,
    typer.Option("--ref", help="A branch, a tag or a commit; the source is then a Git repository."),
]
FolderOption = Annotated[str, typer.Option("--folder", help="The project's own folder in the repository.")]


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
def store_of(settings: Settings) -> Iterator[Store]:
    """The store, open until the end of the block. One that cannot be used ends the command with a sentence."""
    try:
        store = open_store(settings.database_url)
    except StoreError as error:
        stop(str(error))
    try:
        yield store
    finally:
        store.close()


def settings_of(pairs: Sequence[str]) -> dict[str, str]:
    """`NAME=value` options as a mapping. One of another form ends the command with a sentence."""
    settings = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name or not value:
            stop(f"--setting looks like AUTH_USER_MODEL=users.User, not {pair}.")
        settings[name] = value
    return settings


def variables_of(pairs: Sequence[str]) -> dict[str, str]:
    """`NAME=value` options as a mapping; a value may be empty. One of another form ends the command with a sentence."""
    variables = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            stop(f"--env looks like CI=1, or like CI= for an empty one, not {pair}.")
        variables[name] = value
    return variables


def reading_options(  # noqa: PLR0913, PLR0917 - the options of a reading
    django: str | None,
    setting: Sequence[str] | None,
    root: Sequence[Path] | None,
    overlay: Path | None,
    line: Sequence[str] | None = None,
    env: Sequence[str] | None = None,
) -> ReadingOptions:
    """The options for reading a release as one value."""
    return source_options(source_with(ReleaseSource("", Path()), django, setting, root, overlay, line, env))


def source_with(  # noqa: PLR0913, PLR0917 - the options of a reading
    source: ReleaseSource,
    django: str | None,
    setting: Sequence[str] | None,
    root: Sequence[Path] | None,
    overlay: Path | None,
    line: Sequence[str] | None,
    env: Sequence[str] | None = None,
) -> ReleaseSource:
    """A source with what the options of a command say of its reading, before what it says itself."""
    try:
        source = with_lines(source, line or (), Path.cwd())
    except ConfigError as error:
        stop(str(error))
    return replace(
        source,
        django=django or source.django,
        settings={**source.settings, **settings_of(setting or [])},
        env={**source.env, **variables_of(env or [])},
        roots=tuple(root or source.roots),
        overlay=overlay or source.overlay,
    )


def now() -> datetime:
    """The clock of all commands, in UTC."""
    return datetime.now(UTC)
