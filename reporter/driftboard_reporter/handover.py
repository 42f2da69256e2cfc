"""Hands over what an environment holds and runs: the histories of its databases, the release, the deployment."""

from __future__ import annotations

import argparse
import json
from datetime import datetime, timezone
from typing import Any, Callable, Iterator

from driftboard_reporter import __version__, address, output, push, release, tokens
from driftboard_reporter.answer import printable
from driftboard_reporter.errors import PushError, ReportError, Unanswered

FORMAT = "driftboard-histories/1"
CHARACTERS_PER_PUSH = 8_000_000
HISTORIES_PER_PUSH = 1_000
DATABASES_PER_PUSH = 50
"""Many histories go in several pushes, each far below the limits of the dashboard."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that a release does not have."""
    parser.add_argument(
        "--environment", metavar="NAME", help="hand over the histories of this environment's databases"
    )
    parser.add_argument(
        "--database",
        metavar="ALIAS",
        action="append",
        help="with --environment: a database of DATABASES, repeatable; else all",
    )
    parser.add_argument(
        "--schema",
        metavar="NAME",
        action="append",
        help="with --environment: a schema of PostgreSQL, or a glob such as tenant_*, repeatable",
    )
    parser.add_argument(
        "--tenants", action="store_true", help="with --environment: every schema that django-tenants knows"
    )
    parser.add_argument(
        "--no-release",
        action="store_true",
        help="with --environment: do not hand over the release itself, which the token of an environment cannot",
    )


def check(options: argparse.Namespace) -> None:
    """Check the options before the project is loaded. Raises `ReportError`."""
    if not options.environment:
        raise ReportError("Say with --environment which environment this is, by its name in driftboard.toml.")
    if options.push:
        release.check_push(options, options.environment)


def report(options: argparse.Namespace) -> list[str]:
    """
    Read the histories of the project that is set up, write them, and push them with the release and the deployment.

    What the dashboard does not take stops nothing else. Returns the messages for the user. Raises `ReportError` where
    there is no history, and `PushError` with all messages where something was not read or not taken.
    """
    from driftboard_reporter import histories  # noqa: PLC0415 - needs a Django that is set up

    commit = options.commit or release.head()
    selection = histories.Selection(
        tuple(options.database or ()), tuple(options.schema or ()), bool(options.tenants)
    )
    found, problems = histories.read(selection)
    if options.output or not options.push:
        output.write(_text(options, found, commit, None), options.output or "-")
    messages: list[str] = []
    if options.push:
        pushes = _Pushes(options, commit)
        if options.label and not options.no_release:
            pushes.attempt(pushes.release)
        if options.label:
            deployed_to = options.deployed_to or options.environment
            pushes.attempt(release.push_deployment, options, deployed_to, commit)
        for part in _parts(found):
            pushes.attempt(pushes.histories, part)
        messages = pushes.messages
        problems = [*problems, *pushes.problems]
    if problems:
        raise PushError("\n".join([*messages, *problems]))
    return messages


class _Pushes:
    """The pushes of one report, each tried, with what the dashboard said."""

    def __init__(self, options: argparse.Namespace, commit: str | None) -> None:
        self._options = options
        self._commit = commit
        self._fingerprint: str | None = None
        self._is_unanswered = False
        self.messages: list[str] = []
        self.problems: list[str] = []

    def attempt(self, send: Callable[..., str], *arguments: object) -> None:
        """Send one of them, and keep what came of it. After one that was not answered, nothing more is sent."""
        if self._is_unanswered:
            return
        try:
            self.messages.append(send(*arguments))
        except PushError as error:
            self._is_unanswered = isinstance(error, Unanswered)
            if str(error) not in self.problems:
                self.problems.append(str(error))

    def release(self) -> str:
        """Hand over the manifest."""
        text = release.manifest_text(self._options, self._commit)
        pushed = release.push_manifest(text, self._options)
        self._fingerprint = pushed.fingerprint
        return pushed.sentence

    def histories(self, found: list[dict[str, Any]]) -> str:
        """Hand over some histories."""
        options = self._options
        url = address.of_environment(options.push, options.environment, "histories")
        answer = push.post(
            _text(options, found, self._commit, self._fingerprint),
            url,
            what="histories",
            token=tokens.read(options.token_file),
            plain=options.allow_plain_http,
        )
        if "new" not in answer:
            raise PushError(f"{url} answered, but not as a dashboard does; is this the right address?")
        count = "one history" if len(found) == 1 else f"{len(found)} histories"
        page = push.page(url, answer)
        return printable(f"{options.environment} has {count}, of which {answer['new']} new: {page}")


def _parts(found: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The histories in parts that a dashboard takes, at least one history in each."""
    part: list[dict[str, Any]] = []
    characters = 0
    databases: set[str] = set()
    for history in found:
        length = len(_json(history))
        databases.add(history["database"])
        if part and (
            characters + length > CHARACTERS_PER_PUSH
            or len(part) == HISTORIES_PER_PUSH
            or len(databases) > DATABASES_PER_PUSH
        ):
            yield part
            part, characters, databases = [], 0, {history["database"]}
        part.append(history)
        characters += length
    yield part


def _text(
    options: argparse.Namespace, found: list[dict[str, Any]], commit: str | None, fingerprint: str | None
) -> str:
    """The histories as the dashboard takes them, a line for each."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "sent_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "reporter": f"driftboard-reporter {__version__}",
    }
    if options.label:
        content["release"] = {"label": options.label, "commit": commit, "fingerprint": fingerprint}
    head = ",\n ".join(f"{json.dumps(name)}: {_json(value)}" for name, value in content.items())
    lines = ",\n  ".join(_json(history) for history in found)
    return f'{{{head},\n "histories": [\n  {lines}]}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
