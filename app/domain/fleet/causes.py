"""The causes that block environments, each with the environments that share it."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.english import plural
from app.domain.findings import Code, Finding
from app.domain.fleet.sighting import Sighting
from app.domain.runbook import ENTRIES


@dataclass(frozen=True, slots=True)
class SharedFinding:
    """A cause: one finding, with the same code, subject and related keys, and the sorted slugs of its environments."""

    finding: Finding
    environments: tuple[str, ...]


def causes(sightings: Iterable[Sighting]) -> tuple[SharedFinding, ...]:
    """The blocking findings of all environments, each once, the one with the most environments first."""
    slugs_by_finding: dict[Finding, list[str]] = {}
    for sighting in sightings:
        for finding in sighting.blockers:
            slugs_by_finding.setdefault(finding, []).append(sighting.environment)
    shared = (SharedFinding(finding, tuple(sorted(slugs))) for finding, slugs in slugs_by_finding.items())
    return tuple(sorted(shared, key=lambda cause: (-len(cause.environments), cause.finding)))


def disjoint_causes(sightings: Iterable[Sighting]) -> tuple[SharedFinding, ...]:
    """The causes of `causes`, with each environment only under the cause that most environments share."""
    covered: set[str] = set()
    disjoint = []
    for cause in causes(sightings):
        slugs = tuple(slug for slug in cause.environments if slug not in covered)
        covered.update(slugs)
        if slugs:
            disjoint.append(SharedFinding(cause.finding, slugs))
    return tuple(disjoint)


def blockers(finding: Finding) -> tuple[int, str]:
    """How many things block, and what they are called: `(1, "missing row")`, `(2, "missing rows")`."""
    one, many = ENTRIES[finding.code].blockers
    number = max(1, len(finding.related)) if finding.code is Code.MISSING_DEPENDENCY else 1
    return number, plural(number, one, many)
