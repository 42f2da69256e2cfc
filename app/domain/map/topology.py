"""
The topology of a map: the migrations of one release, their edges, one order of all, and the lanes.

    users:    0 <---- 1 <---- 2        each migration by its position in `order`: after all its parents
                      ^
    orders:   3 <-----+                parent_positions[3] == (1,)

It does not depend on statuses, so environments with the same graph share one topology.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution import MigrationGraph, declare
from app.domain.resolution.app_order import app_order
from app.domain.topological_order import topological_order

Keys = tuple[MigrationKey, ...]
RecordedBefore = tuple[tuple[MigrationKey, MigrationKey], ...]
"""Pairs of a row without a file and the migration of its app that was recorded just before it, sorted."""


@dataclass(frozen=True, eq=False)
class Topology:
    """
    The migrations on a map and the edges between them.

    `parents` maps every key, in sorted order, to what it depends on. `order` has the same keys, each after its parents;
    the smallest key of a cycle comes before its parents. `recorded_before` maps a row without a file to the migration
    of its app that was recorded just before it. `lanes` are the app labels of all keys, in lane order.
    """

    parents: Mapping[MigrationKey, Keys]
    order: Keys
    recorded_before: Mapping[MigrationKey, MigrationKey]
    lanes: tuple[str, ...]

    @cached_property
    def position(self) -> Mapping[MigrationKey, int]:
        """The index of each key in `order`."""
        return {key: index for index, key in enumerate(self.order)}

    @cached_property
    def lane_number(self) -> Mapping[str, int]:
        """The number of the lane of each app, counted from 0."""
        return {label: number for number, label in enumerate(self.lanes)}

    @cached_property
    def rank(self) -> Mapping[MigrationKey, int]:
        """The index of each key among all keys in sorted order."""
        return {key: index for index, key in enumerate(self.parents)}

    @cached_property
    def app_labels(self) -> tuple[str, ...]:
        """The app label of each key of `order`, by position."""
        return tuple([key.app_label for key in self.order])

    @cached_property
    def parent_positions(self) -> tuple[tuple[int, ...], ...]:
        """The positions of the parents of each key of `order`, by position; parents are sorted by key."""
        position = self.position
        return tuple([tuple([position[parent] for parent in self.parents[key]]) for key in self.order])

    @cached_property
    def children(self) -> Mapping[MigrationKey, Keys]:
        """For each key, the keys that depend on it directly, sorted."""
        children: dict[MigrationKey, list[MigrationKey]] = {key: [] for key in self.order}
        for key, parents in self.parents.items():
            for parent in parents:
                children[parent].append(key)
        return {key: tuple(child_keys) for key, child_keys in children.items()}

    @cached_property
    def by_app(self) -> Mapping[str, Keys]:
        """The migrations of each app, in `order`."""
        by_app: dict[str, list[MigrationKey]] = {label: [] for label in self.lanes}
        for key in self.order:
            by_app[key.app_label].append(key)
        return {label: tuple(keys) for label, keys in by_app.items()}

    @cached_property
    def forks_and_merges(self) -> Keys:
        """The migrations with more than one parent, or more than one child, in their own app; in `order`."""
        return tuple(
            key
            for key in self.order
            if _has_several_in_app(key, self.parents[key]) or _has_several_in_app(key, self.children[key])
        )


@lru_cache(maxsize=16)
def topology_of(
    release: Release,
    graph: MigrationGraph,
    other_keys: frozenset[MigrationKey],
    recorded_before: RecordedBefore,
) -> Topology:
    """
    The topology of one release, resolved to `graph`, and of `other_keys`: rows without a file and missing parents.

    The graph does not contain replaced migrations; on the map they have the parents that their files declare. Linear
    in migrations and edges, except for sorting them. A cache holds the last 16 topologies, each about 1.5 MB for 5,000
    migrations.
    """
    declared_parents = declare(release).graph.parents
    keys = other_keys.union(release.migrations)  # the two are disjoint
    parents = {
        key: tuple(sorted(parent_keys & keys)) if parent_keys else ()
        for key in sorted((*release.migrations, *other_keys))
        for parent_keys in (
            graph.parents[key] if key in graph.parents else declared_parents.get(key, frozenset()),
        )
    }
    before = dict(recorded_before)
    predecessors = parents | {key: (*parents[key], before[key]) for key in before}
    order = topological_order(
        predecessors, break_cycle=lambda waiting: _smallest_on_a_cycle(waiting, predecessors)
    )
    labels_on_map = {key.app_label for key in keys}
    labels = app_order(release)
    return Topology(
        parents,
        order,
        before,
        (*(label for label in labels if label in labels_on_map), *sorted(labels_on_map.difference(labels))),
    )


def _has_several_in_app(key: MigrationKey, neighbours: Keys) -> bool:
    """Whether more than one of the neighbours is in the app of `key`."""
    return len(neighbours) > 1 and sum(1 for other in neighbours if other.app_label == key.app_label) > 1


def _smallest_on_a_cycle(
    waiting: set[MigrationKey], predecessors: Mapping[MigrationKey, Keys]
) -> MigrationKey:
    """
    The smallest key of one cycle among the keys in `waiting`.

    There is a cycle, because each of them has a predecessor among them.
    """
    key = min(waiting)
    path: dict[MigrationKey, None] = {}
    while key not in path:
        path[key] = None
        key = min(predecessor for predecessor in predecessors[key] if predecessor in waiting)
    keys = list(path)
    return min(keys[keys.index(key) :])
