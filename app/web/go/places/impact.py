"""The blast radius of releases, for who types its name and perhaps a label: `blast topic`."""

from collections.abc import Iterator

from app.web.go.hit import Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls.impact import ImpactAddress
from app.web.urls.releases import live_segment
from app.web.wording import rich_text as text

NAME = ("blast", "radius", "blast-radius")
"""The words of its name."""

MIN_LETTERS = 3
"""So many letters of a word stand for it."""


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield the blast radius of each label that the other words fit, the newest first."""
    words = [part for part in question.parts if not _is_named(part)]
    if len(words) == len(question.parts):
        return
    for label in scope.labels:
        name = label.label.lower()
        if all(word in name for word in words):
            address = ImpactAddress(scope.project.slug, live_segment(label.label))
            said = text.plain(f"Blast radius of {label.label}")
            yield Hit(
                0 if words == [name] else 1, "page", said, address.page(), text.plain("whom it would harm")
            )


def _is_named(part: str) -> bool:
    return len(part) >= MIN_LETTERS and any(word.startswith(part) for word in NAME)
