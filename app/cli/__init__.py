"""
The command line: `serve`, `collect`, `compare`, `follow`, `blame`, `releases`, `demo`.

Thin: it reads what was asked, calls the rooms below, and says the answer in words. One module a command.
"""

import typer

from app.cli import blame, collect, compare, follow, releases, serve

__all__ = ["cli", "main"]

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Which databases Django's migrate would refuse, before anyone runs it.",
)
cli.command()(compare.compare)
cli.command()(collect.collect)
cli.command()(follow.follow)
cli.command()(blame.blame)
cli.command()(serve.serve)
cli.command()(serve.demo)
cli.add_typer(releases.commands, name="releases")


def main() -> None:
    """The entry point of the command `driftboard`."""
    cli()
