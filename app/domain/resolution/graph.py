"""
The dependency graph of migrations.

    shop:     0001 <-- 0002 <-- 0003
                        ^
    billing:  0001 <----+

An arrow points from a migration to what must run before it, a *parent*. A key that is only referred to has a place in
the graph too: it is *missing*, as Django's dummy nodes are.

Source: `django/db/migrations/graph.py`, the same from Django 3.2 to 6.1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.keys import MigrationKey
from app.domain.topological_order import topological_order

Parents = Mapping[MigrationKey, frozenset[MigrationKey]]


@dataclass(frozen=True, eq=False)
class MigrationGraph:
    """
    An immutable graph: for each key its parents, over every key that is declared or referred to.

    `missing` gives, for each key without a file, the texts with which Django could say so.
    """

    parents: Parents
    missing: Mapping[MigrationKey, tuple[str, ...]]

    @cached_property
    def declared(self) -> frozenset[MigrationKey]:
        """The keys that have a file."""
        return frozenset(self.parents) - frozenset(self.missing)

    @cached_property
    def children(self) -> Parents:
        """For each key, what depends on it directly."""
        children: dict[MigrationKey, list[MigrationKey]] = {key: [] for key in self.parents}
        for key, parents in self.parents.items():
            for parent in parents:
                children[parent].append(key)
        return {key: frozenset(of) for key, of in children.items()}

    @cached_property
    def leaf_nodes(self) -> tuple[MigrationKey, ...]:
        """The last migrations of every app, sorted."""
        return tuple(
            sorted(key for key in self.parents if not _any_of_app(key.app_label, self.children[key]))
        )

    @cached_property
    def root_nodes(self) -> tuple[MigrationKey, ...]:
        """The first migrations of every app, sorted."""
        return tuple(sorted(key for key in self.parents if not _any_of_app(key.app_label, self.parents[key])))

    def leaves(self, app_label: str) -> tuple[MigrationKey, ...]:
        """The last migrations of one app; more than one and the app is forked."""
        return tuple(key for key in self.leaf_nodes if key.app_label == app_label)

    def roots(self, app_label: str) -> tuple[MigrationKey, ...]:
        """The first migrations of one app."""
        return tuple(key for key in self.root_nodes if key.app_label == app_label)

    @cached_property
    def conflicts(self) -> Mapping[str, tuple[MigrationKey, ...]]:
        """The forked apps and their leaves, sorted."""
        leaves: dict[str, list[MigrationKey]] = {}
        for key in self.leaf_nodes:
            leaves.setdefault(key.app_label, []).append(key)
        return {app_label: tuple(keys) for app_label, keys in leaves.items() if len(keys) > 1}

    @cached_property
    def order(self) -> tuple[MigrationKey, ...]:
        """Every key after its parents, the smallest first among equals; keys on or behind a cycle are left out."""
        return topological_order({key: self.parents[key] for key in sorted(self.parents)})

    @cached_property
    def has_cycle(self) -> bool:
        """Whether some migration comes before itself."""
        return len(self.order) != len(self.parents)

    def forwards_plan(self, target: MigrationKey) -> list[MigrationKey]:
        """What must be applied to have `target`, ending with it, in Django's order (`iterative_dfs`)."""
        return self._plan(target, self._sorted_parents, set())

    def backwards_plan(self, target: MigrationKey) -> list[MigrationKey]:
        """What must be unapplied to be without `target`, ending with it, in Django's order."""
        return self._plan(target, self._sorted_children, set())

    @cached_property
    def full_plan(self) -> tuple[MigrationKey, ...]:
        """The order in which `migrate` runs everything on an empty database. The graph must have no cycle."""
        done: set[MigrationKey] = set()
        return tuple(key for leaf in self.leaf_nodes for key in self._plan(leaf, self._sorted_parents, done))

    @cached_property
    def _sorted_parents(self) -> Mapping[MigrationKey, list[MigrationKey]]:
        return {key: sorted(parents) for key, parents in self.parents.items()}

    @cached_property
    def _sorted_children(self) -> Mapping[MigrationKey, list[MigrationKey]]:
        return {key: sorted(children) for key, children in self.children.items()}

    @staticmethod
    def _plan(
        start: MigrationKey, nexts: Mapping[MigrationKey, list[MigrationKey]], done: set[MigrationKey]
    ) -> list[MigrationKey]:
        """Depth first, the greatest key first, each key after what `nexts` says; keys in `done` are passed over."""
        plan = []
        stack = [(start, False)]
        while stack:
            key, processed = stack.pop()
            if key in done:
                continue
            if processed:
                done.add(key)
                plan.append(key)
            else:
                stack.append((key, True))
                stack += [(other, False) for other in nexts[key]]
        return plan


def _any_of_app(app_label: str, keys: frozenset[MigrationKey]) -> bool:
    return any(key.app_label == app_label for key in keys)


def cycles(
    graph: MigrationGraph, *, limit: int = 1000, patience: int = 100_000
) -> Iterator[tuple[MigrationKey, ...]]:
    """
    Every elementary cycle once, along the children, beginning with its smallest key.

    Their number can grow exponentially with the edges that lie on them: at most `limit` are given, and the search ends
    after `patience` steps.
    """
    knot = _knot(graph)
    found = steps = 0
    for start in sorted(knot):
        path = [start]
        stack = [iter(sorted(child for child in graph.children[start] & knot if child >= start))]
        while stack:
            child = next(stack[-1], None)
            steps += 1
            if child is None:
                stack.pop()
                path.pop()
            elif child == start:
                yield tuple(path)
                found += 1
            elif child not in path:
                path.append(child)
                stack.append(iter(sorted(other for other in graph.children[child] & knot if other >= start)))
            if found >= limit or steps >= patience:
                return


def _knot(graph: MigrationGraph) -> frozenset[MigrationKey]:
    """The keys on a cycle, and those between two cycles."""
    knot = set(graph.parents) - set(graph.order)
    ends = [key for key in knot if not graph.children[key] & knot]
    while ends:
        key = ends.pop()
        knot.discard(key)
        ends += [parent for parent in graph.parents[key] & knot if not graph.children[parent] & knot]
    return frozenset(knot)
