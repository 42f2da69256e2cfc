"""
What of two releases can be held against each other.

A directory of source holds some apps only, and some of its files could not be read: what one of the two does not tell
is *not compared*, which is not the same as removed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from app.domain.keys import MigrationKey
from app.domain.release import Release

Paths = Mapping[MigrationKey, str]


@dataclass(frozen=True, eq=False)
class Coverage:
    """The apps and the migrations that both releases tell of; `apps` are those that only one of the two covers."""

    before: Release
    after: Release

    @cached_property
    def apps(self) -> tuple[str, ...]:
        """The labels of apps that only one of the two covers, sorted."""
        labels = self.before.apps | self.after.apps
        return tuple(sorted(label for label in labels if not self.has(label)))

    def has(self, label: str) -> bool:
        """Whether both releases cover this app."""
        return covers(self.before, label) and covers(self.after, label)

    @cached_property
    def unread(self) -> tuple[MigrationKey, ...]:
        """The migrations of covered apps whose file could not be read whole in one of the two, sorted."""
        keys = self.before.migrations.keys() | self.after.migrations.keys()
        return tuple(sorted(key for key in keys if self.has(key.app_label) and not self._is_read(key)))

    def keys(self, release: Release) -> frozenset[MigrationKey]:
        """Of one of the two, the migrations that can be compared."""
        apart = frozenset(self.unread)
        return frozenset(key for key in release.migrations if key not in apart and self.has(key.app_label))

    def _is_read(self, key: MigrationKey) -> bool:
        return not (self._unread_before(key) or self._unread_after(key))

    @cached_property
    def _unread_before(self) -> "_Unread":
        return _Unread.of(self.before, self.after)

    @cached_property
    def _unread_after(self) -> "_Unread":
        return _Unread.of(self.after, self.before)


def covers(release: Release, label: str) -> bool:
    """Whether what a release does not hold of this app is not there, or is only not told."""
    return release.complete or label in release.apps or label in release.unmigrated_apps


@dataclass(frozen=True, slots=True)
class _Unread:
    """
    The files that one release could not read whole; called with a key, whether they may hold its migration.

    By the path that this release says, else by the end of the path that the other says, else by folder and name. The
    folder of an app need not have its label: a file in a folder that is no label of ours may belong to any app.
    """

    files: frozenset[str]
    ends: frozenset[MigrationKey]
    anywhere: frozenset[str]
    own: Paths
    others: Paths

    @classmethod
    def of(cls, release: Release, other: Release) -> Self:
        files = frozenset(place.path for place in release.unreadable if place.path.endswith(".py"))
        ends = frozenset(_end(path) for path in files)
        labels = release.apps | other.apps
        anywhere = frozenset(end.name for end in ends if end.app_label not in labels)
        return cls(files, ends, anywhere, _paths(release), _paths(other))

    def __call__(self, key: MigrationKey) -> bool:
        if key in self.own:
            return self.own[key] in self.files
        if key in self.others:
            return _end(self.others[key]) in self.ends
        return key in self.ends or key.name in self.anywhere


def _paths(release: Release) -> Paths:
    return {key: migration.path for key, migration in release.migrations.items() if migration.path}


def _end(path: str) -> MigrationKey:
    """The folder over `migrations` and the name, as a key: of `shop/orders/migrations/0001_initial.py`."""
    *folders, name = path.split("/")
    return MigrationKey(folders[-2] if len(folders) > 1 else "", name.removesuffix(".py"))
