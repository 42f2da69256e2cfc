"""The sentence over an environment that has several databases or schemas."""

from collections import Counter
from collections.abc import Sequence

from app.domain.english import count, plural
from app.domain.readiness.answer import Answer
from app.domain.readiness.readiness import Readiness

PREDICATES = {
    Answer.NO: ("cannot take it", "cannot take it"),
    Answer.UNKNOWN: ("is unknown", "are unknown"),
    Answer.MIND: ("can take it, with something to mind", "can take it, with something to mind"),
    Answer.YES: ("can take it", "can take it"),
}
"""What is said of one part of an environment, and of several, with an answer."""


def parts_sentence(parts: Sequence[Readiness]) -> str:
    """`3 of 212 schemas cannot take it`, without a full stop; `parts` are those of an environment, the worst first."""
    numbers: Counter[Answer] = Counter()
    for part in parts:
        numbers[part.answer] += part.size
    total, worst = numbers.total(), parts[0].answer
    number, (one, many) = numbers[worst], PREDICATES[worst]
    noun = _noun(parts)
    if number < total:
        return f"{number:,} of {count(total, noun)} {plural(number, one, many)}"
    return f"The {noun} {one}" if total == 1 else f"All {count(total, noun)} {many}"


def _noun(parts: Sequence[Readiness]) -> str:
    if all(part.sighting.schemas for part in parts):
        return "schema"
    return "table" if any(part.sighting.schemas for part in parts) else "database"
