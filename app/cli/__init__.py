"""
The command line: `serve`, `collect`, `compare`, `ways`, `upgrade`, `check`, `follow`, `blame`, `releases`, `tokens`,
`deployed`, `export`, `demo`.

Each command has a module of its name (`demo` is in serve.py). It reads its arguments, calls other packages, and prints
the answer. A module is imported when its command is called, and what only some calls need is imported in the function
that needs it. Shared by the commands:

    options              the options that several commands have, the settings, the store, the clock
    output               messages, the progress bar, exit codes
    release_arguments    the releases that the arguments of `releases` name
    known_releases       releases by label or fingerprint, from the store or from a path
"""

import typer

from app.cli.lazy import LazyGroup

__all__ = ["cli", "main"]

cli = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Which databases Django's migrate would refuse, before anyone runs it.",
)


@cli.callback()
def driftboard() -> None:
    pass


def main() -> None:
    """The entry point of the command `driftboard`."""
    cli()
