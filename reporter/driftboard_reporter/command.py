"""The command line: `python -m driftboard_reporter`, and what it shares with the commands of `manage.py`."""

from __future__ import annotations

import argparse
import sys
from typing import Callable

from driftboard_reporter import __version__, handover, project, release, tokens
from driftboard_reporter.errors import PushError, ReportError

EXIT_NOTHING_MADE, EXIT_NOT_PUSHED = 2, 1
"""The exit codes where there is nothing to hand over, and where the dashboard did not take all of it."""


def main(arguments: list[str]) -> int:
    """Run `python -m driftboard_reporter`; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="driftboard_reporter",
        description="Write the migrations of this Django project to a file for Driftboard; "
        "with --environment the histories of its databases, and what it runs.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument(
        "--settings", help=f"the settings module, shop.settings; else the variable {project.SETTINGS}"
    )
    parser.add_argument(
        "--pythonpath", metavar="FOLDER", help="where the project's packages lie, if not here"
    )
    add_shared_arguments(parser)
    handover.add_arguments(parser)
    options = parser.parse_args(arguments)
    if options.pythonpath:
        sys.path.insert(0, options.pythonpath)

    def run() -> list[str]:
        check, report = parts(options)
        check(options)
        project.set_up(options.settings)
        return report(options)

    try:
        messages = run()
    except ReportError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_NOTHING_MADE
    except PushError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_NOT_PUSHED
    for message in messages:
        sys.stderr.write(f"{message}\n")
    return 0


def parts(
    options: argparse.Namespace,
) -> tuple[Callable[[argparse.Namespace], None], Callable[[argparse.Namespace], list[str]]]:
    """The check of the options, and the report itself: of a release, or with an environment of what it holds."""
    of = handover if options.environment else release
    return of.check, of.report


def add_shared_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that both commands have."""
    parser.add_argument("--project", help="the project's name; else the first part of the settings' name")
    parser.add_argument("--label", help="what people call this release: v1.2, main")
    parser.add_argument("--commit", help="the commit; else the one that Git has checked out here")
    parser.add_argument(
        "--no-schema",
        action="store_true",
        help="leave out which tables and columns each operation changes; a dashboard before 1.2 takes no others",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write it; - is the standard output")
    parser.add_argument(
        "--push", metavar="URL", help="https://…/api/projects/PROJECT of the dashboard to hand it to"
    )
    parser.add_argument(
        "--deployed-to", metavar="NAME", help="say that the release runs in this environment now"
    )
    parser.add_argument(
        "--token-file",
        metavar="FILE",
        help=f"holds the token for --push; else the variable {tokens.TOKEN} does",
    )
    parser.add_argument(
        "--allow-plain-http", action="store_true", help="let the token travel unencrypted to another machine"
    )
