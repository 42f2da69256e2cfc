"""The drawing of one comparison with its words and addresses: the view of the map, for a page and its JSON."""

from collections.abc import Callable, Iterator

from app.domain.drift import Drift
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.map import Drawing, View, draw
from app.domain.map.bands import Band
from app.domain.map.drawing import MapPanel
from app.domain.map.folding import Edge
from app.domain.map.routing import PlacedItem
from app.domain.status import Status
from app.web.map import words as map_words
from app.web.map.marks import Link, MarkWords
from app.web.map.values import MapBand, MapBar, MapEdge, MapLane, MapNode, MapPair, MapSign, MapView

GUTTER = 120
HEAD = 34
CLOSED = 30
SPACE = 14
MARGIN = 16
PAIRS = 8

__all__ = ["MapNode", "MapView", "map_view"]


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
        self.marks = MarkWords(drift, link)
        self.width = 0

    def view(
        self, focus: MigrationKey | None, panel: str, views: Callable[[str], str], table: str
    ) -> MapView:
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
            legend=tuple(self._legend(drawing.view)),
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

    def _panel(self, one: MapPanel, number: int, left: int, top: int) -> int:
        """Add one band with its upper left corner there; where the next one begins."""
        below = top
        if self.drawing.view is View.WINDOW and one.band.cards:
            below += HEAD
            self._head(one.band, number, top, HEAD + one.layout.height, closed=False)
        ids = []
        for place in one.layout.places:
            node = self.marks.mark(place, left, below)
            self.nodes.append(node)
            ids.append(node.id)
        spots = {place.item.keys[0]: place for place in one.layout.places if place.item.is_shown}
        for key, needed, count in one.more:
            self.nodes.append(self.marks.more(spots[key], left, below, count, needed=needed))
        for edge in one.layout.edges:
            self.edges.append(_edge(edge, one.layout.places, ids, left, below))
        for at, lane in enumerate(one.layout.lanes):
            place_of = below + lane.y
            self.lanes.append(
                MapLane(lane.app, place_of, lane.h, lane.n, lane.worst.value, number, at % 2 == 0)
            )
        self.width = max(self.width, left + one.layout.width)
        return below + one.layout.height + SPACE

    def _head(self, band: Band, number: int, y: int, height: int, *, closed: bool) -> None:
        weight = _weight(band.findings[0].code) if band.findings else "behind"
        href = self.link(band.cards[0])
        shown = number + 1 if band.findings else 0
        self.bands.append(MapBand(shown, y, height, map_words.title(band), weight, href, closed))

    def _legend(self, view: View) -> Iterator[MapSign]:
        drawn = {node.status for node in self.nodes if node.kind != "more"}
        for status in Status:
            if status in drawn:
                yield MapSign("status", status.value, map_words.status(status))
        if view is not View.ALL and any(node.marks for node in self.nodes):  # a dot has no room for a mark
            yield MapSign("mark", "irreversible", map_words.IRREVERSIBLE)
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
        above = None if related is None else self.marks.stacked(related)
        title = map_words.title(band)
        return MapPair(
            title, _weight(finding.code), above, map_words.NO_ROW, self.marks.stacked(finding.subject)
        )


def _anchor(panel: MapPanel) -> int:
    """The left edge of the first card of the uppermost lane that has one: bands align on it."""
    for lane in panel.layout.lanes:
        cards = [place for place in panel.layout.places if place.is_focus and place.item.app == lane.app]
        if cards:
            return min(place.x - place.w // 2 for place in cards)
    return 0


def _weight(code: Code) -> str:
    return {1: "blocked", 2: "drifted", 3: "note"}[code.severity]


def _edge(edge: Edge, places: tuple[PlacedItem, ...], ids: list[str], left: int, top: int) -> MapEdge:
    source, target = places[edge.source], places[edge.target]
    bends = tuple((left + x, top + y) for x, y in edge.bends)
    start = (left + source.x - source.w // 2, top + source.y)
    end = (left + target.x + target.w // 2, top + target.y)
    return MapEdge(
        source=ids[edge.source],
        target=ids[edge.target],
        cross=edge.cross,
        violated=edge.violated,
        dependencies=edge.dependencies,
        start=start,
        bends=bends,
        end=end,
        label=(left + edge.label[0], top + edge.label[1]) if edge.label else None,
    )
