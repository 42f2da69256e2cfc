"""The command `manage.py driftboard_report`, for projects with `driftboard_reporter` in INSTALLED_APPS."""

from __future__ import annotations

from django.core.management.base import CommandParser

from driftboard_reporter import command, handover
from driftboard_reporter.management.project_command import ProjectCommand


class Command(ProjectCommand):
    """Does the same as `python -m driftboard_reporter --environment …`, with the project's own settings."""

    help = "Hand over to Driftboard what the databases of this project hold. Nothing is written to them."
    kind = handover

    def add_arguments(self, parser: CommandParser) -> None:
        """See `driftboard_reporter.handover`."""
        command.add_shared_arguments(parser)
        handover.add_arguments(parser)
