"""Hands over a release: the manifest of the project, and with `--deployed-to` that it runs somewhere."""

from __future__ import annotations

import argparse
import json
import re
import subprocess

from driftboard_reporter import address, output, project, push, tokens
from driftboard_reporter.answer import printable
from driftboard_reporter.errors import PushError, ReportError

COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def check(options: argparse.Namespace) -> None:
    """Check the options for a push before the project is loaded. Raises `ReportError`."""
    if not options.push:
        if options.deployed_to:
            raise ReportError("Say with --push which dashboard should know of the deployment.")
        return
    if not options.label:
        raise ReportError("Say with --label what the dashboard should call this release.")
    check_push(options, options.deployed_to)


def check_push(options: argparse.Namespace, environment: str | None) -> None:
    """Check that a push can be sent: the address, with `environment` for that one too, and the token."""
    try:
        address.checked(options.push, plain=options.allow_plain_http)
        if environment:
            address.of_environment(options.push, environment, "deployments")
        tokens.read(options.token_file)
    except PushError as error:
        raise ReportError(str(error)) from None


def report(options: argparse.Namespace) -> list[str]:
    """
    Write the manifest of the project that is set up, and push it where the options say so.

    Returns the messages for the user; there is none without a push. Raises `ReportError` and `PushError`.
    """
    commit = options.commit or head()
    text = manifest_text(options, commit)
    if options.output or not options.push:
        output.write(text, options.output or "-")
    if not options.push:
        return []
    messages = [push_manifest(text, options).sentence]
    if options.deployed_to:
        messages.append(push_deployment(options, options.deployed_to, commit))
    return messages


def manifest_text(options: argparse.Namespace, commit: str | None) -> str:
    """The manifest of the project that is set up. Raises `ReportError`."""
    from driftboard_reporter import manifest  # noqa: PLC0415 - needs a Django that is set up

    loaded_project = project.load()
    name = options.project or loaded_project.settings_module.partition(".")[0]
    return manifest.text(
        loaded_project, name=name, label=options.label, commit=commit, with_schema=not options.no_schema
    )


def push_manifest(text: str, options: argparse.Namespace) -> push.Pushed:
    """Hand a manifest over. Raises `PushError`."""
    return push.push(
        text,
        address.releases(options.push),
        token=tokens.read(options.token_file),
        plain=options.allow_plain_http,
    )


def push_deployment(options: argparse.Namespace, environment: str, commit: str | None) -> str:
    """Say that the release runs in an environment now; returns the message for the user. Raises `PushError`."""
    url = address.of_environment(options.push, environment, "deployments")
    answer = push.post(
        json.dumps({"release": options.label, "commit": commit}),
        url,
        what="deployment",
        token=tokens.read(options.token_file),
        plain=options.allow_plain_http,
    )
    return printable(f"{environment} runs {options.label}: {push.page(url, answer)}")


def head() -> str | None:
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
