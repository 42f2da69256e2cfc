"""What the commands of `manage.py` share."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from driftboard_reporter import command
from driftboard_reporter.errors import PushError, ReportError


class ProjectCommand(BaseCommand):  # type: ignore[misc]
    """A command whose options are checked and whose report is made by the module `kind`."""

    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own form
    requires_migrations_checks = False
    kind: Any

    def handle(self, **options: Any) -> None:
        """Make the report, and push it where the options say so."""
        namespace = Namespace(**options)
        try:
            self.kind.check(namespace)
            messages = self.kind.report(namespace)
        except ReportError as error:
            raise CommandError(str(error), returncode=command.EXIT_NOTHING_MADE) from None
        except PushError as error:
            raise CommandError(str(error), returncode=command.EXIT_NOT_PUSHED) from None
        for message in messages:
            self.stderr.write(message)
