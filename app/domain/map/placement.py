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
from app.domain.map.sizes import Measures, column_count, size_of, widened
from app.domain.map.tracks import tracks_of
from app.domain.status import Status


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
    tracks = tracks_of(chart, items, folding.edges)
    rows, lanes = _rows(chart, items, apps, tracks, is_focus, measures)
    sizes = [size_of(item, measures, is_focus=flag) for item, flag in zip(items, is_focus, strict=True)]
    gaps = _gaps(items, folding.edges, tracks, measures)
    if measures.room:
        sizes = widened(items, sizes, is_focus, measures.room - sum(gaps[1:]))
    starts, ends = _columns(items, sizes, gaps)
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


def _gaps(
    items: Sequence[Item], edges: Iterable[Edge], tracks: Sequence[int], measures: Measures
) -> list[int]:
    """
    The space before each column, in pixels; before the first there is none.

    A violated edge needs a wider gap before its source: `label_gap` if it is a straight line in one row, otherwise
    `wide_gap`.
    """
    gaps = [measures.gap] * column_count(items)
    for edge in edges:
        if edge.violated:
            source, target = items[edge.source], items[edge.target]
            is_straight = source.app == target.app and tracks[edge.source] == tracks[edge.target]
            gap = measures.label_gap if is_straight else measures.wide_gap
            gaps[source.column] = max(gaps[source.column], gap)
    return gaps


def _columns(
    items: Sequence[Item], sizes: Sequence[Point], gaps: Sequence[int]
) -> tuple[list[int], list[int]]:
    """The left and the right edge of each column, in pixels. A column is as wide as its widest item."""
    widths = [0] * len(gaps)
    for item, (width, _) in zip(items, sizes, strict=True):
        widths[item.column] = max(widths[item.column], width)
    starts, ends = [], []
    x = 0
    for column, width in enumerate(widths):
        x += gaps[column] if column else 0
        starts.append(x)
        x += width
        ends.append(x)
    return starts, ends
