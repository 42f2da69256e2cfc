"""
The dependency graph of migrations.

    shop:     0001 <-- 0002 <-- 0003
                        ^
    billing:  0001 <----+

An arrow points from a migration to what must run before it, its *parent*. A key without a file is in the graph too
when a migration refers to it. It is then *missing*; Django calls it a dummy node.

Source: `django/db/migrations/graph.py`, the same from Django 3.2 to 6.1.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.domain.keys import MigrationKey
from app.domain.topological_order import topological_order

Parents = Mapping[MigrationKey, frozenset[MigrationKey]]


@dataclass(frozen=True, eq=False)
class MigrationGraph:
    """
    An immutable graph of every key that is declared or referred to.

    `parents` maps each key to its parents. `missing` maps each key without a file to the texts of the error that Django
    could raise for it. `dropped` are the squashes that replace themselves, up to Django 5.2: they are nodes no longer,
    and their neighbours are linked to them still. Each has the keys that chance leaves linked to it as well.
    """

    parents: Parents
    missing: Mapping[MigrationKey, tuple[str, ...]]
    dropped: Mapping[MigrationKey, frozenset[MigrationKey]] = field(default_factory=dict)

    @cached_property
    def nodes(self) -> frozenset[MigrationKey]:
        """The keys that Django finds in the graph, with a file or without."""
        return frozenset(self.parents).difference(self.dropped)

    @cached_property
    def declared(self) -> frozenset[MigrationKey]:
        """The nodes that have a file."""
        return self.nodes.difference(self.missing)

    @cached_property
    def children(self) -> Parents:
        """For each key, the keys that depend on it directly."""
        children: dict[MigrationKey, list[MigrationKey]] = {key: [] for key in self.parents}
        for key, parents in self.parents.items():
            for parent in parents:
                children[parent].append(key)
        return {key: frozenset(keys) for key, keys in children.items()}

    @cached_property
    def leaf_nodes(self) -> tuple[MigrationKey, ...]:
        """The last migrations of every app, sorted."""
        return tuple(sorted(key for key in self.nodes if not _any_of_app(key.app_label, self.children[key])))

    @cached_property
    def root_nodes(self) -> tuple[MigrationKey, ...]:
        """The first migrations of every app, sorted."""
        return tuple(sorted(key for key in self.nodes if not _any_of_app(key.app_label, self.parents[key])))

    def leaves(self, app_label: str) -> tuple[MigrationKey, ...]:
        """The last migrations of one app. An app with more than one is forked."""
        return self._leaves_by_app.get(app_label, ())

    def roots(self, app_label: str) -> tuple[MigrationKey, ...]:
        """The first migrations of one app."""
        return self._roots_by_app.get(app_label, ())

    @cached_property
    def conflicts(self) -> Mapping[str, tuple[MigrationKey, ...]]:
        """The labels of the forked apps, sorted, each with its leaves."""
        return {app_label: keys for app_label, keys in self._leaves_by_app.items() if len(keys) > 1}

    @cached_property
    def _leaves_by_app(self) -> Mapping[str, tuple[MigrationKey, ...]]:
        return _by_app(self.leaf_nodes)

    @cached_property
    def _roots_by_app(self) -> Mapping[str, tuple[MigrationKey, ...]]:
        return _by_app(self.root_nodes)

    @cached_property
    def topological_order(self) -> tuple[MigrationKey, ...]:
        """Every key after its parents, the smallest first when several could be. Leaves out what a cycle blocks."""
        return topological_order({key: self.parents[key] for key in sorted(self.parents)})

    @cached_property
    def has_cycle(self) -> bool:
        """Whether some migration comes before itself, on a way over nodes alone."""
        if len(self.topological_order) == len(self.parents):
            return False
        inside = {key: self.parents[key] & self.nodes for key in self.nodes}
        return len(topological_order(inside)) != len(inside)

    @cached_property
    def is_endless(self) -> bool:
        """Whether a leaf needs a cycle over a dropped squash. Django passes that one over, and follows it for ever."""
        if self.has_cycle or len(self.topological_order) == len(self.parents):
            return False
        return any(self.goes_round(self.forwards_plan(leaf)) for leaf in self.leaf_nodes)

    def goes_round(self, plan: Iterable[MigrationKey]) -> bool:
        """Whether the search that gave this plan came over a cycle. Django follows such a one for ever."""
        return not self._keys_on_cycles.isdisjoint(plan)

    @cached_property
    def _keys_on_cycles(self) -> frozenset[MigrationKey]:
        return _keys_on_cycles(self)

    def forwards_plan(
        self, *targets: MigrationKey, parents: Mapping[MigrationKey, list[MigrationKey]] | None = None
    ) -> list[MigrationKey]:
        """
        What must be applied to have each target, in Django's order (`iterative_dfs`). It ends with `target`.

        Of several targets each has what those before it did not bring; together they cost one look at each edge. Where
        `parents` are given, these alone are followed.
        """
        followed, done = self.sorted_parents if parents is None else parents, set[MigrationKey]()
        return [key for target in targets for key in self._plan(target, followed, done)]

    def backwards_plan(self, *targets: MigrationKey) -> list[MigrationKey]:
        """What must be unapplied to undo each target, in Django's order, as `forwards_plan` has it."""
        done: set[MigrationKey] = set()
        return [key for target in targets for key in self._plan(target, self._sorted_children, done)]

    def first_of_app(self, leaves: Iterable[MigrationKey]) -> Mapping[MigrationKey, MigrationKey]:
        """For each of some leaves of one app, the first migration of the app in its forwards plan."""
        leaves = tuple(leaves)
        labels = {leaf.app_label for leaf in leaves}
        firsts: dict[MigrationKey, MigrationKey] = {}
        for key in self.forwards_plan(*leaves):
            behind = (firsts[parent] for parent in reversed(self.sorted_parents[key]) if parent in firsts)
            first = next(behind, key if key.app_label in labels else None)
            if first is not None:
                firsts[key] = first
        return {leaf: firsts[leaf] for leaf in leaves}

    @cached_property
    def full_plan(self) -> tuple[MigrationKey, ...]:
        """Every migration, in the order in which `migrate` runs on an empty database. The graph must have no cycle."""
        done: set[MigrationKey] = set()
        return tuple(key for leaf in self.leaf_nodes for key in self._plan(leaf, self.sorted_parents, done))

    @cached_property
    def sorted_parents(self) -> Mapping[MigrationKey, list[MigrationKey]]:
        """The parents of each, in the order in which Django puts them aside to look at them."""
        return {key: sorted(parents) for key, parents in self.parents.items()}

    @cached_property
    def _sorted_children(self) -> Mapping[MigrationKey, list[MigrationKey]]:
        return {key: sorted(children) for key, children in self.children.items()}

    @staticmethod
    def _plan(
        start: MigrationKey, neighbours: Mapping[MigrationKey, list[MigrationKey]], done: set[MigrationKey]
    ) -> list[MigrationKey]:
        """
        Return `start` and everything that it needs, each key after its `neighbours`: its parents, or its children.

        The search goes depth first, the greatest key first. Keys in `done` are left out; the others are added to it.
        """
        plan = []
        opened: set[MigrationKey] = set()
        stack = [(start, False)]
        while stack:
            key, processed = stack.pop()
            if key in done:
                continue
            if processed:
                done.add(key)
                plan.append(key)
            elif key not in opened:  # else a cycle over a dropped squash has led back to it
                opened.add(key)
                stack.append((key, True))
                stack += [(neighbour, False) for neighbour in neighbours[key]]
        return plan


