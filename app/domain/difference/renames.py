"""
Migrations that were renamed between two releases: of one app, with the same content under another name.

Two migrations match where they do the same and need the same, what was renamed itself taken as the same. Where every
operation has its fingerprint, and no other migration does the same, it may need something else: so a migration is found
that was numbered anew after a merge. What replaces others is a squash, and no new name.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from app.domain.difference.coverage import Coverage
from app.domain.difference.edit import Edit, edit_of, resolved_reference
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.resolution import declare


@dataclass(frozen=True, slots=True)
class Rename:
    """One migration under its old key and its new one; `edit` is what else changed in it, false where nothing did."""

    before: MigrationKey
    after: MigrationKey
    edit: Edit


def renames(
    coverage: Coverage, gone: Iterable[MigrationKey], came: Iterable[MigrationKey]
) -> tuple[Rename, ...]:
    """What of `gone` stands among `came` under another name, sorted by the old key. Linear in both and their edges."""
    return _Matching(coverage.before, coverage.after, frozenset(gone), sorted(came)).found()


class _Matching:
    """What came and has no old name yet, by what it does and needs."""

    def __init__(
        self, before: Release, after: Release, gone: frozenset[MigrationKey], came: list[MigrationKey]
    ) -> None:
        self.before, self.after, self.gone = before, after, gone
        self.new_names: dict[MigrationKey, MigrationKey] = {}
        self.taken: set[MigrationKey] = set()
        self.by_need: dict[Hashable, list[Migration]] = {}
        self.by_deed: dict[Hashable, list[Migration]] = {}
        for key in came:
            migration = after.migrations[key]
            if not migration.replaces:
                self.by_need.setdefault(self._need(after, migration), []).append(migration)
                self.by_deed.setdefault(_deed(migration), []).append(migration)
        self.alone = Counter(_deed(before.migrations[key]) for key in gone)

    def found(self) -> tuple[Rename, ...]:
        found = []
        for old in self._in_order():
            match = self._same(old) or self._other_need(old)
            if match is not None:
                new, edit = match
                self.new_names[old.key] = new.key
                self.taken.add(new.key)
                found.append(Rename(old.key, new.key, edit))
        return tuple(sorted(found, key=lambda rename: rename.before))

    def _in_order(self) -> Iterator[Migration]:
        """Each after what it needs, so that its needs are known by their new names."""
        order = declare(self.before).graph.order
        rest = self.gone.difference(order)
        yield from (self.before.migrations[key] for key in (*order, *sorted(rest)) if key in self.gone)

    def _same(self, old: Migration) -> tuple[Migration, Edit] | None:
        for new in self.by_need.get(self._need(self.before, old), ()):
            if self._is_free(new):
                edit = self._edit(old, new)
                if not edit and _is_telling(new, edit):
                    return new, edit
        return None

    def _other_need(self, old: Migration) -> tuple[Migration, Edit] | None:
        """One that does the same for sure, where no other does."""
        deed = _deed(old)
        others = self.by_deed.get(deed, ())
        if deed is None or self.alone[deed] > 1 or len(others) != 1 or not self._is_free(others[0]):
            return None
        return others[0], self._edit(old, others[0])

    def _is_free(self, new: Migration) -> bool:
        return new.key not in self.taken

    def _edit(self, old: Migration, new: Migration) -> Edit:
        return edit_of(self.before, self.after, old, new, renamed=self.new_names)

    def _need(self, release: Release, migration: Migration) -> Hashable:
        """What it needs, by the new names, and what kinds of things it does."""
        names = self.new_names if release is self.before else {}
        needs = frozenset(resolved_reference(release, names.get(key, key)) for key in migration.dependencies)
        return migration.key.app_label, needs, tuple(operation.kind for operation in migration.operations)


def _is_telling(migration: Migration, edit: Edit) -> bool:
    """
    Whether that two migrations are the same says that one is the other.

    Kinds and names alone do not where it is a `RunPython`; a migration that does nothing tells by what it merges.
    """
    if not migration.operations:
        return len(migration.dependencies) > 1
    return edit.operations.compared or all(operation.name for operation in migration.operations)


def _deed(migration: Migration) -> Hashable:
    """What it does, by the fingerprints; None where it does nothing, or one is not known."""
    prints = tuple(operation.fingerprint for operation in migration.operations)
    return (migration.key.app_label, prints) if prints and None not in prints else None
