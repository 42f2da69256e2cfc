"""The page of the matrix of a project."""

from collections.abc import Iterator

from app.web.go.hit import Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls import matrix as matrix_addresses
from app.web.wording import rich_text as text

NAME = "matrix"


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield the page of the matrix where the words are its name, or the beginning of it."""
    rank = question.rank(NAME)
    if rank is not None:
        yield Hit(
            rank,
            "page",
            text.plain("Matrix"),
            matrix_addresses.matrix(scope.project.slug),
            text.plain("apps and migrations against environments"),
        )
