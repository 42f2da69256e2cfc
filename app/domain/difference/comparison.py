"""
What changed from one release to another.

    before            after
    orders.0001       orders.0001       edited: the same key, another content
    orders.0002_a     orders.0002_b     renamed: another key, the same content
    orders.0003       (no file)         removed
    (no file)         orders.0004       added
    users.1 users.2   users.1to2        squashed: one migration stands for others

Edited and renamed migrations are the red flag: databases have run the old content, and Django runs no migration twice.
Migrations and apps that only one of the two releases covers are reported as *not compared*.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from app.domain.difference.coverage import Coverage
from app.domain.difference.edit import Edit, KeyChanges, edit_of
from app.domain.difference.new_edges import Effect, NewEdge, new_edges
from app.domain.difference.relabels import Relabel
from app.domain.difference.renames import Rename, renames
from app.domain.keys import MigrationKey
from app.domain.release import Release

Keys = tuple[MigrationKey, ...]


@dataclass(frozen=True, slots=True)
class SquashChange:
    """
    A change around one squash.

    `new`: the squash was added. `settled`: it no longer has `replaces`, so it is an ordinary migration now. `replaced`
    are the keys that it stands for and that the earlier release had. `gone` are those of them that have no file in the
    later release.
    """

    key: MigrationKey
    replaced: Keys
    gone: Keys
    new: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True, order=True)
class MovedDependency:
    """A migration whose dependencies on `removed` became ones on `added`, which mean the same for Django."""

    key: MigrationKey
    removed: Keys
    added: Keys


@dataclass(frozen=True, slots=True, order=True)
class SettingChange:
    """A setting that both releases state, with different values."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, eq=False)
class Difference:
    """
    Everything that changed from `before` to `after`; every tuple is sorted.

    `edges` are new dependencies of migrations that both releases have. `operations_not_compared` are the migrations of
    which some operation could be compared by kind and name only. `coverage` names the apps (`apps`) and migrations
    (`unread`) that were not compared at all, and the apps that have another label now. `moved` are dependencies that
    name a squash instead of what it stands for; they are no edits.
    """

    coverage: Coverage
    added: Keys
    removed: Keys
    renamed: tuple[Rename, ...]
    edited: tuple[Edit, ...]
    squashed: tuple[SquashChange, ...]
    edges: tuple[NewEdge, ...]
    settings: tuple[SettingChange, ...]
    operations_not_compared: Keys
    moved: tuple[MovedDependency, ...] = ()

    @property
    def before(self) -> Release:
        return self.coverage.before

    @property
    def after(self) -> Release:
        return self.coverage.after

    @property
    def django(self) -> tuple[str, str] | None:
        """
        Django's version before and after, or None when the two may be the same, or one is not known.

        5.2 and 5.2.8 may be the same version, because 5.2 does not state its third number.
        """
        old, new = self.before.django, self.after.django
        if not old or not new:
            return None
        shorter, longer = sorted((old, new), key=len)
        return None if f"{longer}.".startswith(f"{shorter}.") else (old, new)

    @cached_property
    def _edges_by_child(self) -> Mapping[MigrationKey, list[NewEdge]]:
        edges_by_child: dict[MigrationKey, list[NewEdge]] = {}
        for edge in self.edges:
            edges_by_child.setdefault(edge.child, []).append(edge)
        return edges_by_child

    @cached_property
    def edges_without_edit(self) -> tuple[NewEdge, ...]:
        """
        The new edges that no edited file explains, except harmless ones.

        They come from a new migration with `run_before`, or from a setting or `__first__` that now stands for another
        migration.
        """
        explained = {edge for edit in self.edited for edge in self.edges_of(edit)}
        return tuple(
            edge for edge in self.edges if edge.effect is not Effect.HARMLESS and edge not in explained
        )

    @property
    def is_edited(self) -> bool:
        """Whether something changed that databases may have run already."""
        return bool(self.edited or self.renamed or self.edges_without_edit or self.relabels)

    @property
    def relabels(self) -> tuple[Relabel, ...]:
        """The apps that have another label now: Django would run their migrations again."""
        return self.coverage.relabels

    @property
    def is_whole(self) -> bool:
        """Whether everything that both releases have could be compared, so that nothing can have been edited unseen."""
        coverage = self.coverage
        unknown = (coverage.unread, coverage.open_apps, coverage.places, self.operations_not_compared)
        return coverage.is_same or not any(unknown)

    @property
    def is_empty(self) -> bool:
        """Whether no change is known."""
        apps = (self.coverage.new_apps, self.coverage.gone_apps)
        changes = (self.added, self.removed, self.squashed, self.settings, self.django, self.moved, *apps)
        return not (self.is_edited or any(changes))

    def edges_of(self, edit: Edit) -> tuple[NewEdge, ...]:
        """The new edges that one edit caused: to the edited migration's parents, and from its `run_before`."""
        own_edges = self._edges_by_child.get(edit.key, ()) if edit.dependencies.added else ()
        other_edges = (
            edge for child in edit.run_before.added for edge in self._edges_by_child.get(child, ())
        )
        return (*own_edges, *(edge for edge in other_edges if edge.parent == edit.key))


