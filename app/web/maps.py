"""The map as a page and its JSON see it: plain values, placed in pixels at zoom 1."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.bands import Band
from app.domain.capsules import Item
from app.domain.drawing import Drawing, Panel, View, draw
from app.domain.drift import Drift
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.placement import Line, Place, words
from app.domain.status import Status
from app.web import map_words

GUTTER = 120
HEAD = 34
CLOSED = 30
SPACE = 14
MARGIN = 16
DRAWN_AS_SVG = 150
PAIRS = 8

Link = Callable[[MigrationKey], str]


@dataclass(frozen=True, slots=True)
class MapNode:
    """
    One mark: `kind` is "focus", "card", "capsule" or "more"; x, y its middle.

    `number` and `rest` are its two lines of text (a capsule and a chip have one), cut to its width.
    """

    id: str
    key: str
    app: str
    name: str
    kind: str
    x: int
    y: int
    w: int
    h: int
    status: str
    word: str
    marks: tuple[str, ...]
    href: str
    number: str
    rest: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class MapEdge:
    """`source` needs `target` (ids of nodes); `path` is the same line for an SVG."""

    source: str
    target: str
    cross: bool
    violated: bool
    count: int
    bends: tuple[tuple[int, int], ...]
    label: tuple[int, int] | None
    path: str
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class MapLane:
    """An app's lane: y its middle."""

    app: str
    y: int
    h: int
    n: int
    worst: str
    band: int
    even: bool


@dataclass(frozen=True, slots=True)
class MapBand:
    """One band and its line of text; `number` is 0 where it has no finding; `closed` ones are that line only."""

    number: int
    y: int
    h: int
    title: str
    weight: str
    href: str
    closed: bool


@dataclass(frozen=True, slots=True)
class MapBar:
    """Apps without a lane, in one bar."""

    heading: str
    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class MapSign:
    """One entry of the legend: `kind` is "status", "mark" or "line"."""

    kind: str
    name: str
    word: str


@dataclass(frozen=True, slots=True)
class MapPair:
    """One finding on a narrow screen: the dependency, what stands between, the migration."""

    title: str
    weight: str
    above: MapNode | None
    label: str
    below: MapNode


@dataclass(frozen=True, slots=True)
class MapView:
    """Everything that draws the map. `views` are (name, word, address) of the three views; `panel` holds `{key}`."""

    view: str
    focus: str
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    lanes: tuple[MapLane, ...]
    bands: tuple[MapBand, ...]
    bars: tuple[MapBar, ...]
    legend: tuple[MapSign, ...]
    pairs: tuple[MapPair, ...]
    summary: str
    shown: int
    capsuled: int
    folded: int
    total: int
    width: int
    height: int
    panel: str
    views: tuple[tuple[str, str, str], ...]
    map: str
    table: str
    no_row: str = map_words.NO_ROW

    @property
    def labels(self) -> tuple[tuple[int, int], ...]:
        """Where the words of violated edges stand, each place once."""
        return tuple(dict.fromkeys(edge.label for edge in self.edges if edge.label))

    @property
    def is_drawn_as_svg(self) -> bool:
        """Whether the page holds the map as an SVG too: not when it would make the page heavy."""
        return len(self.nodes) <= DRAWN_AS_SVG

    def as_json(self) -> dict[str, Any]:
        """What map.json answers. What is empty or false is left out."""
        return {
            "format": "driftboard-map/1",
            "view": self.view,
            "focus": self.focus,
            "panel": self.panel,
            "width": self.width,
            "height": self.height,
            "counts": {
                "shown": self.shown,
                "capsuled": self.capsuled,
                "folded": self.folded,
                "total": self.total,
            },
            "nodes": [_node_json(node) for node in self.nodes],
            "edges": [_edge_json(edge) for edge in self.edges],
            "lanes": [
                {"app": lane.app, "y": lane.y, "h": lane.h, "n": lane.n, "worst": lane.worst, "band": lane.band}
                | ({"even": True} if lane.even else {})
                for lane in self.lanes
            ],
            "bands": [
                {"number": b.number, "y": b.y, "h": b.h, "title": b.title, "weight": b.weight, "closed": b.closed}
                | ({"href": b.href} if b.closed else {})
                for b in self.bands
            ],
            "folded": [{"heading": bar.heading, "text": bar.text, "differs": bar.differs} for bar in self.bars],
            "legend": [{"kind": sign.kind, "name": sign.name, "word": sign.word} for sign in self.legend],
        }


