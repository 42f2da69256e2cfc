"""The page of the squashes of a project."""

from collections.abc import Iterator

from app.web.go.hit import Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls import squashes as squash_addresses
from app.web.wording import rich_text as text

NAME = "squashes"


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield the page of the squashes where the words are its name, or the beginning of it."""
    rank = question.rank(NAME)
    if rank is not None:
        yield Hit(
            rank,
            "page",
            text.plain("Squashes"),
            squash_addresses.squashes(scope.project.slug),
            text.plain("what may be taken away of them, and who holds it"),
        )
