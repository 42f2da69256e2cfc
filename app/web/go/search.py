"""From a question to what it leads to."""

from collections.abc import Iterator, Sequence

from app.config import Project
from app.domain import english
from app.domain.keys import MigrationKey
from app.web.go.errors import MAX_ENVIRONMENTS, Answer, answers
from app.web.go.hit import MAX_HITS, Hit, chosen
from app.web.go.places import (
    codes,
    commits,
    compare,
    environments,
    events,
    histories,
    impact,
    migrations,
    pages,
    readiness,
    releases,
)
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.go.views import Found
from app.web.layout.views import Link
from app.web.urls import pages as addresses
from app.web.wording import rich_text as text

HELP = (
    "An environment, or two of them, a migration (orders.0001), a label, readiness, a code (D101) or its word.",
    "A commit, or the first 8 digits of the fingerprint of a history or a release.",
    "An error of Django’s migrations: paste the whole text, with whatever stands around it.",
)
"""What can be searched."""

MAX_MENTIONED = 6
"""Of a text without an error so many migrations that it mentions are links."""

MAX_FILTER = 60
"""A longer text is none to filter the fleet by; in characters."""


def found(scopes: Sequence[Scope], question: Question, *, most: int = MAX_ENVIRONMENTS) -> Found:
    """
    What a question leads to; errors to `most` links.

    Words cost a look at each label of a project and what is shown, and two queries by index; `Lookups` has all else. An
    error costs a look at each finding, and where it names a table at each migration that waits: once while nothing is
    written.
    """
    if question.refusal:
        return Found(question.refusal, "", help=HELP)
    if question.errors:
        return _answered(answers(scopes, question.errors, question.text, most=most))
    if not question.text.strip():
        return Found("", "", help=HELP)
    if not question.words:
        return _mentioned(scopes, question)
    return _named(scopes, question)


def _answered(told: tuple[Answer, ...]) -> Found:
    links = sum(len(answer.hits) for answer in told)
    headline = told[0].headline if len(told) == 1 else f"{english.count(len(told), 'error')} in this text."
    return Found(headline, english.count(links, "link"), answers=told)


def _named(scopes: Sequence[Scope], question: Question) -> Found:
    hits = chosen(_hits(scopes, question))
    words = question.text.strip()
    headline = "" if hits else f"Nothing here is called “{words}”."
    is_filter = len(scopes) == 1 and len(words) <= MAX_FILTER
    return Found(
        headline,
        english.count(len(hits), "link"),
        hits,
        help=() if hits else HELP,
        filter=_filter(scopes[0].project, words) if is_filter else None,
    )


def _hits(scopes: Sequence[Scope], question: Question) -> Iterator[Hit]:
    for scope in scopes:
        for place in (
            environments,
            migrations,
            releases,
            readiness,
            impact,
            commits,
            histories,
            pages,
            compare,
            events,
        ):
            yield from place.hits(scope, question)
        if len(scopes) > 1:
            yield from _project(scope.project, question)
    yield from codes.hits(scopes, question)


def _project(project: Project, question: Question) -> Iterator[Hit]:
    """Yield the project where its name fits: only where there are several."""
    ranks = (question.rank(name.lower()) for name in (project.slug, project.name))
    rank = min((rank for rank in ranks if rank is not None), default=None)
    if rank is not None:
        yield Hit(rank, "project", text.plain(project.name), addresses.home(project.slug))


def _filter(project: Project, words: str) -> Link:
    href = addresses.with_query(addresses.home(project.slug), [("q", words)])
    return Link(f"Filter the fleet by “{words}”", href)


def _mentioned(scopes: Sequence[Scope], question: Question) -> Found:
    """What a longer text without an error mentions."""
    words = set(question.text.replace("'", " ").replace('"', " ").replace(",", " ").replace("(", " ").split())
    hits: list[Hit] = []
    for scope in scopes:
        keys = [key for word in sorted(words) if (key := _key(word)) in scope.index]
        hits += migrations.of_keys(scope, dict.fromkeys(keys[:MAX_MENTIONED], 3))
    headline = "No error of Django’s migrations was found in this text."
    if hits:
        headline += " It mentions:"
    return Found(
        headline, english.count(len(hits), "link"), tuple(hits[:MAX_HITS]), help=() if hits else HELP
    )


def _key(word: str) -> MigrationKey:
    return MigrationKey(*word.strip(".:;)[]<>`").partition(".")[::2])


def only_place(told: Found) -> str | None:
    """The address that a text leads to without a doubt: its one exact hit, or the one finding of all its errors."""
    exact = {hit.href for hit in told.hits if hit.rank == 0}
    exact |= {hit.href for answer in told.answers if answer.is_exact for hit in answer.hits}
    return exact.pop() if len(exact) == 1 else None
