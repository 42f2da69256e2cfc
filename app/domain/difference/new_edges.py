"""
New dependencies of migrations that an earlier release already had.

    v1.1:  orders.0001                          a database that ran it ...
    v1.2:  orders.0001 --> users.0010           ... has no row for what it needs now: Django refuses

A database that ran `orders.0001` at v1.1 did not wait for `users.0010`. The effect depends on two questions: did v1.1
have `users.0010`, and did another path of dependencies make it run first?
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.domain.difference.coverage import Coverage
from app.domain.keys import MigrationKey
from app.domain.outcome.consistency import violations
from app.domain.resolution import declare, resolve


class Effect(StrEnum):
    """What a change means for a database that ran the earlier release; the worst effect comes first."""

    REFUSED = "refused"
    """Django refuses a database that ran the whole earlier release."""
    RISK = "risk"
    """Django may refuse a database that ran only a part of the earlier release."""
    DIFFERS = "differs"
    """Django accepts the database, but its tables or data may differ from those of a new database."""
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True, order=True)
class NewEdge:
    """A dependency of `child` on `parent` that the earlier release did not have."""

    child: MigrationKey
    parent: MigrationKey
    effect: Effect


def new_edges(coverage: Coverage) -> tuple[NewEdge, ...]:
    """
    The new edges of migrations that both releases have, sorted.

    Linear in migrations and edges, except for a bit for each pair of a migration and an ancestor.
    """
    return tuple(sorted(_Search(coverage).edges()))


class _Search:
    """The search for new edges in one pair of releases."""

    def __init__(self, coverage: Coverage) -> None:
        self.before, self.after = coverage.before, coverage.after
        self.old_keys = coverage.comparable_keys(self.before)
        self.new_keys = coverage.comparable_keys(self.after)
        self.half_read_apps = frozenset(key.app_label for key in coverage.unread)

    def edges(self) -> Iterator[NewEdge]:
        refused_pairs = frozenset(pair for pair in self._refused_pairs() if self._is_known(*pair))
        for child, parent in refused_pairs:
            yield NewEdge(child, parent, Effect.REFUSED)
        for child, parent in self._new_pairs() - refused_pairs:
            is_harmless = all(self._ran_first(key, child) for key in self._required_rows(parent))
            yield NewEdge(child, parent, Effect.HARMLESS if is_harmless else Effect.RISK)

    def _refused_pairs(self) -> Iterator[tuple[MigrationKey, MigrationKey]]:
        """The (child, parent) pairs for which Django refuses a database that ran the whole earlier release."""
        recorded = self.before.keys_to_record
        for child, parents in violations(self.after, recorded, resolve(self.after, recorded).graph).items():
            if child in self.old_keys and child in self.new_keys:
                yield from ((child, parent) for parent in parents if parent in self.new_keys)

    def _new_pairs(self) -> AbstractSet[tuple[MigrationKey, MigrationKey]]:
        """The (child, parent) pairs that only the later release declares."""
        old_parents, new_parents = declare(self.before).graph.parents, declare(self.after).graph.parents
        return {
            (child, parent)
            for child in self.old_keys & self.new_keys
            for parent in new_parents[child] - old_parents[child]
            if parent in self.new_keys and not self._stood_there(parent, old_parents[child])
            if self._is_known(child, parent)
        }

    def _is_known(self, child: MigrationKey, parent: MigrationKey) -> bool:
        """
        Whether the later release has this edge for certain.

        What `__first__` or `__latest__` stands for is not known of an app that has an unread migration.
        """
        if parent.app_label not in self.half_read_apps and child.app_label not in self.half_read_apps:
            return True
        old, new = self.after.migrations[parent], self.after.migrations[child]
        return parent in new.dependencies or child in old.run_before

    def _stood_there(self, parent: MigrationKey, old_parents: AbstractSet[MigrationKey]) -> bool:
        """
        Whether the earlier release had this edge by a key without a file that the parent, a squash, replaces.

        Django built no graph of the earlier release unless the squash stood in for that key.
        """
        squash = self.before.migrations.get(parent)
        if squash is None:
            return False
        return any(
            key not in self.before.migrations and key in squash.replaces and self._squash_counts[key] == 1
            for key in old_parents
        )

    @cached_property
    def _squash_counts(self) -> Mapping[MigrationKey, int]:
        """How many squashes of the earlier release replace each key."""
        return Counter(key for squash in self.before.squashes for key in set(squash.replaces))

    def _required_rows(self, parent: MigrationKey) -> Sequence[MigrationKey]:
        """The keys that need a row before the parent counts as applied: itself, or what it replaces as a squash."""
        for release in (self.after, self.before):
            migration = release.migrations.get(parent)
            if migration is not None and migration.replaces:
                return migration.replaces
        return (parent,)

    def _ran_first(self, key: MigrationKey, child: MigrationKey) -> bool:
        """Whether the dependencies of the earlier release made `key` run before `child`."""
        bit = self._bits.get(key)
        return bit is not None and bool(self._ancestors.get(child, 0) >> bit & 1)

    @cached_property
    def _bits(self) -> Mapping[MigrationKey, int]:
        return {key: bit for bit, key in enumerate(declare(self.before).graph.topological_order)}

    @cached_property
    def _ancestors(self) -> Mapping[MigrationKey, int]:
        """For each migration of the earlier release, a bit set of its ancestors (the bits are those of `_bits`)."""
        ancestors: dict[MigrationKey, int] = {}
        parents = declare(self.before).graph.parents
        for key in self._bits:
            ancestors[key] = 0
            for parent in parents[key]:
                ancestors[key] |= ancestors[parent] | 1 << self._bits[parent]
        return ancestors
