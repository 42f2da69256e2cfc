"""The command line: the same options for `python -m driftboard_reporter` and for `manage.py driftboard_release`."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys

from driftboard_reporter import __version__, output, project, push
from driftboard_reporter.errors import PushError, ReportError

COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
EXIT_NO_MANIFEST, EXIT_NOT_PUSHED = 2, 1
"""The exit codes for a project without a manifest, and for a manifest that the dashboard did not take."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that both commands have."""
    parser.add_argument("--project", help="the project's name; else the first part of the settings' name")
    parser.add_argument("--label", help="what people call this release: v1.2, main")
    parser.add_argument("--commit", help="the commit; else the one that Git has checked out here")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where to write the manifest; - is the standard output"
    )
    parser.add_argument(
        "--push", metavar="URL", help="https://…/api/projects/PROJECT/releases of the dashboard to hand it to"
    )
    parser.add_argument(
        "--token-file",
        metavar="FILE",
        help=f"holds the token for --push; else the variable {push.TOKEN} does",
    )
    parser.add_argument(
        "--allow-plain-http", action="store_true", help="let the token travel unencrypted to another machine"
    )


def main(arguments: list[str]) -> int:
    """Run `python -m driftboard_reporter`; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="driftboard_reporter",
        description="Write the migrations of this Django project to a file for Driftboard.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument(
        "--settings", help=f"the settings module, shop.settings; else the variable {project.SETTINGS}"
    )
    parser.add_argument(
        "--pythonpath", metavar="FOLDER", help="where the project's packages lie, if not here"
    )
    add_arguments(parser)
    options = parser.parse_args(arguments)
    if options.pythonpath:
        sys.path.insert(0, options.pythonpath)
    try:
        check(options)
        project.set_up(options.settings)
        message = report(options)
    except ReportError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_NO_MANIFEST
    except PushError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_NOT_PUSHED
    if message:
        sys.stderr.write(f"{message}\n")
    return 0


def check(options: argparse.Namespace) -> None:
    """Check the options for a push before the project is loaded. Raises `ReportError`."""
    if not options.push:
        return
    if not options.label:
        raise ReportError("Say with --label what the dashboard should call this release.")
    try:
        push.checked_address(options.push, plain=options.allow_plain_http)
        push.token(options.token_file)
    except PushError as error:
        raise ReportError(str(error)) from None


def report(options: argparse.Namespace) -> str:
    """
    Write the manifest of the project that is set up, and push it where the options say so.

    Returns the message for the user, which is empty without a push. Raises `ReportError` and `PushError`.
    """
    from driftboard_reporter import manifest  # noqa: PLC0415 - needs a Django that is set up

    loaded_project = project.load()
    text = manifest.text(
        loaded_project,
        name=options.project or loaded_project.settings_module.partition(".")[0],
        label=options.label,
        commit=options.commit or _head(),
    )
    if options.output or not options.push:
        output.write(text, options.output or "-")
    if not options.push:
        return ""
    token = push.token(options.token_file)
    return push.push(text, options.push, token=token, plain=options.allow_plain_http)


def _head() -> str | None:
    """The commit that is checked out in the current directory; None where Git is missing or knows none."""
    try:
        process = subprocess.run(
            ["git", "rev-parse", "--verify", "--quiet", "HEAD"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    commit = process.stdout.strip()
    return commit if process.returncode == 0 and COMMIT.fullmatch(commit) else None
