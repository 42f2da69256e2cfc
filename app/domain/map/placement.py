"""
The position of each item in its lane, in pixels at zoom 1.

        col 0      col 1         col 2
       +------+   +------+      +------+
       |      |<--|      |<--+--|      |   row 0 (track 0)
       +------+   +------+   |  +------+
                  +------+   |             the channel before each column has the vertical
                  |      |<--+             parts of edges; no item is ever in it
                  +------+                 row 1 (track 1)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.map.chart import Chart
from app.domain.map.folding import Edge, Folding, Item, Point
from app.domain.map.routing import LaneRow, PlacedItem, Routes
from app.domain.map.tracks import tracks_of
from app.domain.status import Status


@dataclass(frozen=True, slots=True)
class Measures:
    """
    The sizes of one view, in pixels.

    `focus`, `card` and `capsule` are (width, height) of the three kinds of item. `gap` is the space between two
    columns; `wide_gap` and `label_gap` replace it before a violated edge. `row` and `focus_row` are heights of rows,
    and `padding` is the space above and below the rows of a lane. Without `is_routed`, edges are straight.
    """

    focus: Point
    card: Point
    capsule: Point
    gap: int
    wide_gap: int
    label_gap: int
    row: int
    focus_row: int
    padding: int
    is_routed: bool = True


WINDOW = Measures((192, 50), (104, 42), (76, 30), 28, 56, 124, 52, 70, 9)
QUIET_WINDOW = Measures((192, 50), (104, 42), (76, 24), 28, 56, 124, 28, 70, 6)
DIFFERS = Measures((104, 42), (64, 28), (58, 24), 28, 56, 124, 36, 64, 9)
ALL = Measures((15, 15), (7, 7), (7, 7), 5, 5, 5, 12, 16, 2, is_routed=False)


@dataclass(frozen=True, slots=True)
class Lane:
    """
    The lane of one app: middle `y` and height `h` in pixels, and the worst status in it.

    `n` is the number of its migrations.
    """

    app: str
    y: int
    h: int
    n: int
    worst: Status


@dataclass(frozen=True, slots=True)
class Layout:
    """The placed items in the order of the folding (edges hold their indexes), and the lanes from the top down."""

    items: tuple[PlacedItem, ...]
    edges: tuple[Edge, ...]
    lanes: tuple[Lane, ...]
    width: int
    height: int


def layout_of(
    chart: Chart,
    folding: Folding,
    apps: Sequence[str],
    *,
    focus: frozenset[MigrationKey],
    measures: Measures,
) -> Layout:
    """
    The layout of the items of these lanes. `apps` are the lanes from the top down; `focus` are keys with large cards.

    Linear in items and edges, except for one sort of the items.
    """
    items = folding.items
    is_focus = [item.is_shown and item.keys[0] in focus for item in items]
    sizes = [_size(item, measures, is_focus=flag) for item, flag in zip(items, is_focus, strict=True)]
    tracks = tracks_of(chart, items, folding.edges)
    rows, lanes = _rows(chart, items, apps, tracks, is_focus, measures)
    starts, ends = _columns(items, sizes, folding.edges, tracks, measures)
    middles = [(start + end) // 2 for start, end in zip(starts, ends, strict=True)]
    placed_items = tuple(
        [
            PlacedItem(item, middles[item.column], rows[item.app][track].y, width, height, flag)
            for item, track, (width, height), flag in zip(items, tracks, sizes, is_focus, strict=True)
        ]
    )
    if measures.is_routed:
        row_of = [rows[item.app][track] for item, track in zip(items, tracks, strict=True)]
        routes = Routes(placed_items, row_of, starts)
        edges = tuple([routes.with_route(edge) for edge in folding.edges])
    else:
        edges = folding.edges
    return Layout(placed_items, edges, lanes, max(ends, default=0), sum(lane.h for lane in lanes))


def label_of(item: Item) -> str:
    """The text of a capsule: `8 applied`, or `8 migrations` if it holds several statuses."""
    count = len(item.keys)
    if item.is_mixed:
        return f"{count} migrations"
    return f"{count} {item.status.replace('-', ' ')}"


def _size(item: Item, measures: Measures, *, is_focus: bool) -> Point:
    if is_focus:
        return measures.focus
    if item.is_shown:
        return measures.card
    width, height = measures.capsule
    text_width = 6 * len(label_of(item)) + height // 2 + 4 if measures.is_routed else 0
    return max(width, text_width - text_width % 2), height


def _rows(  # noqa: PLR0913, PLR0917 - what a row is made of
    chart: Chart,
    items: Sequence[Item],
    apps: Sequence[str],
    tracks: Sequence[int],
    is_focus: Sequence[bool],
    measures: Measures,
) -> tuple[Mapping[str, Sequence[LaneRow]], tuple[Lane, ...]]:
    """The rows of each lane, by app and track, and the lanes. `column_bits` is 0 if the view does not route edges."""
    column_bits: dict[str, list[int]] = {app: [] for app in apps}
    heights: dict[str, list[int]] = {app: [] for app in apps}
    for item, track, flag in zip(items, tracks, is_focus, strict=True):
        while len(heights[item.app]) <= track:
            heights[item.app].append(measures.row)
            column_bits[item.app].append(0)
        if flag:
            heights[item.app][track] = measures.focus_row
        if measures.is_routed:
            column_bits[item.app][track] |= 1 << item.column
    rows: dict[str, list[LaneRow]] = {}
    lanes = []
    top = 0
    for app in apps:
        height = sum(heights[app]) + 2 * measures.padding
        if heights[app] == [measures.focus_row]:
            height = measures.focus_row
        y = top + (height - sum(heights[app])) // 2
        last = len(heights[app]) - 1
        rows[app] = []
        for track, row_height in enumerate(heights[app]):
            upper = top if track == 0 else y
            lower = top + height if track == last else y + row_height
            rows[app].append(LaneRow(y + row_height // 2, upper, lower, column_bits[app][track]))
            y += row_height
        count, worst = len(chart.topology.by_app[app]), chart.worst_status(app)
        lanes.append(Lane(app, top + height // 2, height, count, worst))
        top += height
    return rows, tuple(lanes)


def _columns(
    items: Sequence[Item],
    sizes: Sequence[Point],
    edges: Iterable[Edge],
    tracks: Sequence[int],
    measures: Measures,
) -> tuple[list[int], list[int]]:
    """
    The left and the right edge of each column, in pixels.

    A column is as wide as its widest item. A violated edge needs a wider gap before its source: `label_gap` if it is a
    straight line in one row, otherwise `wide_gap`.
    """
    widths = [0] * (1 + max((item.column for item in items), default=-1))
    for item, (width, _) in zip(items, sizes, strict=True):
        widths[item.column] = max(widths[item.column], width)
    gaps = [measures.gap] * len(widths)
    for edge in edges:
        if edge.violated:
            source, target = items[edge.source], items[edge.target]
            is_straight = source.app == target.app and tracks[edge.source] == tracks[edge.target]
            gap = measures.label_gap if is_straight else measures.wide_gap
            gaps[source.column] = max(gaps[source.column], gap)
    starts, ends = [], []
    x = 0
    for column, width in enumerate(widths):
        x += gaps[column] if column else 0
        starts.append(x)
        x += width
        ends.append(x)
    return starts, ends
