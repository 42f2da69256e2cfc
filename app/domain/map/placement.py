"""
Where each item of some lanes stands, in pixels at zoom 1.

        col 0      col 1         col 2
       +------+   +------+      +------+
       |      |<--|      |<--+--|      |   row 0 (track 0)
       +------+   +------+   |  +------+
                  +------+   |             a channel before each column carries the upright
                  |      |<--+             parts of edges; no item ever stands in it
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
    """The sizes of one view, in px: (width, height) of the three sorts of item, gaps, rows."""

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
AT_REST = Measures((192, 50), (104, 42), (76, 24), 28, 56, 124, 28, 70, 6)
DIFFERS = Measures((104, 42), (64, 28), (58, 24), 28, 56, 124, 36, 64, 9)
ALL = Measures((15, 15), (7, 7), (7, 7), 5, 5, 5, 12, 16, 2, is_routed=False)


@dataclass(frozen=True, slots=True)
class Lane:
    """An app's lane: middle, height, how many migrations it has, and the worst status among them."""

    app: str
    y: int
    h: int
    n: int
    worst: Status


@dataclass(frozen=True, slots=True)
class Layout:
    """Placed items, in the order of the folding (edges name them by place), and their lanes from the top down."""

    places: tuple[PlacedItem, ...]
    edges: tuple[Edge, ...]
    lanes: tuple[Lane, ...]
    width: int
    height: int


def place(
    chart: Chart,
    folding: Folding,
    apps: Sequence[str],
    *,
    focus: frozenset[MigrationKey],
    measures: Measures,
) -> Layout:
    """Place the items of these lanes, top down in the given order. Linear in items and edges, but for one sort."""
    items = folding.items
    is_focus = [item.is_shown and item.keys[0] in focus for item in items]
    sizes = [_size(item, measures, is_focus=big) for item, big in zip(items, is_focus, strict=True)]
    tracks = tracks_of(chart, items, folding.edges)
    rows, lanes = _rows(chart, items, apps, tracks, is_focus, measures)
    starts, ends = _columns(items, sizes, folding.edges, tracks, measures)
    middles = [(start + end) // 2 for start, end in zip(starts, ends, strict=True)]
    places = tuple(
        [
            PlacedItem(item, middles[item.column], rows[item.app][track].y, width, height, big)
            for item, track, (width, height), big in zip(items, tracks, sizes, is_focus, strict=True)
        ]
    )
    if measures.is_routed:
        row_of = [rows[item.app][track] for item, track in zip(items, tracks, strict=True)]
        routes = Routes(places, row_of, starts)
        edges = tuple([routes.routed(edge) for edge in folding.edges])
    else:
        edges = folding.edges
    return Layout(places, edges, lanes, max(ends, default=0), sum(lane.h for lane in lanes))


def label_of(item: Item) -> str:
    """What a capsule says: `8 applied`, or `8 migrations` where it holds several statuses."""
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
    text = 6 * len(label_of(item)) + height // 2 + 4 if measures.is_routed else 0
    return max(width, text - text % 2), height


def _rows(  # noqa: PLR0913, PLR0917 - what a row is made of
    chart: Chart,
    items: Sequence[Item],
    apps: Sequence[str],
    tracks: Sequence[int],
    is_focus: Sequence[bool],
    measures: Measures,
) -> tuple[Mapping[str, Sequence[LaneRow]], tuple[Lane, ...]]:
    """The rows of each lane, and the lanes. Which columns a row has taken is known only where edges are routed."""
    taken: dict[str, list[int]] = {app: [] for app in apps}
    heights: dict[str, list[int]] = {app: [] for app in apps}
    for item, track, big in zip(items, tracks, is_focus, strict=True):
        while len(heights[item.app]) <= track:
            heights[item.app].append(measures.row)
            taken[item.app].append(0)
        if big:
            heights[item.app][track] = measures.focus_row
        if measures.is_routed:
            taken[item.app][track] |= 1 << item.column
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
        for track, high in enumerate(heights[app]):
            upper = top if track == 0 else y
            lower = top + height if track == last else y + high
            rows[app].append(LaneRow(y + high // 2, upper, lower, taken[app][track]))
            y += high
        lanes.append(Lane(app, top + height // 2, height, len(chart.topology.of_app[app]), chart.worst(app)))
        top += height
    return rows, tuple(lanes)


def _columns(
    items: Sequence[Item],
    sizes: Sequence[Point],
    edges: Iterable[Edge],
    tracks: Sequence[int],
    measures: Measures,
) -> tuple[list[int], list[int]]:
    """Where each column begins and ends: as wide as its widest item, after a gap that its edges need."""
    widths = [0] * (1 + max((item.column for item in items), default=-1))
    for item, (width, _) in zip(items, sizes, strict=True):
        widths[item.column] = max(widths[item.column], width)
    gaps = [measures.gap] * len(widths)
    for edge in edges:
        if edge.violated:
            source, target = items[edge.source], items[edge.target]
            level = source.app == target.app and tracks[edge.source] == tracks[edge.target]
            gaps[source.column] = max(gaps[source.column], measures.label_gap if level else measures.wide_gap)
    starts, ends = [], []
    x = 0
    for at, width in enumerate(widths):
        x += gaps[at] if at else 0
        starts.append(x)
        x += width
        ends.append(x)
    return starts, ends
