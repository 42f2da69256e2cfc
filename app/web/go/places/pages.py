"""The pages of a project that have a name of one word, and need no other word."""

from collections.abc import Iterator

from app.web.go.hit import Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls import matrix as matrix_addresses
from app.web.urls import squashes as squash_addresses
from app.web.wording import rich_text as text

PAGES = (
    ("matrix", "Matrix", matrix_addresses.matrix, "apps and migrations against environments"),
    ("squashes", "Squashes", squash_addresses.squashes, "what may be taken away of them, and who holds it"),
)
"""For each page its name, its title, its address in a project, and what it shows."""


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """Yield each page where the words are its name, or the beginning of it."""
    for name, title, address, shown in PAGES:
        rank = question.rank(name)
        if rank is not None:
            yield Hit(rank, "page", text.plain(title), address(scope.project.slug), text.plain(shown))