def map_view(  # noqa: PLR0913 - the addresses of one page
    drift: Drift,
    *,
    link: Link,
    view: str = "window",
    focus: MigrationKey | None = None,
    panel: str = "",
    views: Callable[[str], str] = lambda name: f"?view={name}",
    table: str = "?as=table",
) -> MapView:
    """
    Draw a comparison for a page. `link` gives the page's address with a migration in focus, `panel` the address of a
    migration's panel with `{key}` in it, `views` the page's address in another view. An unknown view is the window.
    """
    drawing = draw(drift, view=View(view) if view in tuple(View) else View.WINDOW, focus=focus)
    return _Composer(drift, drawing, link).view(focus, panel, views, table)


class _Composer:
    """Puts the bands of one drawing under each other and gives every mark its words and address."""

    def __init__(self, drift: Drift, drawing: Drawing, link: Link) -> None:
        self.drift, self.drawing, self.link = drift, drawing, link
        self.nodes: list[MapNode] = []
        self.edges: list[MapEdge] = []
        self.lanes: list[MapLane] = []
        self.bands: list[MapBand] = []
        self.used: set[str] = set()
        self.width = 0

    def view(self, focus: MigrationKey | None, panel: str, views: Callable[[str], str], table: str) -> MapView:
        drawing = self.drawing
        anchors = [_anchor(one) for one in drawing.panels]
        y = SPACE
        for number, (one, anchor) in enumerate(zip(drawing.panels, anchors, strict=True)):
            y = self._panel(one, number, GUTTER + max(anchors) - anchor, y)
        for number, band in enumerate(drawing.closed, len(drawing.panels)):
            self._head(band, number, y, CLOSED, closed=True)
            y += CLOSED
        words_of_views = {
            View.WINDOW: map_words.window(self.drift),
            View.DIFFERS: "All that differs",
            View.ALL: f"Everything, {drawing.total:,}",
        }
        return MapView(
            view=drawing.view.value,
            focus=str(focus) if focus else "",
            nodes=tuple(self.nodes),
            edges=tuple(self.edges),
            lanes=tuple(self.lanes),
            bands=tuple(self.bands),
            bars=tuple(MapBar(*bar) for bar in map_words.bars(drawing)),
            legend=tuple(self._legend()),
            pairs=tuple(self._pairs()),
            summary=map_words.summary(drawing),
            shown=drawing.shown,
            capsuled=drawing.capsuled,
            folded=drawing.quiet.total + drawing.differing.total,
            total=drawing.total,
            width=self.width + MARGIN,
            height=y,
            panel=panel,
            views=tuple((name.value, word, views(name.value)) for name, word in words_of_views.items()),
            map=views(drawing.view.value),
            table=table,
        )

    def _panel(self, one: Panel, number: int, left: int, top: int) -> int:
        """Add one band with its upper left corner there; where the next one begins."""
        below = top
        if self.drawing.view is View.WINDOW and one.band.cards:
            below += HEAD
            self._head(one.band, number, top, HEAD + one.layout.height, closed=False)
        ids = []
        for place in one.layout.places:
            node = self._node(place, left, below)
            self.nodes.append(node)
            ids.append(node.id)
        spots = {place.item.keys[0]: place for place in one.layout.places if place.item.is_shown}
        for key, needed, count in one.more:
            self.nodes.append(self._more(spots[key], left, below, count, needed=needed))
        for line in one.layout.lines:
            self.edges.append(_edge(line, one.layout.places, ids, left, below))
        for at, lane in enumerate(one.layout.lanes):
            place_of = below + lane.y
            self.lanes.append(MapLane(lane.app, place_of, lane.h, lane.n, lane.worst.value, number, at % 2 == 0))
        self.width = max(self.width, left + one.layout.width)
        return below + one.layout.height + SPACE

    def _head(self, band: Band, number: int, y: int, height: int, *, closed: bool) -> None:
        weight = _weight(band.findings[0].code) if band.findings else "behind"
        href = self.link(band.cards[0])
        shown = number + 1 if band.findings else 0
        self.bands.append(MapBand(shown, y, height, map_words.title(band), weight, href, closed))

    def _node(self, place: Place, left: int, top: int) -> MapNode:
        item = place.item
        key = item.keys[-1]
        kind = "capsule" if not item.is_shown else "focus" if place.is_focus else "card"
        number, rest = (words(item), "") if kind == "capsule" else _lines(key.name, place.w)
        return MapNode(
            id=self._id(f"{item.app}:{item.keys[0].name}" if kind == "capsule" else str(key)),
            key=str(key),
            app=item.app,
            name=key.name,
            kind=kind,
            x=left + place.x,
            y=top + place.y,
            w=place.w,
            h=place.h,
            status=item.status.value,
            word=map_words.status(item.status),
            marks=self._marks(key) if item.is_shown else (),
            href=self.link(key),
            number=number,
            rest=rest,
            title=_range(item) if kind == "capsule" else str(key),
            count=len(item.keys),
        )

    def _more(self, place: Place, left: int, top: int, count: int, *, needed: bool) -> MapNode:
        key = place.item.keys[0]
        text = f"+{count}"
        width = 14 + 7 * len(text)
        inset = place.w // 2 - 26 - width // 2
        verb = "it needs" if needed else "need it"
        return MapNode(
            id=self._id(f"{key}{'-' if needed else '+'}"),
            key=str(key),
            app=key.app_label,
            name=key.name,
            kind="more",
            x=left + place.x + (-inset if needed else inset),
            y=top + place.y + place.h // 2,
            w=width,
            h=16,
            status=place.item.status.value,
            word="",
            marks=(),
            href=self.link(key),
            number=text,
            rest="",
            title=f"{key}: {count} more that {verb}",
            count=count,
        )

    def _id(self, text: str) -> str:
        found, number = text, 1
        while found in self.used:
            number += 1
            found = f"{text}#{number}"
        self.used.add(found)
        return found

    def _marks(self, key: MigrationKey) -> tuple[str, ...]:
        migration = self.drift.release.migrations.get(key)
        return ("irreversible",) if migration and migration.irreversible else ()

    def _legend(self) -> Iterator[MapSign]:
        drawn = {node.status for node in self.nodes if node.kind != "more"}
        for status in Status:
            if status in drawn:
                yield MapSign("status", status.value, map_words.status(status))
        if any(node.marks for node in self.nodes):
            yield MapSign("mark", "irreversible", map_words.ONE_WAY)
        if any(edge.violated for edge in self.edges):
            yield MapSign("line", "violated", map_words.NO_ROW)

    def _pairs(self) -> Iterator[MapPair]:
        count = 0
        for finding in self.drift.findings:
            if finding.subject not in self.drift.statuses:
                continue
            above = finding.related if finding.code is Code.MISSING_DEPENDENCY else ()
            for related in above or (None,):
                if count == PAIRS:
                    return
                count += 1
                yield self._pair(finding, related)

    def _pair(self, finding: Finding, related: MigrationKey | None) -> MapPair:
        band = Band((finding,), (finding.subject,), frozenset(), ())
        above = None if related is None else self._stacked(related)
        title = map_words.title(band)
        return MapPair(title, _weight(finding.code), above, map_words.NO_ROW, self._stacked(finding.subject))

    def _stacked(self, key: MigrationKey) -> MapNode:
        status = self.drift.statuses[key]
        item = Item((key,), key.app_label, status, 0, is_shown=True)
        node = self._node(Place(item, 0, 0, 1000, 50, is_focus=True), 0, 0)
        return node


