"""`manage.py driftboard_release`, where `driftboard_reporter` is in INSTALLED_APPS."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from driftboard_reporter import command
from driftboard_reporter.errors import PushError, ReportError


class Command(BaseCommand):  # type: ignore[misc]
    """The same as `python -m driftboard_reporter`, with the project's own settings."""

    help = "Write the migrations of this project to a file for Driftboard. No database is asked."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own form
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """See `driftboard_reporter.command`."""
        command.add_arguments(parser)

    def handle(self, **options: Any) -> None:
        """Write, and hand over."""
        given = Namespace(**options)
        try:
            command.check(given)
            said = command.report(given)
        except ReportError as error:
            raise CommandError(str(error), returncode=command.NO_MANIFEST) from None
        except PushError as error:
            raise CommandError(str(error), returncode=command.NOT_TAKEN) from None
        if said:
            self.stderr.write(said)
