"""
Which apps and migrations of two releases can be compared.

A release that was read from a directory may lack apps, and some of its files may be unreadable. A migration that one
release does not tell about is *not compared*, which is not the same as removed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from app.domain.difference.relabels import Relabel, relabels
from app.domain.keys import MigrationKey
from app.domain.release import Release, Unreadable

Paths = Mapping[MigrationKey, str]


@dataclass(frozen=True, eq=False)
class Coverage:
    """Which apps and migrations of two releases can be compared."""

    before: Release
    after: Release

    @cached_property
    def apps(self) -> tuple[str, ...]:
        """The labels of apps that only one of the two covers, sorted."""
        labels = self.before.apps | self.after.apps
        return tuple(sorted(label for label in labels if not self.has_app(label)))

    @cached_property
    def relabels(self) -> tuple[Relabel, ...]:
        """The apps that have another label in the later release."""
        return relabels(self.before, self.after)

    @cached_property
    def new_apps(self) -> tuple[str, ...]:
        """Those of `apps` that the earlier release did not have, as far as its files tell; sorted."""
        return tuple(
            label for label in self.apps if label in self.after.apps and self._is_only_in(self.after, label)
        )

    @cached_property
    def gone_apps(self) -> tuple[str, ...]:
        """Those of `apps` that the later release does not have, as far as its files tell; sorted."""
        return tuple(
            label for label in self.apps if label in self.before.apps and self._is_only_in(self.before, label)
        )

    def _is_only_in(self, release: Release, label: str) -> bool:
        """
        Whether the other release does not have this app: it was read whole, and no file of it refers to the app.

        A whole export holds apps of other people too, which a directory does not tell about.
        """
        other = self.after if release is self.before else self.before
        if other.unreadable or release.complete:
            return False
        return all(
            other.app_of(reference) != label
            for migration in other.migrations.values()
            for reference in (*migration.dependencies, *migration.run_before, *migration.replaces)
        )

    @cached_property
    def open_apps(self) -> tuple[str, ...]:
        """Those of `apps` that the other release may have too, with other migrations; sorted."""
        known = {*self.new_apps, *self.gone_apps}
        known.update(label for relabel in self.relabels for label in (relabel.before, relabel.after))
        return tuple(label for label in self.apps if label not in known)

    @cached_property
    def is_same(self) -> bool:
        """Whether the two are one release for certain: they have one content, and one commit or one label."""
        before, after = self.before, self.after
        names = ((before.commit, after.commit), (before.label, after.label))
        is_one = any(name is not None and name == other for name, other in names)
        return is_one and before.fingerprint == after.fingerprint

    @cached_property
    def places(self) -> tuple[Unreadable, ...]:
        """The places that one of the two could not read, other than the files of the migrations in `unread`; sorted."""
        names = {key.name for key in self.unread}
        entries = {*self.before.unreadable, *self.after.unreadable}
        return tuple(sorted(entry for entry in entries if _path_end(entry.path).name not in names))

    def has_app(self, label: str) -> bool:
        """Whether both releases cover this app."""
        return covers(self.before, label) and covers(self.after, label)

    @cached_property
    def unread(self) -> tuple[MigrationKey, ...]:
        """The migrations, in apps that both cover, whose file one release could not read completely; sorted."""
        keys = self.before.migrations.keys() | self.after.migrations.keys()
        return tuple(sorted(key for key in keys if self.has_app(key.app_label) and not self._is_read(key)))

    def comparable_keys(self, release: Release) -> frozenset[MigrationKey]:
        """The migrations of `release`, one of the two, that can be compared."""
        unread = frozenset(self.unread)
        return frozenset(
            key for key in release.migrations if key not in unread and self.has_app(key.app_label)
        )

    def _is_read(self, key: MigrationKey) -> bool:
        return not (self._unread_before.may_hold(key) or self._unread_after.may_hold(key))

    @cached_property
    def _unread_before(self) -> "_UnreadFiles":
        return _UnreadFiles.of(self.before, self.after)

    @cached_property
    def _unread_after(self) -> "_UnreadFiles":
        return _UnreadFiles.of(self.after, self.before)


def covers(release: Release, label: str) -> bool:
    """
    Whether a release tells everything about an app.

    If so, a migration of this app that the release lacks does not exist. Otherwise the release just does not tell.
    """
    return release.complete or label in release.apps or label in release.unmigrated_apps


@dataclass(frozen=True, slots=True)
class _UnreadFiles:
    """
    The migration files that one release could not read completely.

    `paths` are their paths, `path_ends` the same as (folder, name). The folder of an app may differ from its label, so
    a file in a folder that is no known label may belong to any app: `names_of_any_app` are the names of such files.
    `own_paths` are the paths of migrations in this release, `other_paths` those in the other.
    """

    paths: frozenset[str]
    path_ends: frozenset[MigrationKey]
    names_of_any_app: frozenset[str]
    own_paths: Paths
    other_paths: Paths

    @classmethod
    def of(cls, release: Release, other: Release) -> Self:
        paths = frozenset(error.path for error in release.unreadable if error.path.endswith(".py"))
        path_ends = frozenset(_path_end(path) for path in paths)
        labels = release.apps | other.apps
        names_of_any_app = frozenset(end.name for end in path_ends if end.app_label not in labels)
        return cls(paths, path_ends, names_of_any_app, _paths(release), _paths(other))

    def may_hold(self, key: MigrationKey) -> bool:
        """
        Whether one of these files may be the file of this migration.

        The path in this release decides, else the end of the path in the other release, else folder and name.
        """
        if key in self.own_paths:
            return self.own_paths[key] in self.paths
        if key in self.other_paths:
            return _path_end(self.other_paths[key]) in self.path_ends
        return key in self.path_ends or key.name in self.names_of_any_app


def _paths(release: Release) -> Paths:
    return {key: migration.path for key, migration in release.migrations.items() if migration.path}


def _path_end(path: str) -> MigrationKey:
    """The end of a path as a key: `shop/orders/migrations/0001_initial.py` gives `orders.0001_initial`."""
    *folders, name = path.split("/")
    return MigrationKey(folders[-2] if len(folders) > 1 else "", name.removesuffix(".py"))
