"""
What is not shown lies in capsules: migrations of one app and one status between which nothing shown stands.

    0001 <-- 0002 <-- 0003 <-- [0004] <-- 0005        (3 applied) <-- [0004] <-- (1 pending)

Each item has a column: the longest chain of items before it. An item needs only items of smaller columns, so every
edge points left, and folding cannot make a cycle.
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
    """One thing on the map: a migration (`is_shown`), or a capsule of hidden ones, whose status is the worst in it."""

    keys: Keys
    app: str
    status: Status
    column: int
    is_shown: bool
    is_mixed: bool = False


class Edge(NamedTuple):
    """
    `source` needs `target` (places in `items`): `dependencies` drawn as one line, some of them `violated`.

    The target's column is smaller than the source's, unless both lie on a cycle. Without `bends` the line is straight;
    `label` is where the words of a violated one stand. Both come with the layout.
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
    """The items of some lanes and the edges between them; each migration of these lanes lies in exactly one item."""

    items: tuple[Item, ...]
    edges: tuple[Edge, ...]


Pairs = AbstractSet[tuple[MigrationKey, MigrationKey]]
NOWHERE = -1


def fold(
    chart: Chart,
    apps: tuple[str, ...],
    *,
    shown: AbstractSet[MigrationKey],
    violated: Pairs = frozenset(),
    by_status: bool = True,
) -> Folding:
    """
    Fold what is not `shown` of these apps. `by_status` False lets migrations of several statuses share a capsule.

    Dependencies between hidden migrations of two apps are not drawn: they would cut the capsules to pieces. Linear in
    migrations and edges.
    """
    places = chart.places(apps)
    position = chart.topology.position
    marked = bytearray(len(chart.topology.order))
    for key in shown:
        marked[position[key]] = True
    columns = _columns(chart, places, marked, by_status=by_status)
    items, item_of = _items(chart, places, marked, columns, by_status=by_status)
    size = len(marked)
    broken = {item_of[position[key]] * size + item_of[position[parent]] for key, parent in violated}
    counts = _counts(chart, places, item_of, marked)
    return Folding(items, _edges(items, counts, size, broken))


def _columns(chart: Chart, places: Sequence[int], marked: bytearray, *, by_status: bool) -> list[int]:
    """The column of each place of the chart's order; nowhere where it is of another app."""
    columns = [NOWHERE] * len(marked)
    topology, statuses = chart.topology, chart.statuses
    labels, order, position = topology.labels, topology.order, topology.position
    for place in places:
        needs: Sequence[int] = topology.needs[place]
        if topology.after and order[place] in topology.after:
            needs = (*needs, position[topology.after[order[place]]])
        column = 0
        for other in needs:
            reached = columns[other]
            if reached == NOWHERE:
                continue  # of another app, or behind a cycle
            if marked[place] or marked[other]:
                reached += 1
            elif labels[place] != labels[other]:
                continue
            elif by_status and statuses[order[place]] is not statuses[order[other]]:
                reached += 1
            column = max(column, reached)
        columns[place] = column
    return columns


def _items(
    chart: Chart, places: Sequence[int], marked: bytearray, columns: Sequence[int], *, by_status: bool
) -> tuple[tuple[Item, ...], list[int]]:
    """The items, and for each place of the chart's order which of them it lies in."""
    order, statuses = chart.topology.order, chart.statuses
    item_of = [NOWHERE] * len(marked)
    items: list[Item] = []
    capsule_at: dict[tuple[str, Status | None, int], int] = {}
    hidden: dict[int, list[MigrationKey]] = {}
    for place in places:
        key, column = order[place], columns[place]
        number = len(items)
        if not marked[place]:
            status = statuses[key] if by_status else None
            number = capsule_at.setdefault((key.app_label, status, column), number)
            hidden.setdefault(number, []).append(key)
        if number == len(items):
            items.append(Item((key,), key.app_label, statuses[key], column, bool(marked[place])))
        item_of[place] = number
    for number, keys in hidden.items():
        if len(keys) > 1:
            items[number] = _capsule(chart, keys, items[number].column)
    return tuple(items), item_of


def _capsule(chart: Chart, keys: Sequence[MigrationKey], column: int) -> Item:
    statuses = {chart.statuses[key] for key in keys}
    worst = min(statuses, key=SEVERITY.__getitem__)
    return Item(tuple(keys), keys[0].app_label, worst, column, is_shown=False, is_mixed=len(statuses) > 1)


def _counts(chart: Chart, places: Sequence[int], item_of: Sequence[int], marked: bytearray) -> dict[int, int]:
    """How many dependencies lie between two items, by source * (number of migrations) + target."""
    needs, labels, size = chart.topology.needs, chart.topology.labels, len(marked)
    counts: dict[int, int] = {}
    for place in places:
        source = item_of[place]
        for other in needs[place]:
            target = item_of[other]
            if target in (NOWHERE, source):
                continue
            if not (marked[place] or marked[other]) and labels[place] != labels[other]:
                continue
            pair = source * size + target
            counts[pair] = counts[pair] + 1 if pair in counts else 1
    return counts


def _edges(
    items: Sequence[Item], counts: Mapping[int, int], size: int, broken: AbstractSet[int]
) -> tuple[Edge, ...]:
    apps = [item.app for item in items]
    edges = []
    for pair, count in counts.items():
        source, target = divmod(pair, size)
        edges.append(Edge(source, target, count, apps[source] != apps[target], pair in broken))
    return tuple(edges)
