"""The way back of each database or schema of one environment, worked out once for each pair of releases and history."""

from collections.abc import Hashable, Iterator

from app.cache import WeightedCache
from app.domain.difference.consequences import ReleaseNames
from app.domain.readiness import Readiness
from app.domain.rollback import Rollback
from app.reader import go_on
from app.web.readiness.environment.dependencies import OneEnvironment

_ways: WeightedCache[Hashable, Rollback] = WeightedCache(64)
"""By the fingerprints of both releases and of the history, which name the result."""


def ways(one: OneEnvironment) -> Iterator[tuple[Readiness, Rollback | None]]:
    """Yield each part with its way back; None where it has no plan, or nobody knows what runs there."""
    for part in one.readiness.parts or (one.readiness,):
        yield part, _way(one, part)


def names_of(one: OneEnvironment) -> ReleaseNames:
    """What people call the two releases."""
    return ReleaseNames(one.older.name if one.older else "", one.facts.outlook.label)


def _way(one: OneEnvironment, part: Readiness) -> Rollback | None:
    if one.older is None or part.steps is None or part.prospect is None:
        return None
    old, drift, alias = one.older.release, part.prospect.drift, part.sighting.location.alias
    key = (old.fingerprint, drift.release.fingerprint, drift.history.fingerprint, alias, part.steps.plan)
    way = _ways.get(key)
    if way is None:
        go_on()
        way = Rollback(old, drift.release, drift.history, alias, drift.outcome)
        _ways.put(key, way)
    return way
