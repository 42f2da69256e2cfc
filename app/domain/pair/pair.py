"""Two histories beside each other, seen through one release."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.pair.content import content
from app.domain.pair.order import OtherOrder, other_orders
from app.domain.release import Release
from app.domain.resolution import MigrationGraph, declare


@dataclass(frozen=True, eq=False)
class HistoryPair:
    """
    Two histories, and the release whose graph says which order means something.

    Every tuple of keys is in the order of the release, what it does not know behind it. A migration that one history
    has as such and the other through a squash counts as in both.
    """

    release: Release
    first: History
    second: History

    @cached_property
    def graph(self) -> MigrationGraph:
        """The graph as the files declare it: squashes stand beside what they replace."""
        return declare(self.release).graph

    @cached_property
    def only_first(self) -> tuple[MigrationKey, ...]:
        """What the first history has and the second has not."""
        return self.sorted(self.first.recorded - self.second.recorded - self._second_content)

    @cached_property
    def only_second(self) -> tuple[MigrationKey, ...]:
        """What the second history has and the first has not."""
        return self.sorted(self.second.recorded - self.first.recorded - self._first_content)

    @cached_property
    def through_squash(self) -> frozenset[MigrationKey]:
        """What one history has as such, and the other through a squash alone."""
        differing = self.first.recorded ^ self.second.recorded
        return differing.difference(self.only_first, self.only_second)

    @property
    def both_in_first(self) -> int:
        """How many migrations of the first history the second one has too."""
        return len(self.first.recorded) - len(self.only_first)

    @property
    def both_in_second(self) -> int:
        """How many migrations of the second history the first one has too; squashes make it another number."""
        return len(self.second.recorded) - len(self.only_second)

    @cached_property
    def other_orders(self) -> tuple[OtherOrder, ...]:
        """The migrations that one of them recorded after what needs them, and the other before it."""
        return other_orders(self.graph, self.first, self.second)

    @cached_property
    def is_same_sequence(self) -> bool:
        """Whether what both have stands in one order in both, also where an order means nothing."""
        both = self.first.recorded & self.second.recorded
        orders = [
            sorted(both, key=history.first_position.__getitem__) for history in (self.first, self.second)
        ]
        return orders[0] == orders[1]

    @property
    def is_same(self) -> bool:
        """Whether both have the same migrations, if in other orders."""
        return not (self.only_first or self.only_second)

    @cached_property
    def common(self) -> frozenset[MigrationKey]:
        """What both have with all that it needs: up to here they went one way."""
        in_both = self._first_content & self._second_content
        found: set[MigrationKey] = set()
        for key in self.graph.topological_order:
            if key in in_both and found.issuperset(self.graph.parents[key]):
                found.add(key)
        return frozenset(found)

    @cached_property
    def frontier(self) -> tuple[MigrationKey, ...]:
        """The last of `common`: those of which nothing in it needs one."""
        children = self.graph.children
        return self.sorted(key for key in self.common if self.common.isdisjoint(children[key]))

    def is_unknown(self, key: MigrationKey) -> bool:
        """Whether the release has no file of this migration."""
        return key not in self.release.migrations

    def sorted(self, keys: Iterable[MigrationKey]) -> tuple[MigrationKey, ...]:
        """The keys in the order of the release, what it does not know behind it."""
        last = len(self._position)
        return tuple(sorted(keys, key=lambda key: (self._position.get(key, last), key)))

    @cached_property
    def _position(self) -> dict[MigrationKey, int]:
        known = (key for key in self.graph.topological_order if key in self.release.migrations)
        return {key: position for position, key in enumerate(known)}

    @cached_property
    def _first_content(self) -> frozenset[MigrationKey]:
        return content(self.release, self.first.recorded)

    @cached_property
    def _second_content(self) -> frozenset[MigrationKey]:
        return content(self.release, self.second.recorded)
