"""Differences, remembered: two releases name one for ever."""

from dataclasses import dataclass, field
from functools import lru_cache

from app.domain.difference import Difference, difference
from app.domain.release import Release

REMEMBERED = 64

Name = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Named:
    before_name: Name
    after_name: Name
    before: Release = field(compare=False)
    after: Release = field(compare=False)


def of(before: Release, after: Release) -> Difference:
    """What changed from one release to the other, computed once."""
    return _compared(_Named(_name(before), _name(after), before, after))


def _name(release: Release) -> Name:
    """One content may have several labels and commits, and a document says them."""
    return release.fingerprint, release.label, release.commit


@lru_cache(maxsize=REMEMBERED)
def _compared(named: _Named) -> Difference:
    return difference(named.before, named.after)