def _by_app(keys: Iterable[MigrationKey]) -> Mapping[str, tuple[MigrationKey, ...]]:
    by_app: dict[str, list[MigrationKey]] = {}
    for key in keys:
        by_app.setdefault(key.app_label, []).append(key)
    return {app_label: tuple(of_app) for app_label, of_app in by_app.items()}


def _any_of_app(app_label: str, keys: frozenset[MigrationKey]) -> bool:
    return any(key.app_label == app_label for key in keys)


def cycles(
    graph: MigrationGraph, *, max_cycles: int = 1000, max_steps: int = 100_000
) -> Iterator[tuple[MigrationKey, ...]]:
    """
    Yield every elementary cycle once. A cycle starts with its smallest key, and each key is a child of the one before.

    The number of cycles can grow exponentially with their edges. The search therefore ends after `max_cycles` cycles,
    or after `max_steps` steps.
    """
    left = set(_keys_on_cycles(graph))
    cycle_count = step_count = 0
    for start in sorted(left):
        if start not in left:
            continue
        path = [start]
        on_path = {start}
        stack = [iter(sorted(graph.children[start] & left))]
        while stack:
            child = next(stack[-1], None)
            step_count += 1
            if child is None:
                stack.pop()
                on_path.discard(path.pop())
            elif child == start:
                yield tuple(path)
                cycle_count += 1
            elif child not in on_path:
                path.append(child)
                on_path.add(child)
                stack.append(iter(sorted(graph.children[child] & left)))
            if cycle_count >= max_cycles or step_count >= max_steps:
                return
        _take_out(graph, start, left)


def _take_out(graph: MigrationGraph, key: MigrationKey, left: set[MigrationKey]) -> None:
    """Take a key out, and what is on no cycle without it: what has no parent left, or no child."""
    waiting = [key]
    while waiting:
        gone = waiting.pop()
        left.discard(gone)
        waiting += [parent for parent in graph.parents[gone] & left if not graph.children[parent] & left]
        waiting += [child for child in graph.children[gone] & left if not graph.parents[child] & left]


def _keys_on_cycles(graph: MigrationGraph) -> frozenset[MigrationKey]:
    """The keys on a cycle, and those on a path from one cycle to another."""
    keys = set(graph.parents) - set(graph.topological_order)
    ends = [key for key in keys if not graph.children[key] & keys]
    while ends:
        end = ends.pop()
        keys.discard(end)
        ends += [parent for parent in graph.parents[end] & keys if not graph.children[parent] & keys]
    return frozenset(keys)
