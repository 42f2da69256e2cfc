"""
Folding: migrations that are not shown are put into capsules.

    0001 <-- 0002 <-- 0003 <-- [0004] <-- 0005        (3 applied) <-- [0004] <-- (1 pending)

A capsule holds migrations of one app and one status with no shown migration between them. Each item has a column: the
length of the longest chain of items before it. An item depends only on items in smaller columns, so every edge points
left and folding cannot make a cycle.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.keys import MigrationKey
from app.domain.map.chart import Chart
from app.domain.map.topology import Keys
from app.domain.status import SEVERITY, Status

Point = tuple[int, int]


class Item(NamedTuple):
    """
    One mark on the map: a migration (`is_shown`), or a capsule of hidden migrations.

    The status of a capsule is the worst in it; `is_mixed` says that it holds several statuses.
    """

    keys: Keys
    app: str
    status: Status
    column: int
    is_shown: bool
    is_mixed: bool = False


class Edge(NamedTuple):
    """
    One line on the map: item `source` depends on item `target` (both are indexes into the items).

    `dependencies` is the number of dependencies that the line stands for, `cross` says that the two apps differ, and
    `violated` that some dependency is violated. The target's column is smaller than the source's, unless both are on a
    cycle. The layout adds `bends` (a line without them is straight) and `label`, the point where the text of a violated
    edge is put; both are in pixels.
    """

    source: int
    target: int
    dependencies: int
    cross: bool
    violated: bool
    bends: tuple[Point, ...] = ()
    label: Point | None = None


@dataclass(frozen=True, slots=True)
class Folding:
    """The items of some lanes and the edges between them. Each migration of these lanes is in exactly one item."""

    items: tuple[Item, ...]
    edges: tuple[Edge, ...]


KeyPairs = AbstractSet[tuple[MigrationKey, MigrationKey]]
"""Dependencies as (child, parent)."""
NOWHERE = -1
"""The column or item of a migration that is not in these lanes."""


def fold(
    chart: Chart,
    apps: tuple[str, ...],
    *,
    shown: AbstractSet[MigrationKey],
    violated: KeyPairs = frozenset(),
    by_status: bool = True,
) -> Folding:
    """
    Fold the migrations of these apps that are not in `shown`.

    Migrations of several statuses may share a capsule if `by_status` is False. Dependencies between hidden migrations
    of two apps are not drawn, because they would split the capsules. Linear in migrations and edges.
    """
    positions = chart.positions(apps)
    position = chart.topology.position
    is_shown = bytearray(len(chart.topology.order))
    for key in shown:
        is_shown[position[key]] = True
    columns = _columns(chart, positions, is_shown, by_status=by_status)
    items, item_of = _items(chart, positions, is_shown, columns, by_status=by_status)
    size = len(is_shown)
    violated_pairs = {item_of[position[key]] * size + item_of[position[parent]] for key, parent in violated}
    counts = _dependency_counts(chart, positions, item_of, is_shown)
    return Folding(items, _edges(items, counts, size, violated_pairs))


def _columns(chart: Chart, positions: Sequence[int], is_shown: bytearray, *, by_status: bool) -> list[int]:
    """The column of each migration, by position in the topology's order; NOWHERE for other apps."""
    columns = [NOWHERE] * len(is_shown)
    topology, statuses = chart.topology, chart.statuses
    labels, order, position = topology.app_labels, topology.order, topology.position
    for child in positions:
        parents: Sequence[int] = topology.parent_positions[child]
        if topology.recorded_before and order[child] in topology.recorded_before:
            parents = (*parents, position[topology.recorded_before[order[child]]])
        column = 0
        for parent in parents:
            least_column = columns[parent]
            if least_column == NOWHERE:
                continue  # of another app, or later on a cycle
            if is_shown[child] or is_shown[parent]:
                least_column += 1
            elif labels[child] != labels[parent]:
                continue
            elif by_status and statuses[order[child]] is not statuses[order[parent]]:
                least_column += 1
            column = max(column, least_column)
        columns[child] = column
    return columns


def _items(
    chart: Chart, positions: Sequence[int], is_shown: bytearray, columns: Sequence[int], *, by_status: bool
) -> tuple[tuple[Item, ...], list[int]]:
    """The items, and the index of the item of each migration, by position in the topology's order."""
    order, statuses = chart.topology.order, chart.statuses
    item_of = [NOWHERE] * len(is_shown)
    items: list[Item] = []
    capsules: dict[tuple[str, Status | None, int], int] = {}
    hidden_keys: dict[int, list[MigrationKey]] = {}
    for position in positions:
        key, column = order[position], columns[position]
        index = len(items)
        if not is_shown[position]:
            status = statuses[key] if by_status else None
            index = capsules.setdefault((key.app_label, status, column), index)
            hidden_keys.setdefault(index, []).append(key)
        if index == len(items):
            items.append(Item((key,), key.app_label, statuses[key], column, bool(is_shown[position])))
        item_of[position] = index
    for index, keys in hidden_keys.items():
        if len(keys) > 1:
            items[index] = _capsule(chart, keys, items[index].column)
    return tuple(items), item_of


def _capsule(chart: Chart, keys: Sequence[MigrationKey], column: int) -> Item:
    statuses = {chart.statuses[key] for key in keys}
    worst = min(statuses, key=SEVERITY.__getitem__)
    return Item(tuple(keys), keys[0].app_label, worst, column, is_shown=False, is_mixed=len(statuses) > 1)


def _dependency_counts(
    chart: Chart, positions: Sequence[int], item_of: Sequence[int], is_shown: bytearray
) -> dict[int, int]:
    """The number of dependencies between each two items; the key is source * (number of migrations) + target."""
    parent_positions, labels = chart.topology.parent_positions, chart.topology.app_labels
    size = len(is_shown)
    counts: dict[int, int] = {}
    for child in positions:
        source = item_of[child]
        for parent in parent_positions[child]:
            target = item_of[parent]
            if target in (NOWHERE, source):
                continue
            if not (is_shown[child] or is_shown[parent]) and labels[child] != labels[parent]:
                continue
            pair = source * size + target
            counts[pair] = counts[pair] + 1 if pair in counts else 1
    return counts


def _edges(
    items: Sequence[Item], counts: Mapping[int, int], size: int, violated_pairs: AbstractSet[int]
) -> tuple[Edge, ...]:
    """The edges between items; a pair of items is source * size + target."""
    apps = [item.app for item in items]
    edges = []
    for pair, count in counts.items():
        source, target = divmod(pair, size)
        edges.append(Edge(source, target, count, apps[source] != apps[target], pair in violated_pairs))
    return tuple(edges)
