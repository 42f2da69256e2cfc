"""The command `manage.py driftboard_release`, for projects with `driftboard_reporter` in INSTALLED_APPS."""

from __future__ import annotations

from django.core.management.base import CommandParser

from driftboard_reporter import command, release
from driftboard_reporter.management.project_command import ProjectCommand


class Command(ProjectCommand):
    """Does the same as `python -m driftboard_reporter`, with the project's own settings."""

    help = "Write the migrations of this project to a file for Driftboard. No database is asked."
    kind = release

    def add_arguments(self, parser: CommandParser) -> None:
        """See `driftboard_reporter.command`."""
        command.add_shared_arguments(parser)