def difference(before: Release, after: Release) -> Difference:
    """Compare a release with an earlier one. Linear in migrations, edges and operations."""
    return _Comparison(Coverage(before, after)).difference()


class _Comparison:
    """The data that the steps of one comparison share."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self.before, self.after = coverage.before, coverage.after
        self.old_keys = coverage.comparable_keys(self.before)
        self.new_keys = coverage.comparable_keys(self.after)
        self.edges = new_edges(coverage)
        self.effects = {(edge.child, edge.parent): edge.effect for edge in self.edges}
        squashes = {squash.key for squash in (*self.before.squashes, *self.after.squashes)}
        self.stands_for = {key: self._stands_for(key) for key in sorted(squashes & self.new_keys)}
        self.moved: list[MovedDependency] = []

    def difference(self) -> Difference:
        squashed = self._squash_changes()
        replaced_keys = {key for squash in squashed for key in squash.gone}
        relabelled = {key: relabel.after for relabel in self.coverage.relabels for key in relabel.keys}
        new_labels = {MigrationKey(label, key.name) for key, label in relabelled.items()}
        removed_keys = self.old_keys - self.new_keys - replaced_keys - relabelled.keys()
        added_keys = (
            self.new_keys - self.old_keys - {squash.key for squash in squashed if squash.new} - new_labels
        )
        renamed = renames(self.coverage, removed_keys, added_keys)
        old_names, new_names = {rename.before for rename in renamed}, {rename.after for rename in renamed}
        edits = [self._edit(key) for key in sorted(self.old_keys & self.new_keys)]
        return Difference(
            self.coverage,
            added=tuple(sorted(added_keys - new_names)),
            removed=tuple(sorted(removed_keys - old_names)),
            renamed=renamed,
            edited=tuple(edit for edit in edits if edit),
            squashed=squashed,
            edges=self.edges,
            settings=self._setting_changes(),
            operations_not_compared=tuple(edit.key for edit in edits if not edit.operations.compared),
            moved=tuple(self.moved),
        )

    def _squash_changes(self) -> tuple[SquashChange, ...]:
        changes = []
        for key, replaces in self.stands_for.items():
            old = self.before.migrations.get(key)
            new = old is None
            settled = bool(old and old.replaces and not self.after.migrations[key].replaces)
            replaced = tuple(sorted(replaces & self.old_keys))
            gone = tuple(key for key in replaced if key not in self.after.migrations)
            if (new and replaced) or gone or settled:
                changes.append(SquashChange(key, replaced, gone, new, settled))
        return tuple(changes)

    def _stands_for(self, key: MigrationKey) -> frozenset[MigrationKey]:
        """All keys that a migration replaces in either release, directly or through other squashes."""
        replaced: set[MigrationKey] = set()
        waiting = [key]
        while waiting:
            squash = waiting.pop()
            for release in (self.before, self.after):
                migration = release.migrations.get(squash)
                for replaced_key in migration.replaces if migration else ():
                    if replaced_key not in replaced and replaced_key != key:
                        replaced.add(replaced_key)
                        waiting.append(replaced_key)
        return frozenset(replaced)

    def _edit(self, key: MigrationKey) -> Edit:
        """
        What changed in one migration, without the ordinary end of a squash.

        Two changes are ordinary: the squash loses its `replaces`, and other migrations depend on the squash instead of
        the migrations that it stood for.
        """
        old, new = self.before.migrations[key], self.after.migrations[key]
        edit = edit_of(self.before, self.after, old, new)
        if edit.replaces and not new.replaces:
            edit = replace(edit, replaces=KeyChanges())
        return replace(edit, dependencies=self._without_squashes(edit))

    def _without_squashes(self, edit: Edit) -> KeyChanges:
        """The changed dependencies, leaving out squashes that harmlessly took the place of what they stand for."""
        removed, added = edit.dependencies.removed, edit.dependencies.added
        for squash in edit.dependencies.added:
            stands_for = self.stands_for.get(squash, frozenset())
            is_harmless = self.effects.get((edit.key, squash)) in (None, Effect.HARMLESS)
            if is_harmless and stands_for.intersection(removed):
                added = tuple(key for key in added if key != squash)
                removed = tuple(key for key in removed if key not in stands_for)
        if (added, removed) != (edit.dependencies.added, edit.dependencies.removed):
            gone = tuple(key for key in edit.dependencies.removed if key not in removed)
            new = tuple(key for key in edit.dependencies.added if key not in added)
            self.moved.append(MovedDependency(edit.key, gone, new))
        return KeyChanges(added, removed)

    def _setting_changes(self) -> tuple[SettingChange, ...]:
        """The changes of settings that both releases state; the name of the settings module decides nothing."""
        old, new = self.before.settings, self.after.settings
        names = (old.keys() & new.keys()) - {"module"}
        return tuple(
            SettingChange(name, old[name], new[name]) for name in sorted(names) if old[name] != new[name]
        )
