"""
All that a map may show: every migration of one comparison, with what it needs.

    users:    0001 <-- 0002 <-- 0003
                         ^
    orders:   0001 ------+     0002_wip    a row without a file stands after the row recorded before it

The resolved graph has no place for what a squash replaced; here these migrations keep the parents they declare.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.lanes import lane_order
from app.domain.references import declare
from app.domain.status import Status

Keys = tuple[MigrationKey, ...]

WORST = (
    Status.MISSING_DEPENDENCY,
    Status.MISSING,
    Status.FORKED,
    Status.PARTIAL_SQUASH,
    Status.UNKNOWN,
    Status.DUPLICATE,
    Status.OUT_OF_ORDER,
    Status.PENDING,
    Status.SQUASH,
    Status.APPLIED,
    Status.REPLACED,
)
"""Every status, the worst first: what a lane, or a capsule of several statuses, is coloured by."""

SEVERITY = {status: place for place, status in enumerate(WORST)}
QUIET = frozenset((Status.APPLIED, Status.SQUASH, Status.REPLACED))
"""Statuses in which nothing is to be done."""


@dataclass(frozen=True, eq=False)
class Chart:
    """
    `order` has every key of `statuses`, each after its `parents` (on a cycle that cannot be: its smallest key comes
    first). `after` gives, for a row without a file, the migration of its app that was recorded just before it.
    """

    statuses: Mapping[MigrationKey, Status]
    parents: Mapping[MigrationKey, Keys]
    order: Keys
    after: Mapping[MigrationKey, MigrationKey]
    lanes: tuple[str, ...]

    @cached_property
    def position(self) -> Mapping[MigrationKey, int]:
        """The place of each key in `order`."""
        return {key: place for place, key in enumerate(self.order)}

    @cached_property
    def children(self) -> Mapping[MigrationKey, Keys]:
        """For each key, what needs it directly, sorted."""
        children: dict[MigrationKey, list[MigrationKey]] = {key: [] for key in self.order}
        for key in sorted(self.parents):
            for parent in self.parents[key]:
                children[parent].append(key)
        return {key: tuple(of) for key, of in children.items()}

    @cached_property
    def of_app(self) -> Mapping[str, Keys]:
        """The migrations of each app, in `order`."""
        of_app: dict[str, list[MigrationKey]] = {label: [] for label in self.lanes}
        for key in self.order:
            of_app[key.app_label].append(key)
        return {label: tuple(of) for label, of in of_app.items()}

    def in_order(self, apps: Iterable[str]) -> Keys:
        """The migrations of some apps, each after its parents."""
        labels = frozenset(apps)
        if len(labels) == len(self.lanes):
            return self.order
        keys = [key for label in sorted(labels) for key in self.of_app[label]]
        return tuple(sorted(keys, key=self.position.__getitem__))


def chart(drift: Drift) -> Chart:
    """Chart one comparison. Linear in migrations and edges, but for one sort."""
    statuses, graph = drift.statuses, drift.resolution.graph
    declared = declare(drift.release).graph.parents
    parents = {
        key: tuple(sorted(parent for parent in of if parent in statuses)) if of else ()
        for key in statuses
        for of in (graph.parents[key] if key in graph.parents else declared.get(key, frozenset()),)
    }
    labels = lane_order(drift.release)
    known = frozenset(labels)
    others = sorted({key.app_label for key in statuses} - known)
    used = {key.app_label for key in statuses}
    after = _recorded_before(drift)
    order = _order({key: (*of, after[key]) if key in after else of for key, of in parents.items()})
    return Chart(statuses, parents, order, after, (*(label for label in labels if label in used), *others))


def _recorded_before(drift: Drift) -> dict[MigrationKey, MigrationKey]:
    unknown = {key for key, status in drift.statuses.items() if status is Status.UNKNOWN}
    if not unknown:
        return {}
    before: dict[MigrationKey, MigrationKey] = {}
    latest: dict[str, MigrationKey] = {}
    for row in drift.history.rows:
        label = row.key.app_label
        if row.key in unknown:
            if label in latest and row.key not in before:
                before[row.key] = latest[label]
        elif row.key in drift.statuses:
            latest[label] = row.key
    return before


def _order(parents: Mapping[MigrationKey, Keys]) -> Keys:
    """Every key after its parents, the smallest first among equals; a cycle is cut before its smallest key."""
    waiting = {key: len(of) for key, of in parents.items()}
    children: dict[MigrationKey, list[MigrationKey]] = {key: [] for key in parents}
    for key in sorted(parents, reverse=True):
        for parent in parents[key]:
            children[parent].append(key)
    ready = sorted((key for key, count in waiting.items() if not count), reverse=True)
    order: list[MigrationKey] = []
    while len(order) < len(parents):
        while ready:
            key = ready.pop()
            order.append(key)
            for child in children[key]:
                waiting[child] -= 1
                if not waiting[child]:
                    ready.append(child)
        left = {key for key, count in waiting.items() if count > 0}
        if left:
            cut = _on_a_cycle(left, parents)
            waiting[cut] = 0
            ready.append(cut)
    return tuple(order)


def _on_a_cycle(left: set[MigrationKey], parents: Mapping[MigrationKey, Keys]) -> MigrationKey:
    """The smallest key of one cycle among the keys that are left: each of them waits for another of them."""
    key = min(left)
    path: dict[MigrationKey, None] = {}
    while key not in path:
        path[key] = None
        key = min(parent for parent in parents[key] if parent in left)
    walked = list(path)
    return min(walked[walked.index(key) :])
