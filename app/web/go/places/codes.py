"""Codes of findings, by number, word and title."""

from collections.abc import Iterator, Sequence
from functools import cache

from app.domain import english
from app.domain.findings import Code
from app.domain.runbook import ENTRIES
from app.web.findings import badges
from app.web.go.hit import MAX_HITS, Hit
from app.web.go.names import Names
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text

MAX_NAMES = 3
"""Further environments are counted."""


@cache
def _names() -> tuple[tuple[Code, ...], Names]:
    """Each code once for each of its names, and these."""
    names = [
        (code, name) for code in Code for name in (code.value.lower(), code.word, ENTRIES[code].title.lower())
    ]
    return tuple(code for code, _ in names), Names(name for _, name in names)


def hits(scopes: Sequence[Scope], question: Question) -> Iterator[Hit]:
    """Yield the codes that fit, by number, with the environments that have such a finding now, as many as are shown."""
    codes, names = _names()
    ranks: dict[Code, int] = {}
    for rank, number in names.best(question, len(codes)):
        ranks.setdefault(codes[number], rank)
        if len(ranks) == MAX_HITS:
            break
    for code, rank in ranks.items():
        yield Hit(
            rank,
            "code",
            text.plain(f"{code.value} {ENTRIES[code].title}"),
            addresses.runbook(code.value),
            text.plain(_where(scopes, code)),
            icon=badges.icon(code),
            weight=badges.WEIGHTS[code.severity],
        )


def _where(scopes: Sequence[Scope], code: Code) -> str:
    """The first environments that have such a finding, and how many others."""
    of_scopes = [scope.lookups.having.get(code, ()) for scope in scopes]
    names = [*dict.fromkeys(slug for slugs in of_scopes for slug in slugs[:MAX_NAMES])][:MAX_NAMES]
    more = sum(map(len, of_scopes)) - len(names)
    named = english.listed([*names, *([f"{more:,} more"] if more else [])])
    return f"in {named} now" if names else "in no environment now"
