"""Comparisons, remembered: two fingerprints and an alias name a result for ever."""

from dataclasses import dataclass, field
from functools import lru_cache

from app.domain.drift import Drift, compare
from app.domain.history import History
from app.domain.release import Release

REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class _Named:
    release_fingerprint: str
    history_fingerprint: str
    alias: str
    release: Release = field(compare=False)
    history: History = field(compare=False)


def of(release: Release, history: History, *, alias: str = "default") -> Drift:
    """The drift of this history against this release, computed once."""
    return _compared(_Named(release.fingerprint, history.fingerprint, alias, release, history))


@lru_cache(maxsize=REMEMBERED)
def _compared(named: _Named) -> Drift:
    return compare(named.release, named.history, alias=named.alias)
