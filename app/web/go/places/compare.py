"""Two environments beside each other, for who types the word and one or two of them: `compare staging production`."""

from collections.abc import Iterator, Sequence
from itertools import islice

from app.web.go.hit import MAX_HITS, Hit
from app.web.go.question import Question
from app.web.go.scope import Scope
from app.web.urls.compare import CompareAddress, SideSegment, choice
from app.web.wording import rich_text as text

WORD = "compare"

MIN_LETTERS = 4
"""So many letters of the word stand for it."""

MAX_NAMED = MAX_HITS + 1
"""One of them may be the very one that it would be compared with."""


def hits(scope: Scope, question: Question) -> Iterator[Hit]:
    """
    Yield the comparison of the environments that the other words name, as many as are shown.

    One word leads to the choice of the second one. The names of two environments need no word before them.
    """
    if len(scope.project.environments) < 2:
        return
    words = [part for part in question.parts if not _is_meant(part)]
    is_meant = len(words) < len(question.parts)
    if len(words) == 2 and (is_meant or all(_called(scope, word) for word in words)):
        first, second = (_fitting(scope, word) for word in words)
        pairs = ((one, other) for one in first for other in second if one != other)
        yield from (_pair(scope, one, other, words) for one, other in islice(pairs, MAX_HITS))
    elif is_meant and len(words) == 1:
        yield from (_with_another(scope, slug, words) for slug in _fitting(scope, words[0])[:MAX_HITS])
    elif is_meant and not words:
        said = text.plain("two environments beside each other")
        yield Hit(1, "page", text.plain("Compare"), choice(scope.project.slug), said)


def _pair(scope: Scope, first: str, second: str, words: Sequence[str]) -> Hit:
    rank = 0 if [first.lower(), second.lower()] == [*words] else 1
    key = (WORD, first, second, rank)
    hit = scope.lookups.hits.get(key)
    if hit is None:
        address = CompareAddress.live(scope.project.slug, SideSegment(first), SideSegment(second))
        hit = Hit(rank, "page", text.plain(f"Compare {first} with {second}"), address.page())
        scope.lookups.hits.put(key, hit)
    return hit


def _with_another(scope: Scope, slug: str, words: Sequence[str]) -> Hit:
    rank = 0 if [slug.lower()] == [*words] else 1
    return Hit(
        rank, "page", text.plain(f"Compare {slug} with another"), choice(scope.project.slug, first=slug)
    )


def _called(scope: Scope, word: str) -> list[str]:
    """The environments of that very name."""
    return [
        scope.project.environments[number].slug
        for number in islice(scope.lookups.configured.called(word), MAX_NAMED)
    ]


def _fitting(scope: Scope, word: str) -> list[str]:
    """The environments of that very name, else those with the word in their names, as many as are shown."""
    numbers = scope.lookups.configured.holding((word,))
    return _called(scope, word) or [
        scope.project.environments[number].slug for number in islice(numbers, MAX_NAMED)
    ]


def _is_meant(part: str) -> bool:
    return len(part) >= MIN_LETTERS and WORD.startswith(part)
