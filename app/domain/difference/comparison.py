"""
What changed from one release to another.

    before            after
    orders.0001       orders.0001       edited: the same key, another content
    orders.0002_a     orders.0002_b     renamed: another key, the same content
    orders.0003       (no file)         removed
    (no file)         orders.0004       added
    users.1 users.2   users.1to2        squashed: one migration stands for others

Edited and renamed are the red flag: databases have run the migration as it was, and Django runs nothing twice. What
only one of the two releases tells is *not compared*.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from app.domain.difference.coverage import Coverage
from app.domain.difference.edit import Edit, KeyChanges, edit_of
from app.domain.difference.new_edges import Effect, NewEdge, new_edges
from app.domain.difference.renames import Rename, renames
from app.domain.keys import MigrationKey
from app.domain.release import Release

Keys = tuple[MigrationKey, ...]


@dataclass(frozen=True, slots=True)
class Squashed:
    """
    A squash that is new, or whose replaced files are gone; or that has become a migration like any other (`settled`).

    `replaced` is what it stands for and the earlier release held; of these the later release has no file of `gone`.
    """

    key: MigrationKey
    replaced: Keys
    gone: Keys
    new: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True, order=True)
class SettingChange:
    """A setting that both releases tell, with another value."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, eq=False)
class Difference:
    """
    All that changed from `before` to `after`; every tuple is sorted.

    `edges` are under migrations that both hold. Not compared are `coverage.apps`, `coverage.unread`, and of
    `operations_not_compared` the content of some operation.
    """

    coverage: Coverage
    added: Keys
    removed: Keys
    renamed: tuple[Rename, ...]
    edited: tuple[Edit, ...]
    squashed: tuple[Squashed, ...]
    edges: tuple[NewEdge, ...]
    settings: tuple[SettingChange, ...]
    operations_not_compared: Keys

    @property
    def before(self) -> Release:
        return self.coverage.before

    @property
    def after(self) -> Release:
        return self.coverage.after

    @property
    def django(self) -> tuple[str, str] | None:
        """Django's version before and after, None where it is the same as far as both tell: 5.2 may be 5.2.8."""
        old, new = self.before.django, self.after.django
        shorter, longer = sorted((old, new), key=len)
        return None if f"{longer}.".startswith(f"{shorter}.") else (old, new)

    @cached_property
    def _by_child(self) -> Mapping[MigrationKey, list[NewEdge]]:
        found: dict[MigrationKey, list[NewEdge]] = {}
        for edge in self.edges:
            found.setdefault(edge.child, []).append(edge)
        return found

    @cached_property
    def moved(self) -> tuple[NewEdge, ...]:
        """
        Edges under released migrations that no edit of a released file brought, but for the harmless ones.

        A new migration has a `run_before`, or a setting or `__first__` stands for something else now.
        """
        by_edit = {edge for edit in self.edited for edge in self.edges_of(edit)}
        return tuple(
            edge for edge in self.edges if edge.effect is not Effect.HARMLESS and edge not in by_edit
        )

    @property
    def is_edited(self) -> bool:
        """Whether something was changed that databases may have run already."""
        return bool(self.edited or self.renamed or self.moved)

    @property
    def is_whole(self) -> bool:
        """Whether every migration that both hold could be compared, as far as it decides order."""
        return not self.coverage.unread

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is known to have changed."""
        found = (self.added, self.removed, self.squashed, self.settings, self.django)
        return not (self.is_edited or any(found))

    def edges_of(self, edit: Edit) -> tuple[NewEdge, ...]:
        """The new edges that an edit brought: under it, and those that its `run_before` puts under others."""
        under = self._by_child.get(edit.key, ()) if edit.dependencies.added else ()
        others = (edge for child in edit.run_before.added for edge in self._by_child.get(child, ()))
        return (*under, *(edge for edge in others if edge.parent == edit.key))


def difference(before: Release, after: Release) -> Difference:
    """Hold a release against an earlier one. Linear in migrations, edges and operations."""
    return _Comparison(Coverage(before, after)).difference()


class _Comparison:
    """Two releases while they are compared."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self.before, self.after = coverage.before, coverage.after
        self.known, self.now = coverage.keys(self.before), coverage.keys(self.after)
        self.edges = new_edges(coverage)
        self.effects = {(edge.child, edge.parent): edge.effect for edge in self.edges}
        squashes = {squash.key for squash in (*self.before.squashes, *self.after.squashes)}
        self.stands_for = {key: self._stands_for(key) for key in sorted(squashes & self.now)}

    def difference(self) -> Difference:
        squashed = self._squashed()
        replaced = {key for squash in squashed for key in squash.gone}
        gone = self.known - self.now - replaced
        came = self.now - self.known - {squash.key for squash in squashed if squash.new}
        renamed = renames(self.coverage, gone, came)
        old, new = {one.before for one in renamed}, {one.after for one in renamed}
        every = [self._edit(key) for key in sorted(self.known & self.now)]
        return Difference(
            self.coverage,
            added=tuple(sorted(came - new)),
            removed=tuple(sorted(gone - old)),
            renamed=renamed,
            edited=tuple(edit for edit in every if edit),
            squashed=squashed,
            edges=self.edges,
            settings=self._settings(),
            operations_not_compared=tuple(edit.key for edit in every if not edit.operations.compared),
        )

    def _squashed(self) -> tuple[Squashed, ...]:
        found = []
        for key, replaces in self.stands_for.items():
            then = self.before.migrations.get(key)
            new = then is None
            settled = bool(then and then.replaces and not self.after.migrations[key].replaces)
            replaced = tuple(sorted(replaces & self.known))
            gone = tuple(other for other in replaced if other not in self.after.migrations)
            if (new and replaced) or gone or settled:
                found.append(Squashed(key, replaced, gone, new, settled))
        return tuple(found)

    def _stands_for(self, key: MigrationKey) -> frozenset[MigrationKey]:
        """All that a migration replaces in one of the two releases, also by way of another squash."""
        found: set[MigrationKey] = set()
        waiting = [key]
        while waiting:
            one = waiting.pop()
            for release in (self.before, self.after):
                migration = release.migrations.get(one)
                for other in migration.replaces if migration else ():
                    if other not in found and other != key:
                        found.add(other)
                        waiting.append(other)
        return frozenset(found)

    def _edit(self, key: MigrationKey) -> Edit:
        """
        What was edited, but for the ordinary end of a squash.

        It replaces nothing any more, and others need it where they needed what it stands for.
        """
        old, new = self.before.migrations[key], self.after.migrations[key]
        edit = edit_of(self.before, self.after, old, new)
        if edit.replaces and not new.replaces:
            edit = replace(edit, replaces=KeyChanges())
        return replace(edit, dependencies=self._without_squashes(edit))

    def _without_squashes(self, edit: Edit) -> KeyChanges:
        """The changed dependencies, without a squash in the place of what it stands for, where that is harmless."""
        lost, gained = edit.dependencies.removed, edit.dependencies.added
        for squash in gained:
            stands_for = self.stands_for.get(squash, frozenset())
            if stands_for.intersection(lost) and self.effects.get((edit.key, squash)) in (
                None,
                Effect.HARMLESS,
            ):
                gained = tuple(key for key in gained if key != squash)
                lost = tuple(key for key in lost if key not in stands_for)
        return KeyChanges(gained, lost)

    def _settings(self) -> tuple[SettingChange, ...]:
        """Those that both tell; the module's name decides nothing."""
        old, new = self.before.settings, self.after.settings
        both = (old.keys() & new.keys()) - {"module"}
        return tuple(
            SettingChange(name, old[name], new[name]) for name in sorted(both) if old[name] != new[name]
        )
