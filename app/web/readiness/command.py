"""The command that answers the same in a terminal."""

from shlex import quote

EXIT_CODES = (
    "Exits with 0 where every environment can take it, with 1 where one cannot, with 2 where it cannot tell."
)


IS_THERE = False
"""Whether the command is there."""


def command(label: str) -> str:
    """`driftboard check --release v2.5`; empty while there is no such command."""
    return f"driftboard check --release {quote(label)}" if IS_THERE else ""
