"""The sentence over an environment that has several databases or schemas."""

from collections import Counter

from app.domain.english import count, plural
from app.domain.findings import Verdict
from app.domain.fleet.sighting import Sighting

PREDICATES = {
    Verdict.BLOCKED: ("is blocked", "are blocked"),
    Verdict.DRIFTED: ("has drifted", "have drifted"),
    Verdict.BEHIND: ("is behind", "are behind"),
    Verdict.NOT_JUDGED: ("cannot be judged", "cannot be judged"),
    Verdict.UNSEEN: ("is unseen", "are unseen"),
    Verdict.AHEAD: ("is ahead", "are ahead"),
    Verdict.IN_STEP: ("is in step", "are in step"),
}
"""What is said of one part, and of several, with a verdict."""


def parts_sentence(sighting: Sighting) -> str:
    """
    How many parts have the worst verdict: `3 of 212 schemas are blocked`, without a full stop.

    `sighting` is one of an environment with parts, or of schemas that all share one history.
    """
    parts = sighting.parts or (sighting,)
    numbers: Counter[Verdict] = Counter()
    for part in parts:
        numbers[part.verdict] += part.size
    total, number = sighting.size, numbers[sighting.verdict]
    one, many = PREDICATES[sighting.verdict]
    noun = noun_of(parts)
    if number < total:
        return f"{number:,} of {count(total, noun)} {plural(number, one, many)}"
    return f"The {noun} {one}" if total == 1 else f"All {count(total, noun)} {many}"


def shared(sighting: Sighting) -> str:
    """`; 209 share one history`, of the largest group of schemas; empty where none is shared."""
    largest = max(len(part.schemas) for part in sighting.parts or (sighting,))
    if largest < 2:
        return ""
    return f"; {'all' if largest == sighting.size else f'{largest:,}'} share one history"


def noun_of(parts: tuple[Sighting, ...]) -> str:
    """What the parts are: `schema`, `database`, or `table` where there are both."""
    if all(part.schemas for part in parts):
        return "schema"
    return "table" if any(part.schemas for part in parts) else "database"
