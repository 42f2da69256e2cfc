"""The readiness of releases, for who types the word and perhaps a label: `readiness v2.5`."""

from collections.abc import Iterator

from app.web.go.hit import Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls.readiness import ReadinessAddress
from app.web.urls.releases import live_segment
from app.web.wording import rich_text as text

WORD = "readiness"

MIN_LETTERS = 3
"""So many letters of the word stand for it."""


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield the readiness of each label that the other words fit, the newest first."""
    words = [part for part in question.parts if not _is_meant(part)]
    if len(words) == len(question.parts):
        return
    for label in scope.labels:
        name = label.label.lower()
        if all(word in name for word in words):
            address = ReadinessAddress(scope.project.slug, live_segment(label.label))
            rank = 0 if [name] == words else 1
            said = text.plain(f"Readiness of {label.label}")
            yield Hit(rank, "readiness", said, address.page(), text.plain("which environments can take it"))


def _is_meant(part: str) -> bool:
    return len(part) >= MIN_LETTERS and WORD.startswith(part)
