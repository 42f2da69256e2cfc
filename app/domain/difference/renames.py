"""
Migrations that were renamed between two releases: same app, same content, another name.

Two migrations match in one of two ways:

1. They have the same operations and the same dependencies; a renamed dependency counts as the same.
2. They have the same operations by fingerprint, and no other migration does. Their dependencies may differ, which
   happens when a migration is renumbered after a merge.

A migration with `replaces` is a squash and never a rename.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from app.domain.difference.coverage import Coverage
from app.domain.difference.edit import Edit, edit_of, resolved_reference
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.resolution import declare

MAX_CANDIDATES = 100
"""So many new migrations with the same dependencies and kinds of operations are held against a removed one."""


@dataclass(frozen=True, slots=True)
class Rename:
    """One migration with its old and its new key; `edit` holds the other changes in it and is false without any."""

    before: MigrationKey
    after: MigrationKey
    edit: Edit


def renames(
    coverage: Coverage, removed_keys: Iterable[MigrationKey], added_keys: Iterable[MigrationKey]
) -> tuple[Rename, ...]:
    """
    The removed migrations that are among the added ones under another name, sorted by the old key.

    Linear in both sets and their edges: of very many that could be one migration, the first ones are looked at.
    """
    return _Matching(coverage.before, coverage.after, frozenset(removed_keys), sorted(added_keys)).renames()


class _Matching:
    """
    The search for the new keys of removed migrations.

    `by_dependencies` and `by_fingerprints` hold the added migrations that can match; `new_keys` maps the old key of
    each match to its new key.
    """

    def __init__(
        self,
        before: Release,
        after: Release,
        removed_keys: frozenset[MigrationKey],
        added_keys: list[MigrationKey],
    ) -> None:
        self.before, self.after, self.removed_keys = before, after, removed_keys
        self.new_keys: dict[MigrationKey, MigrationKey] = {}
        self.matched_keys: set[MigrationKey] = set()
        self.by_dependencies: dict[Hashable, dict[MigrationKey, Migration]] = {}
        self.by_fingerprints: dict[Hashable, list[Migration]] = {}
        for key in added_keys:
            migration = after.migrations[key]
            if not migration.replaces:
                self.by_dependencies.setdefault(self._dependencies(after, migration), {})[key] = migration
                self.by_fingerprints.setdefault(_fingerprints(migration), []).append(migration)
        self.removed_counts = Counter(_fingerprints(before.migrations[key]) for key in removed_keys)

    def renames(self) -> tuple[Rename, ...]:
        renames = []
        for old in self._removed_migrations():
            match = self._unchanged_match(old) or self._match_by_fingerprints(old)
            if match is not None:
                new, edit = match
                self.new_keys[old.key] = new.key
                self.matched_keys.add(new.key)
                self.by_dependencies[self._dependencies(self.after, new)].pop(new.key)
                renames.append(Rename(old.key, new.key, edit))
        return tuple(sorted(renames, key=lambda rename: rename.before))

    def _removed_migrations(self) -> Iterator[Migration]:
        """The removed migrations, each after its dependencies, so that their new keys are known by then."""
        order = declare(self.before).graph.topological_order
        rest = self.removed_keys.difference(order)  # on a cycle, or behind one
        for key in (*order, *sorted(rest)):
            if key in self.removed_keys:
                yield self.before.migrations[key]

    def _unchanged_match(self, old: Migration) -> tuple[Migration, Edit] | None:
        """The added migration with the same operations and dependencies, and an empty edit."""
        candidates = self.by_dependencies.get(self._dependencies(self.before, old), {})
        for new in islice(candidates.values(), MAX_CANDIDATES):
            edit = self._edit(old, new)
            if not edit and _is_conclusive(new, edit):
                return new, edit
        return None

    def _match_by_fingerprints(self, old: Migration) -> tuple[Migration, Edit] | None:
        """The only added migration with the same fingerprints, if `old` is the only removed one with them."""
        fingerprints = _fingerprints(old)
        candidates = self.by_fingerprints.get(fingerprints, ())
        if fingerprints is None or self.removed_counts[fingerprints] > 1 or len(candidates) != 1:
            return None
        new = candidates[0]
        return (new, self._edit(old, new)) if self._is_free(new) else None

    def _is_free(self, new: Migration) -> bool:
        return new.key not in self.matched_keys

    def _edit(self, old: Migration, new: Migration) -> Edit:
        return edit_of(self.before, self.after, old, new, renamed=self.new_keys)

    def _dependencies(self, release: Release, migration: Migration) -> Hashable:
        """The app label, the dependencies by their new keys, and the kinds of the operations."""
        new_keys = self.new_keys if release is self.before else {}
        parents = frozenset(
            resolved_reference(release, new_keys.get(key, key)) for key in migration.dependencies
        )
        return migration.key.app_label, parents, tuple(operation.kind for operation in migration.operations)


def _is_conclusive(migration: Migration, edit: Edit) -> bool:
    """
    Whether an empty edit is enough to say that two migrations are the same one.

    An operation without fingerprint and name, such as a `RunPython`, could be any other one. A migration without
    operations is recognised by its dependencies if it merges several branches.
    """
    if not migration.operations:
        return len(migration.dependencies) > 1
    return edit.operations.compared or all(operation.name for operation in migration.operations)


def _fingerprints(migration: Migration) -> Hashable:
    """The app label and the fingerprints of the operations; None without operations, or if one is unknown."""
    fingerprints = tuple(operation.fingerprint for operation in migration.operations)
    if not fingerprints or None in fingerprints:
        return None
    return migration.key.app_label, fingerprints
