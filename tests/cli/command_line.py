"""Running a command as a user does, and a history for it."""

from typer.testing import CliRunner, Result

from app.cli import cli

BLOCKED = [
    ["users", "0001_initial", "2026-05-01T11:57:00Z"],
    ["orders", "0001_initial", "2026-05-01T11:58:00Z", 7],
]


def run(*words: object, **more: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], **more)
