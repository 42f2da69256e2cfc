"""Comparisons that were made before: two fingerprints name a result for ever, so it is made once."""

from app.cache import WeightedCache
from app.domain.difference import Difference, difference
from app.domain.drift import Drift, compare
from app.domain.history import History
from app.domain.release import Release

DRIFTS = 1024
"""How many drifts stay in memory."""

MIGRATIONS = 30_000
"""How many migrations stay in memory as parts of differences: a difference holds its two releases."""

_Name = tuple[str, str | None, str | None]
_drifts: WeightedCache[tuple[str, str, str], Drift] = WeightedCache(DRIFTS, lambda _: 1)
_differences: WeightedCache[tuple[_Name, _Name], Difference] = WeightedCache(
    MIGRATIONS, lambda found: 1 + len(found.before.migrations) + len(found.after.migrations)
)


def drift_of(release: Release, history: History, *, alias: str = "default") -> Drift:
    """The drift of this history against this release."""
    key = (release.fingerprint, history.fingerprint, alias)
    drift = _drifts.get(key)
    if drift is None:
        drift = compare(release, history, alias=alias)
        _drifts.put(key, drift)
    return drift


def difference_of(before: Release, after: Release) -> Difference:
    """What changed from one release to the other."""
    key = (_name(before), _name(after))
    changes = _differences.get(key)
    if changes is None:
        changes = difference(before, after)
        _differences.put(key, changes)
    return changes


def _name(release: Release) -> _Name:
    """The same content may have several labels and commits, and a document names them."""
    return release.fingerprint, release.label, release.commit
