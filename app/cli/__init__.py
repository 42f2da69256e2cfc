"""
The command line: `serve`, `collect`, `compare`, `ways`, `upgrade`, `check`, `follow`, `blame`, `releases`, `tokens`,
`deployed`, `export`, `notify`, `demo`.

Each command has a module of its name (`demo` is in serve.py). It reads its arguments, calls other packages, and prints
the answer. A module is imported when its command is called, and what only some calls need is imported in the function
that needs it. Shared by the commands:

    arguments    what several commands are told: options, the settings, the store, the clock, releases, two sides
    output       messages, the progress bar, exit codes
"""

import sys

import typer

from app.cli.lazy import LazyGroup

__all__ = ["SWITCH_INTERVAL", "cli", "main"]

SWITCH_INTERVAL = 0.001
"""
Seconds that a thread computes while others wait for their turn.

Python's own 0.005 make every thread whose server has answered wait that long for the one that compares or stores:
a round of a collection takes a quarter longer with it (`bench/bench_round.py`).
"""

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
    sys.setswitchinterval(SWITCH_INTERVAL)
    cli()
