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
    def unknown(self) -> frozenset[MigrationKey]:
        """The migrations that the older release does not have."""
        keys = self.old.keys_to_record
        return frozenset(
            key
            for key, migration in self.new.migrations.items()
            if key not in keys
            and key not in self.open
            and not (migration.replaces and keys.issuperset(migration.replaces))
        )

    @cached_property
    def partly(self) -> frozenset[MigrationKey]:
        """The squashes of which the older release has a part."""
        keys = self.old.keys_to_record
        return frozenset(
            key for key in self.unknown if not keys.isdisjoint(self.new.migrations[key].replaces)
        )

    @cached_property
    def open(self) -> frozenset[MigrationKey]:
        """The migrations of which the older release does not tell whether it has them."""
        coverage = Coverage(self.old, self.new)
        apps, unread = frozenset(coverage.open_apps), frozenset(coverage.unread)
        return frozenset(
            key
            for key in self.new.migrations
            if key not in self.old.keys_to_record and (key.app_label in apps or key in unread)
        )
