"""The rules in `[notify]`: which changes of verdict go out, and through which channel."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

from app.config.errors import error_at
from app.config.secret import Secret
from app.config.toml_values import flag_of, list_of, refuse_unknown_keys, slug_of, table_of, text_of
from app.config.urls import fill_variables
from app.domain.findings import Verdict

if TYPE_CHECKING:
    from app.domain.fleet.announcement.rule import RuleScope

KEY = "notify"
KEYS = ("url", "projects", "tiers", "environments", "verdicts", "first", "digest")

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
"""A scheme and something behind it; Apprise says the rest."""

CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class NotifyRule:
    """
    A rule by its name: the `scope` of what is told, and the `url` of the channel in the form of Apprise.

    With a `digest`, a time of the day in UTC, everything of a day goes out in one message then.
    """

    name: str
    url: Secret
    scope: "RuleScope"
    digest: time | None = None


def rules_of(
    content: dict[str, Any], environ: Mapping[str, str], projects: set[str]
) -> tuple[NotifyRule, ...]:
    """The rules of a driftboard.toml, by name. Raises `ConfigError`."""
    rules = table_of(content, (), KEY)
    if rules and "public_url" not in content:
        raise error_at(
            ("public_url",), "this key is missing; with a rule in [notify], messages link to its pages"
        )
    return tuple(_rule((KEY, name), rules, environ, projects) for name in sorted(rules))


def _rule(
    path: tuple[str, ...], rules: dict[str, Any], environ: Mapping[str, str], projects: set[str]
) -> NotifyRule:
    from app.domain.fleet.announcement.rule import RuleScope  # noqa: PLC0415 - who has no rule should start quickly

    table = table_of(rules, path[:-1], slug_of(path))
    refuse_unknown_keys(table, path, KEYS)
    scope = RuleScope(
        _known(path, table, "projects", projects),
        list_of(table, path, "tiers"),
        list_of(table, path, "environments"),
        tuple(Verdict(value) for value in _known(path, table, "verdicts", set(Verdict))),
        flag_of(table, path, "first"),
    )
    return NotifyRule(path[-1], _url(path, table, environ), scope, _digest(path, table))


def _url(path: tuple[str, ...], table: Mapping[str, Any], environ: Mapping[str, str]) -> Secret:
    key_path = (*path, "url")
    url = fill_variables(key_path, text_of(table, path, "url"), environ)
    if not URL.fullmatch(url.reveal()):
        raise error_at(key_path, "this should be a URL of Apprise, such as slack://… or mailto://…")
    return url


def _known(path: tuple[str, ...], table: Mapping[str, Any], name: str, known: set[Any]) -> tuple[str, ...]:
    """A list of names that are all known."""
    values = list_of(table, path, name)
    for value in values:
        if value not in known:
            raise error_at((*path, name), f"one of these is none of {', '.join(sorted(known))}")
    return values


def _digest(path: tuple[str, ...], table: Mapping[str, Any]) -> time | None:
    if "digest" not in table:
        return None
    match = CLOCK.fullmatch(text_of(table, path, "digest"))
    if match is None:
        raise error_at((*path, "digest"), "this should be a time of the day in UTC, as 07:30")
    return time(int(match[1]), int(match[2]))
