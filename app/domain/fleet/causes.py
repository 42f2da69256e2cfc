"""The causes that environments share: what blocks several of them is said once."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.findings import Finding
from app.domain.fleet.sighting import Sighting


@dataclass(frozen=True, slots=True)
class SharedFinding:
    """One cause: the same code, subject and related keys in several environments, their names sorted."""

    finding: Finding
    environments: tuple[str, ...]


def causes(sightings: Iterable[Sighting]) -> tuple[SharedFinding, ...]:
    """What blocks, each cause once, the one with the most environments first."""
    found: dict[Finding, list[str]] = {}
    for sighting in sightings:
        for finding in sighting.blockers:
            found.setdefault(finding, []).append(sighting.environment)
    shared = (SharedFinding(finding, tuple(sorted(names))) for finding, names in found.items())
    return tuple(sorted(shared, key=lambda cause: (-len(cause.environments), cause.finding)))


def by_cause(sightings: Iterable[Sighting]) -> tuple[SharedFinding, ...]:
    """As `causes`, but each environment once, under the cause that it shares with most others."""
    placed: set[str] = set()
    result = []
    for cause in causes(sightings):
        names = tuple(name for name in cause.environments if name not in placed)
        placed.update(names)
        if names:
            result.append(SharedFinding(cause.finding, names))
    return tuple(result)
