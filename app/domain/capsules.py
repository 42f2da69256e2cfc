"""
What is not shown lies in capsules: migrations of one app and one status between which nothing shown stands.

    0001 <-- 0002 <-- 0003 <-- [0004] <-- 0005        (3 applied) <-- [0004] <-- (1 pending)

Each item has a column: the longest chain of items before it. An item needs only items of smaller columns, so every
edge points left, and folding cannot make a cycle.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.chart import SEVERITY, Chart, Keys
from app.domain.keys import MigrationKey
from app.domain.status import Status


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the map: a migration (`is_shown`), or a capsule of hidden ones, whose status is the worst in it."""

    keys: Keys
    app: str
    status: Status
    column: int
    is_shown: bool
    is_mixed: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """
    `source` needs `target` (places in `items`): `count` dependencies drawn as one line, some of them `violated`.

    The target's column is smaller than the source's, unless both lie on a cycle.
    """

    source: int
    target: int
    count: int
    cross: bool
    violated: bool


@dataclass(frozen=True, slots=True)
class Folding:
    """The items of some lanes and the edges between them; each migration of these lanes lies in exactly one item."""

    items: tuple[Item, ...]
    edges: tuple[Edge, ...]


Pairs = AbstractSet[tuple[MigrationKey, MigrationKey]]


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

    Dependencies between hidden migrations of two apps are not drawn: they would cut the capsules to pieces.
    """
    keys = chart.in_order(apps)
    columns = _columns(chart, keys, shown, by_status=by_status)
    place_of: dict[MigrationKey, int] = {}
    capsule_at: dict[tuple[str, Status | None, int], int] = {}
    contents: list[list[MigrationKey]] = []
    for key in keys:
        place = len(contents)
        if key not in shown:
            status = chart.statuses[key] if by_status else None
            place = capsule_at.setdefault((key.app_label, status, columns[key]), place)
        if place == len(contents):
            contents.append([])
        contents[place].append(key)
        place_of[key] = place
    items = tuple(_item(chart, of, columns[of[0]], is_shown=of[0] in shown) for of in contents)
    return Folding(items, tuple(_edges(chart, keys, place_of, shown, violated)))


def _columns(
    chart: Chart,
    keys: Keys,
    shown: AbstractSet[MigrationKey],
    *,
    by_status: bool,
) -> Mapping[MigrationKey, int]:
    columns: dict[MigrationKey, int] = {}
    statuses, after, parents = chart.statuses, chart.after, chart.parents
    for key in keys:
        column = 0
        is_shown = key in shown
        for parent in (*parents[key], after[key]) if key in after else parents[key]:
            if parent not in columns:
                continue  # of another app, or behind a cycle
            if is_shown or parent in shown:
                step = 1
            elif parent.app_label == key.app_label:
                step = int(by_status and statuses[parent] is not statuses[key])
            else:
                continue
            column = max(column, columns[parent] + step)
        columns[key] = column
    return columns


def _item(chart: Chart, keys: list[MigrationKey], column: int, *, is_shown: bool) -> Item:
    statuses = {chart.statuses[key] for key in keys}
    worst = min(statuses, key=SEVERITY.__getitem__)
    return Item(tuple(keys), keys[0].app_label, worst, column, is_shown, is_mixed=len(statuses) > 1)


def _edges(
    chart: Chart,
    keys: Keys,
    place_of: Mapping[MigrationKey, int],
    shown: AbstractSet[MigrationKey],
    violated: Pairs,
) -> Iterator[Edge]:
    counts: dict[tuple[int, int], int] = {}
    broken: set[tuple[int, int]] = set()
    cross: set[tuple[int, int]] = set()
    for key in keys:
        source = place_of[key]
        for parent in chart.parents[key]:
            target = place_of.get(parent)
            if target is None or target == source:
                continue
            if parent.app_label != key.app_label:
                if key not in shown and parent not in shown:
                    continue
                cross.add((source, target))
            counts[source, target] = counts.get((source, target), 0) + 1
            if (key, parent) in violated:
                broken.add((source, target))
    for pair, count in counts.items():
        yield Edge(*pair, count, pair in cross, pair in broken)
