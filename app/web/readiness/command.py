"""The command that asks a terminal whom a release would harm."""

from shlex import quote

EXIT_CODES = (
    "For a CI job: it exits with 0 where nobody becomes worse than now, with 1 where somebody would be refused, skip "
    "migrations or run them again, with 2 where it cannot tell."
)


def command(project: str, label: str) -> str:
    """`driftboard check --release v2.5 --project shop --all`."""
    return f"driftboard check --release {quote(label)} --project {quote(project)} --all"
