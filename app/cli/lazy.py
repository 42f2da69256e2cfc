"""The group of all commands. A command is imported when it is called; the list of them needs none."""

import ast
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

HERE = Path(__file__).parent

PLACES: Mapping[str, tuple[str, ...]] = {
    "compare": ("compare",),
    "ways": ("ways", "command"),
    "upgrade": ("upgrade", "command"),
    "check": ("check", "command"),
    "collect": ("collect",),
    "follow": ("follow",),
    "blame": ("blame",),
    "deployed": ("deployed",),
    "export": ("export",),
    "notify": ("notify",),
    "serve": ("serve",),
    "demo": ("serve",),
    "releases": ("releases",),
    "tokens": ("tokens",),
}
"""
The module of each command, in the order of the list, with a function of the command's name.

Where a command has commands of its own, they are in a `typer.Typer` called `commands`, and `about` says what they are.
"""


class LazyGroup(TyperGroup):
    """The commands in `PLACES`, as Typer lists and calls them."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: TyperCommand(name, help=_docstring(name)) for name in PLACES}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called, with its options: Typer asks here for no other reason."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, listed if name is None else _command(name), rest


def _docstring(name: str) -> str:
    """What a command says of itself, read out of its file."""
    source = HERE.joinpath(*PLACES[name]).with_suffix(".py").read_text(encoding="utf-8")
    functions = (each for each in ast.parse(source).body if isinstance(each, ast.FunctionDef))
    return next(ast.get_docstring(each) or "" for each in functions if each.name in (name, "about"))


def _command(name: str) -> Any:
    module = import_module(".".join(("app.cli", *PLACES[name])))
    commands = getattr(module, "commands", None)
    if commands is None:
        commands = typer.Typer(add_completion=False)
        commands.command(name)(getattr(module, name))
    found = typer.main.get_command(commands)
    found.name = name
    return found
