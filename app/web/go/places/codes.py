"""Codes of findings, by number, word and title."""

from collections.abc import Iterator, Sequence

from app.domain import english
from app.domain.findings import Code
from app.domain.runbook import ENTRIES
from app.web.findings import badges
from app.web.go.hit import Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text

MAX_NAMES = 3
"""Further environments are counted."""


def hits(scopes: Sequence[Scope], question: Question) -> Iterator[Hit]:
    """Yield the codes that fit, by number, with the environments that have such a finding now."""
    for code in Code:
        names = (code.value.lower(), code.word, ENTRIES[code].title.lower())
        rank = min((rank for name in names if (rank := question.rank(name)) is not None), default=None)
        if rank is not None:
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
    names = dict.fromkeys(
        part.environment for scope in scopes for part, finding in scope.findings() if finding.code is code
    )
    return f"in {english.listed(names, MAX_NAMES)} now" if names else "in no environment now"
