"""What happened: the time line of a project, and of the environments that the other words fit."""

from collections.abc import Iterator
from itertools import islice

from app.web.go.hit import MAX_HITS, Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls.events.address import EventsAddress
from app.web.wording import rich_text as text

WORD = "events"

MIN_LETTERS = 3
"""So many letters of the word stand for it."""


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield the time line of the project; with a word beside its name, those of as many environments as are shown."""
    words = [part for part in question.parts if not _is_meant(part)]
    if len(words) == len(question.parts):
        return
    project = scope.project
    if not words:
        rank = question.rank(WORD)
        said = text.plain("What happened, by day")
        yield Hit(
            2 if rank is None else rank,
            "page",
            text.plain("Events"),
            EventsAddress(project.slug).page(),
            said,
        )
        return
    configured = scope.lookups.configured
    numbers = dict.fromkeys(
        (*configured.called(" ".join(words)), *islice(configured.holding(words), MAX_HITS))
    )
    for number in numbers:
        slug = project.environments[number].slug
        rank = 0 if [slug.lower()] == words else 1
        address = EventsAddress(project.slug, slug).page()
        yield Hit(rank, "page", text.plain(f"Events of {slug}"), address)


def _is_meant(part: str) -> bool:
    return len(part) >= MIN_LETTERS and WORD.startswith(part)
