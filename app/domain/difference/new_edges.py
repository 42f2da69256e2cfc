"""
Edges that a later release has and an earlier one had not, under migrations that the earlier one had released.

    v1.1:  orders.0001                          a database that ran it ...
    v1.2:  orders.0001 --> users.0010           ... has no row for what it needs now: Django refuses

Whoever ran `orders.0001` at v1.1 ran it without waiting for `users.0010`. What that means depends on whether v1.1 held
`users.0010` at all, and whether it made it run first by another way.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.domain.difference.coverage import Coverage
from app.domain.keys import MigrationKey
from app.domain.outcome.consistency import violations
from app.domain.release import Release
from app.domain.resolution import declare, resolve


class Effect(StrEnum):
    """What something means for a database that ran the earlier release; the worst first."""

    REFUSED = "refused"
    """One that ran all of it is refused."""
    RISK = "risk"
    """One that ran only some of it may be refused."""
    DIFFERS = "differs"
    """It runs, and has something else in it than a new one."""
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True, order=True)
class NewEdge:
    """`child` was released without needing `parent`, and needs it now."""

    child: MigrationKey
    parent: MigrationKey
    effect: Effect


def new_edges(coverage: Coverage) -> tuple[NewEdge, ...]:
    """Every new edge under a released migration, sorted. Linear, but for a bit per pair of ancestors."""
    return tuple(sorted(_Edges(coverage).found()))


class _Edges:
    """The two declared graphs, and what a database has that ran all of the earlier release."""

    def __init__(self, coverage: Coverage) -> None:
        self.before, self.after = coverage.before, coverage.after
        self.known = coverage.keys(self.before)
        self.now = coverage.keys(self.after)

    def found(self) -> Iterator[NewEdge]:
        refused = frozenset(self._refused())
        for child, parent in refused:
            yield NewEdge(child, parent, Effect.REFUSED)
        for child, parent in self._declared() - refused:
            harmless = all(self._ran_first(needed, child) for needed in self._needed(parent))
            yield NewEdge(child, parent, Effect.HARMLESS if harmless else Effect.RISK)

    def _refused(self) -> Iterator[tuple[MigrationKey, MigrationKey]]:
        """The pairs that Django would refuse where everything of the earlier release has a row."""
        recorded = everything(self.before)
        for child, parents in violations(self.after, recorded, resolve(self.after, recorded).graph).items():
            if child in self.known and child in self.now:
                yield from ((child, parent) for parent in parents if parent in self.now)

    def _declared(self) -> AbstractSet[tuple[MigrationKey, MigrationKey]]:
        then, now = declare(self.before).graph.parents, declare(self.after).graph.parents
        return {
            (child, parent)
            for child in self.known & self.now
            for parent in now[child] - then[child]
            if parent in self.now
        }

    def _needed(self, parent: MigrationKey) -> Sequence[MigrationKey]:
        """What must have a row for the parent to count: itself, or what it stands for where it is a squash."""
        for release in (self.after, self.before):
            migration = release.migrations.get(parent)
            if migration is not None and migration.replaces:
                return migration.replaces
        return (parent,)

    def _ran_first(self, key: MigrationKey, child: MigrationKey) -> bool:
        """Whether the earlier release ran this before the child in any case."""
        bit = self._bits.get(key)
        return bit is not None and bool(self._ancestors.get(child, 0) >> bit & 1)

    @cached_property
    def _bits(self) -> Mapping[MigrationKey, int]:
        return {key: bit for bit, key in enumerate(declare(self.before).graph.order)}

    @cached_property
    def _ancestors(self) -> Mapping[MigrationKey, int]:
        """For each migration of the earlier release, the bits of all that it ran before it."""
        found: dict[MigrationKey, int] = {}
        parents = declare(self.before).graph.parents
        for key in self._bits:
            found[key] = 0
            for parent in parents[key]:
                found[key] |= found[parent] | 1 << self._bits[parent]
        return found


def everything(release: Release) -> frozenset[MigrationKey]:
    """The rows of a database that ran all of a release: Django records what a squash replaces along with it."""
    replaced = (key for squash in release.squashes for key in squash.replaces)
    return frozenset((*release.migrations, *replaced))
