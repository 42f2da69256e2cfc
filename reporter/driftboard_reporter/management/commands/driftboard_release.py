"""The command `manage.py driftboard_release`, for projects with `driftboard_reporter` in INSTALLED_APPS."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from driftboard_reporter import command
from driftboard_reporter.errors import PushError, ReportError


class Command(BaseCommand):  # type: ignore[misc]
    """Does the same as `python -m driftboard_reporter`, with the project's own settings."""

    help = "Write the migrations of this project to a file for Driftboard. No database is asked."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own form
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """See `driftboard_reporter.command`."""
        command.add_arguments(parser)

    def handle(self, **options: Any) -> None:
        """Write the manifest, and push it where the options say so."""
        namespace = Namespace(**options)
        try:
            command.check(namespace)
            message = command.report(namespace)
        except ReportError as error:
            raise CommandError(str(error), returncode=command.EXIT_NO_MANIFEST) from None
        except PushError as error:
            raise CommandError(str(error), returncode=command.EXIT_NOT_PUSHED) from None
        if message:
            self.stderr.write(message)
