"""
Which migrations of a newer release an older one has: those have run where it ran, and its code knows what they made.

A squash is known where everything that it replaces is. An app that the older release does not tell about is open: it
may have the migration, as a directory of source does not hold the apps of packages.
"""

from dataclasses import dataclass
from functools import cached_property

from app.domain.difference.coverage import Coverage
from app.domain.keys import MigrationKey
from app.domain.release import Release


@dataclass(frozen=True, eq=False)
class KnownToOld:
    """Which migrations of `new` the release `old` has."""

    old: Release
    new: Release

    @cached_property
    def keys(self) -> frozenset[MigrationKey]:
        """What the older release has, with what stands behind a squash of it, and the squashes of all that."""
        known: set[MigrationKey] = set()
        waiting = list(self.old.keys_to_record)
        while waiting:
            while waiting:
                key = waiting.pop()
                if key not in known:
                    known.add(key)
                    waiting += self.new.migrations[key].replaces if key in self.new.migrations else ()
            waiting += (
                squash.key
                for squash in self.new.squashes
                if squash.key not in known and known.issuperset(squash.replaces)
            )
        return frozenset(known)

    @cached_property
    def unknown(self) -> frozenset[MigrationKey]:
        """The migrations that the older release does not have."""
        return frozenset(key for key in self.new.migrations if key not in self.keys and key not in self.open)

    @cached_property
    def partly(self) -> frozenset[MigrationKey]:
        """The squashes of which the older release has a part."""
        return frozenset(
            key for key in self.unknown if not self.keys.isdisjoint(self.new.migrations[key].replaces)
        )

    @cached_property
    def open(self) -> frozenset[MigrationKey]:
        """The migrations of which the older release does not tell whether it has them."""
        coverage = Coverage(self.old, self.new)
        apps, unread = frozenset(coverage.open_apps), frozenset(coverage.unread)
        return frozenset(
            key
            for key in self.new.migrations
            if key not in self.keys and (key.app_label in apps or key in unread)
        )
