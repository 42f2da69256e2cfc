"""
The command line: `serve`, `collect`, `compare`, `ways`, `follow`, `blame`, `releases`, `tokens`, `deployed`,
`export`, `demo`.

Each command has a module of its name (`demo` is in serve.py). It reads its arguments, calls other packages, and prints
the answer. Shared by the commands:

    options              the options that several commands have, the settings, the store, the clock
    output               messages, the progress bar, exit codes
    release_arguments    the releases that the arguments of `releases` name
    known_releases       releases by label or fingerprint, from the store or from a path
"""

import typer

from app.cli import blame, collect, compare, deployed, export, follow, releases, serve, tokens, ways

__all__ = ["cli", "main"]

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Which databases Django's migrate would refuse, before anyone runs it.",
)
cli.command()(compare.compare)
cli.command()(ways.ways)
cli.command()(collect.collect)
cli.command()(follow.follow)
cli.command()(blame.blame)
cli.command()(deployed.deployed)
cli.command()(export.export)
cli.command()(serve.serve)
cli.command()(serve.demo)
cli.add_typer(releases.commands, name="releases")
cli.add_typer(tokens.commands, name="tokens")


def main() -> None:
    """The entry point of the command `driftboard`."""
    cli()
