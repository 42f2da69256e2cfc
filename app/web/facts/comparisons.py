"""Comparisons and differences, each made once: two fingerprints name the result, so it stays in a cache."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from app.cache import WeightedCache
from app.domain.difference import Difference, difference
from app.domain.drift import Drift, compare
from app.domain.drift.app_limits import limited_to
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Finding
from app.domain.history import History
from app.domain.pair.pair import HistoryPair
from app.domain.provenance import Knowledge, with_knowledge
from app.domain.release import Release
from app.domain.runbook import Circumstances
from app.reader import go_on

MAX_STATUSES = 4_000_000
"""The statuses of all drifts in a cache: 5,000 environments of 800 migrations each."""

MAX_DRIFTS = 16_384
"""The number of small things that are kept by a comparison."""

MAX_MIGRATIONS = 30_000
"""The number of migrations in the cache of differences; a difference counts those of its two releases."""

MAX_PAIRED_ROWS = 300_000
"""The rows of the histories in the cache of pairs, with the migrations of their releases."""

Apps = AbstractSet[str] | None
"""The labels of the apps that live in a database; None for all."""

_ReleaseKey = tuple[str, str | None, str | None]
_drifts: WeightedCache[tuple[str, str, str], Drift] = WeightedCache(
    MAX_STATUSES, lambda drift: 1 + len(drift.statuses)
)
_informed_drifts: WeightedCache[
    tuple[_ReleaseKey, str, str, int, frozenset[str] | None], tuple[Knowledge, Drift]
] = WeightedCache(MAX_STATUSES, lambda entry: 1 + len(entry[1].statuses))
"""By the identity of the knowledge too, which stays the same while nothing is added; its value stays with the entry."""
_circumstances: WeightedCache[tuple[Drift, Finding], Circumstances] = WeightedCache(MAX_DRIFTS)
"""By the comparison, which is one value in memory: another history or another release is another one."""
_differences: WeightedCache[tuple[_ReleaseKey, _ReleaseKey], Difference] = WeightedCache(
    MAX_MIGRATIONS,
    lambda difference: 1 + len(difference.before.migrations) + len(difference.after.migrations),
)

_pairs: WeightedCache[tuple[_ReleaseKey, str, str], HistoryPair] = WeightedCache(
    MAX_PAIRED_ROWS,
    lambda pair: 1 + len(pair.release.migrations) + len(pair.first.rows) + len(pair.second.rows),
)


def drift_of(release: Release, history: History, *, alias: str = "default", apps: Apps = None) -> Drift:
    """The drift of this history against this release; `apps` are those that live in the database, None for all."""
    key = (release.fingerprint, history.fingerprint, alias)
    drift = _drifts.get(key)
    if drift is None:
        go_on()
        drift = compare(release, history, alias=alias)
        _drifts.put(key, drift)
    return drift if apps is None else limited_to(drift, apps)


def informed_drift_of(
    release: Release, history: History, knowledge: Knowledge, *, alias: str = "default", apps: Apps = None
) -> Drift:
    """The drift of this history against this release, told by what is known of the code now."""
    limit = None if apps is None else frozenset(apps)
    key = (_release_key(release), history.fingerprint, alias, id(knowledge), limit)
    cached = _informed_drifts.get(key)
    if cached is None:
        go_on()
        drift = with_knowledge(drift_of(release, history, alias=alias), knowledge)
        cached = (knowledge, drift if limit is None else limited_to(drift, limit))
        _informed_drifts.put(key, cached)
    return cached[1]


def known_drift(
    release: Release, history: History, knowledge: Knowledge, *, alias: str, apps: Apps
) -> Drift | None:
    """What `informed_drift_of` answered, as long as that is kept; None where nobody asked."""
    limit = None if apps is None else frozenset(apps)
    kept = _informed_drifts.get((_release_key(release), history.fingerprint, alias, id(knowledge), limit))
    return None if kept is None else kept[1]


def drift_knowing(
    release: Release,
    newer: Sequence[Release],
    history: History,
    *,
    alias: str = "default",
    apps: Apps = None,
) -> Drift:
    """The drift of this history against this release, where some newer releases are known and nothing else is."""
    drift = drift_of(release, history, alias=alias)
    if newer:
        drift = with_knowledge(drift, Knowledge(releases=(release, *newer)))
    return drift if apps is None else limited_to(drift, apps)


def known_circumstances_of(drift: Drift, finding: Finding) -> Circumstances:
    """What the comparison knows of this finding of it."""
    circumstances = _circumstances.get((drift, finding))
    if circumstances is None:
        go_on()
        circumstances = circumstances_of(drift, finding)
        _circumstances.put((drift, finding), circumstances)
    return circumstances


def difference_of(before: Release, after: Release) -> Difference:
    """What changed from one release to the other."""
    key = (_release_key(before), _release_key(after))
    changes = _differences.get(key)
    if changes is None:
        go_on()
        changes = difference(before, after)
        _differences.put(key, changes)
    return changes


def pair_of(release: Release, first: History, second: History) -> HistoryPair:
    """Two histories beside each other, seen through a release; what is asked of the pair stays with it."""
    key = (_release_key(release), first.fingerprint, second.fingerprint)
    pair = _pairs.get(key)
    if pair is None:
        pair = HistoryPair(release, first, second)
        _pairs.put(key, pair)
    return pair


def _release_key(release: Release) -> _ReleaseKey:
    """The fingerprint is not enough: the same content may have several labels and commits, which documents name."""
    return release.fingerprint, release.label, release.commit