def _anchor(panel: Panel) -> int:
    """The left edge of the first card of the uppermost lane that has one: bands align on it."""
    for lane in panel.layout.lanes:
        cards = [place for place in panel.layout.places if place.is_focus and place.item.app == lane.app]
        if cards:
            return min(place.x - place.w // 2 for place in cards)
    return 0


def _weight(code: Code) -> str:
    return {1: "blocked", 2: "drifted", 3: "note"}[code.severity]


def _lines(name: str, width: int) -> tuple[str, str]:
    """The two lines of a card: the number, and the rest cut to the width. A card too narrow has the number only."""
    number, _, rest = name.partition("_")
    room = (width - 37) * 10 // 66
    return _cut(number, max(room, 4)), _cut(rest, room) if width >= 100 else ""


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(room - 1, 1)] + "…"


def _range(item: Item) -> str:
    first, last = item.keys[0], item.keys[-1]
    return f"{first} … {last.name}, {words(item)}" if first != last else f"{first}, {words(item)}"


def _edge(line: Line, places: tuple[Place, ...], ids: list[str], left: int, top: int) -> MapEdge:
    source, target = places[line.edge.source], places[line.edge.target]
    bends = tuple((left + x, top + y) for x, y in line.bends)
    start = (left + source.x - source.w // 2, top + source.y)
    end = (left + target.x + target.w // 2, top + target.y)
    return MapEdge(
        source=ids[line.edge.source],
        target=ids[line.edge.target],
        cross=line.edge.cross,
        violated=line.edge.violated,
        count=line.edge.count,
        bends=bends,
        label=(left + line.label[0], top + line.label[1]) if line.label else None,
        path=_path((start, *bends, end), 12 if line.edge.violated else 8),
        end=end,
    )


def _path(points: tuple[tuple[int, int], ...], radius: int) -> str:
    """An SVG path along right angles, its corners rounded."""
    steps = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (ax, ay), (cx, cy), (bx, by) = before, corner, after
        into, out = abs(ax - cx) + abs(ay - cy), abs(bx - cx) + abs(by - cy)
        r = min(radius, into // 2, out // 2)
        if r:
            ix, iy = cx + (ax - cx) * r // into, cy + (ay - cy) * r // into
            ox, oy = cx + (bx - cx) * r // out, cy + (by - cy) * r // out
            steps.append(f"L{ix} {iy}Q{cx} {cy} {ox} {oy}")
    steps.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(steps)


def _node_json(node: MapNode) -> Mapping[str, Any]:
    found: dict[str, Any] = {"id": node.id, "app": node.app, "name": node.name, "x": node.x, "y": node.y}
    found |= {"w": node.w, "h": node.h, "status": node.status, "href": node.href}
    if node.kind != "card":
        found["kind"] = node.kind
    if node.id != node.key:
        found["key"] = node.key
    if node.marks:
        found["marks"] = list(node.marks)
    if node.kind in ("capsule", "more"):
        found |= {node.kind: node.count, "label": node.number, "title": node.title}
    return found


def _edge_json(edge: MapEdge) -> Mapping[str, Any]:
    found: dict[str, Any] = {"source": edge.source, "target": edge.target}
    if edge.cross:
        found["cross"] = True
    if edge.violated:
        found["violated"] = True
    if edge.count > 1:
        found["count"] = edge.count
    if edge.bends:
        found["bends"] = edge.bends
    if edge.label:
        found["label"] = edge.label
    return found
