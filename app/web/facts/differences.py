"""Differences, remembered as long as they are not too large: two releases name one for ever."""

from app.cache import Kept
from app.domain.difference import Difference, difference
from app.domain.release import Release

MIGRATIONS_KEPT = 30_000
"""A difference holds its two releases: so many migrations stay in memory for the sake of them."""

_Name = tuple[str, str | None, str | None]
_kept: Kept[tuple[_Name, _Name], Difference] = Kept(
    MIGRATIONS_KEPT, lambda found: 1 + len(found.before.migrations) + len(found.after.migrations)
)


def of(before: Release, after: Release) -> Difference:
    """What changed from one release to the other, computed once."""
    key = (_name(before), _name(after))
    found = _kept.get(key)
    if found is None:
        found = difference(before, after)
        _kept.put(key, found)
    return found


def _name(release: Release) -> _Name:
    """One content may have several labels and commits, and a document says them."""
    return release.fingerprint, release.label, release.commit
