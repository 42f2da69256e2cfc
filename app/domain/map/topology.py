"""
The ground of a map: what every comparison with one release shares.

    users:    0 <---- 1 <---- 2        each migration by its place in one order, in which it comes after all it needs
                      ^
    orders:   3 <-----+                needs[3] == (1,)

Nothing here depends on what is applied, so it is laid once and kept for the next environment.
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
After = tuple[tuple[MigrationKey, MigrationKey], ...]
"""(a row without a file, the migration of its app that was recorded just before it), sorted."""


@dataclass(frozen=True, eq=False)
class Topology:
    """
    `parents` is sorted by key; `order` has every key of it, each after its parents (on a cycle that cannot be: its
    smallest key comes first). `after` gives, for a row without a file, the migration of its app that was recorded just
    before it. `lanes` are the app labels of all keys, in lane order.
    """

    parents: Mapping[MigrationKey, Keys]
    order: Keys
    after: Mapping[MigrationKey, MigrationKey]
    lanes: tuple[str, ...]

    @cached_property
    def position(self) -> Mapping[MigrationKey, int]:
        """The place of each key in `order`."""
        return {key: place for place, key in enumerate(self.order)}

    @cached_property
    def rank(self) -> Mapping[MigrationKey, int]:
        """The place of each key among all keys, sorted."""
        return {key: place for place, key in enumerate(self.parents)}

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The app label of each place of `order`."""
        return tuple([key.app_label for key in self.order])

    @cached_property
    def needs(self) -> tuple[tuple[int, ...], ...]:
        """For each place of `order`, the places of its parents; these are sorted by key."""
        place_of = self.position
        return tuple([tuple([place_of[parent] for parent in self.parents[key]]) for key in self.order])

    @cached_property
    def children(self) -> Mapping[MigrationKey, Keys]:
        """For each key, what needs it directly, sorted."""
        children: dict[MigrationKey, list[MigrationKey]] = {key: [] for key in self.order}
        for key, parents in self.parents.items():
            for parent in parents:
                children[parent].append(key)
        return {key: tuple(of) for key, of in children.items()}

    @cached_property
    def of_app(self) -> Mapping[str, Keys]:
        """The migrations of each app, in `order`."""
        of_app: dict[str, list[MigrationKey]] = {label: [] for label in self.lanes}
        for key in self.order:
            of_app[key.app_label].append(key)
        return {label: tuple(of) for label, of in of_app.items()}

    @cached_property
    def forked(self) -> Keys:
        """Branches and merges: what has more than one parent, or child, in its own app. In `order`."""
        return tuple(
            key
            for key in self.order
            if _is_joint(key, self.parents[key]) or _is_joint(key, self.children[key])
        )


@lru_cache(maxsize=16)
def topology_of(
    release: Release, graph: MigrationGraph, others: frozenset[MigrationKey], after: After
) -> Topology:
    """
    The ground of one release, resolved to `graph`, and of `others`: rows without a file, and missing keys.

    The resolved graph has no place for what a squash replaced; here these migrations keep the parents they declare.
    Linear in migrations and edges, but for sorting them. The last 16 are kept, about 1.5 MB each at 5,000 migrations.
    """
    declared = declare(release).graph.parents
    keys = others.union(release.migrations)  # `others` has none of these
    parents = {
        key: tuple(sorted(of & keys)) if of else ()
        for key in sorted((*release.migrations, *others))
        for of in (graph.parents[key] if key in graph.parents else declared.get(key, frozenset()),)
    }
    before = dict(after)
    needs = parents | {key: (*parents[key], before[key]) for key in before}
    order = topological_order(needs, break_cycle=lambda left: _on_a_cycle(left, needs))
    used = {key.app_label for key in keys}
    labels = app_order(release)
    return Topology(
        parents,
        order,
        before,
        (*(label for label in labels if label in used), *sorted(used.difference(labels))),
    )


def _is_joint(key: MigrationKey, side: Keys) -> bool:
    return len(side) > 1 and sum(1 for other in side if other.app_label == key.app_label) > 1


def _on_a_cycle(left: set[MigrationKey], parents: Mapping[MigrationKey, Keys]) -> MigrationKey:
    """The smallest key of one cycle among those that are left: each of them waits for another of them."""
    key = min(left)
    path: dict[MigrationKey, None] = {}
    while key not in path:
        path[key] = None
        key = min(parent for parent in parents[key] if parent in left)
    walked = list(path)
    return min(walked[walked.index(key) :])
