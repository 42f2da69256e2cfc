"""The options that say how source is read: one list for every command that reads some."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import is_text, stop, stop_at_bytes
from app.config import ConfigError, ReleaseSource
from app.config.releases import with_lines
from app.jobs.releases import reading_options
from app.sources import ReadingOptions


@dataclass(frozen=True, slots=True)
class Reading:
    """What a command was told of how source is read; each field is an option."""

    django: Annotated[str | None, typer.Option(help="The Django version of the release, such as 5.2.")] = None
    setting: Annotated[list[str] | None, typer.Option(help="AUTH_USER_MODEL=users.User, repeatable.")] = None
    root: Annotated[
        list[Path] | None,
        typer.Option(
            help="Where further apps lie: site-packages, a virtual environment, a folder of wheels; repeatable."
        ),
    ] = None
    overlay: Annotated[
        Path | None, typer.Option(help="A manifest file, whose apps are taken where no root has them.")
    ] = None
    line: Annotated[
        list[str] | None,
        typer.Option(
            "--line",
            help="A line as in driftboard.toml on how source is read, such as "
            '\'labels = { "shop/orders" = "sales" }\'; repeatable.',
        ),
    ] = None
    env: Annotated[
        list[str] | None,
        typer.Option(
            "--env", help="An environment variable that the settings look at, such as CI=; repeatable."
        ),
    ] = None

    @property
    def is_told(self) -> bool:
        """Whether anything was said."""
        return any(getattr(self, each.name) for each in fields(self))

    @property
    def options(self) -> ReadingOptions:
        """The options for reading a release."""
        return reading_options(self.before(ReleaseSource("", Path())))

    def before(self, source: ReleaseSource) -> ReleaseSource:
        """The source with what was told, before what it says itself. What is no text ends the command."""
        for told in (self.django or "", *(self.setting or ()), *(self.line or ()), *(self.env or ())):
            if not is_text(told):
                stop_at_bytes(told)
        try:
            source = with_lines(source, self.line or (), Path.cwd())
        except ConfigError as error:
            stop(str(error))
        return replace(
            source,
            django=self.django or source.django,
            settings={**source.settings, **settings_of(self.setting or [])},
            env={**source.env, **_variables_of(self.env or [])},
            roots=tuple(self.root or source.roots),
            overlay=self.overlay or source.overlay,
        )


def reads_source(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `Reading` in place of its parameter `reading`."""
    signature = inspect.signature(command, eval_str=True)
    options = [
        inspect.Parameter(each.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=each.type)
        for each in fields(Reading)
    ]
    names = [option.name for option in options]
    parameters = [
        parameter
        for each in signature.parameters.values()
        for parameter in (options if each.name == "reading" else [each])
    ]

    @wraps(command)
    def typed(*arguments: object, **told: object) -> None:
        reading = Reading(**{name: told.pop(name) for name in names})  # type: ignore[arg-type]
        command(*arguments, **told, reading=reading)

    vars(typed)["__signature__"] = signature.replace(parameters=parameters)
    return typed


def settings_of(pairs: list[str]) -> dict[str, str]:
    """`NAME=value` options as a mapping. One of another form ends the command with a sentence."""
    settings = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name or not value:
            stop(f"--setting looks like AUTH_USER_MODEL=users.User, not {pair}.")
        settings[name] = value
    return settings


def _variables_of(pairs: list[str]) -> dict[str, str]:
    """`NAME=value` options as a mapping; a value may be empty. One of another form ends the command with a sentence."""
    variables = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            stop(f"--env looks like CI=1, or like CI= for an empty one, not {pair}.")
        variables[name] = value
    return variables
