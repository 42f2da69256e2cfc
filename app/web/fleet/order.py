"""
The order of the environments of a fleet. By default the worst stands first: the verdict, production, then how much.

An environment that is not seen counts among the unseen by what it was when it was last seen: one that was blocked then
comes before one that was fine.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from app.domain.findings import Severity
from app.domain.fleet import Sighting
from app.domain.fleet.sighting import VERDICT_ORDER
from app.web.facts.fleet import EnvironmentInfo
from app.web.wording.names import is_production, natural

SORTS = {"worst": "worst first", "name": "name", "pending": "most to run", "seen": "longest unseen"}
"""The values of `sort`, each with its word in the form; the first is the default."""

NEVER = datetime.min.replace(tzinfo=UTC)
"""Sorts before every moment."""

Badness = tuple[int, int, bool, int]


def ordered(
    sightings: Iterable[Sighting], infos: Mapping[str, EnvironmentInfo], sort: str = "worst"
) -> tuple[Sighting, ...]:
    """The environments in the order of `sort`, by name among equals; `infos` are by slug."""
    by_name = sorted(sightings, key=lambda sighting: natural(sighting.environment))
    if sort == "pending":
        by_name.sort(key=lambda sighting: -(sighting.pending or 0))
    elif sort == "seen":
        by_name.sort(key=lambda sighting: sighting.seen_at or NEVER)
    elif sort == "worst":
        by_name.sort(key=lambda sighting: badness(sighting, infos[sighting.environment].tier))
    return tuple(by_name)


def badness(sighting: Sighting, tier: str) -> Badness:
    """A key that sorts the worst first: the verdict, that of the last look, production, then the number of troubles."""
    last = sighting.last_verdict
    return (
        VERDICT_ORDER[sighting.verdict],
        len(VERDICT_ORDER) if last is None else VERDICT_ORDER[last],
        not is_production(tier),
        -_size(sighting),
    )


def _size(sighting: Sighting) -> int:
    """How many troubles there are, or where there is none how many migrations are to run."""
    findings = sighting.drift.findings if sighting.drift else ()
    troubles = sum(finding.code.severity is not Severity.INFORMATION for finding in findings)
    return troubles or sighting.pending or 0
