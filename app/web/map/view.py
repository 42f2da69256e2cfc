"""The view of the map: the drawing of one comparison with its texts and addresses, for a page and for map.json."""

from collections.abc import Callable

from app.domain.drift import Drift
from app.domain.keys import MigrationKey
from app.domain.map import AppKind, Drawing, Selection, View, draw
from app.domain.map.bands import Band
from app.domain.map.folding import Edge
from app.domain.map.overlay import Overlay
from app.domain.map.panels import MapPanel
from app.domain.map.routing import PlacedItem
from app.web.map import words as map_words
from app.web.map.bars import bars_of
from app.web.map.elements import MapEdge, MapNode
from app.web.map.legend import legend_of
from app.web.map.marks import Link, MarkFactory
from app.web.map.overview import overview_document
from app.web.map.pairs import pairs_of
from app.web.map.values import MapBand, MapBar, MapLane, MapView

HEAD_HEIGHT = 34
"""The line of text over a band, in pixels, as all sizes here."""
CLOSED_HEIGHT = 30
"""A band that is only a line of text."""
BAND_GAP = 14
"""The space above the first band and below each band."""
RIGHT_MARGIN = 16
"""The space right of the widest band."""

__all__ = ["MapNode", "MapView", "map_view"]


def map_view(  # noqa: PLR0913 - the addresses of one page
    drift: Drift,
    *,
    link: Link,
    view: str = "window",
    focus: MigrationKey | None = None,
    opened: str | None = None,
    panel: str = "",
    views: Callable[[str], str] = lambda name: f"?view={name}",
    lanes: Callable[[str | None], str] = lambda kind: f"?lanes={kind or ''}",
    table: str = "?as=table",
    selection: Selection | None = None,
    overlay: Overlay | None = None,
) -> MapView:
    """
    The map of one comparison.

    `link` returns the address of the page with a migration in focus, `views` its address in another view, and `lanes`
    its address with lanes for a kind of hidden apps; those of the kind `opened` have lanes. `panel` is the address of a
    migration's panel with `{key}` in it. An unknown `view` counts as the window. `selection` is what the reader's words
    select, and `overlay` another environment, whose statuses are second marks.
    """
    kind = AppKind(opened) if opened in tuple(AppKind) else None
    drawing = draw(
        drift,
        view=View(view) if view in tuple(View) else View.WINDOW,
        focus=focus,
        opened=kind,
        selection=selection,
        also=frozenset() if overlay is None else overlay.differing,
    )
    return _Composer(drift, drawing, link, overlay).view(
        focus, panel, views, table, tuple(bars_of(drawing, kind, lanes, table))
    )


class _Composer:
    """Puts the bands of one drawing under each other and makes the values of the view."""

    def __init__(self, drift: Drift, drawing: Drawing, link: Link, overlay: Overlay | None) -> None:
        self.drift, self.drawing, self.link = drift, drawing, link
        self.nodes: list[MapNode] = []
        self.edges: list[MapEdge] = []
        self.lanes: list[MapLane] = []
        self.bands: list[MapBand] = []
        lit = frozenset() if drawing.selection is None else drawing.selection.keys
        self.marks = MarkFactory(drift, link, overlay=overlay, lit=lit)
        self.width = 0

    def view(
        self,
        focus: MigrationKey | None,
        panel: str,
        views: Callable[[str], str],
        table: str,
        bars: tuple[MapBar, ...],
    ) -> MapView:
        drawing = self.drawing
        anchors = [_anchor(map_panel) for map_panel in drawing.panels]
        y = BAND_GAP
        for index, (map_panel, anchor) in enumerate(zip(drawing.panels, anchors, strict=True)):
            indent = max(anchors) - anchor if map_panel.band.cards else 0
            y = self._add_panel(map_panel, index, drawing.gutter + indent, y)
        for index, band in enumerate(drawing.closed, len(drawing.panels)):
            self._add_band(band, index, y, CLOSED_HEIGHT, closed=True)
            y += CLOSED_HEIGHT
        view_words = {
            View.WINDOW: map_words.window_word(self.drift, drawing),
            View.DIFFERS: map_words.DIFFERS,
            View.ALL: map_words.all_word(drawing),
        }
        return MapView(
            view=drawing.view.value,
            focus=str(focus) if focus else "",
            nodes=tuple(self.nodes),
            edges=tuple(self.edges),
            lanes=tuple(self.lanes),
            bands=tuple(self.bands),
            bars=bars,
            legend=tuple(legend_of(self.nodes, self.edges, drawing.view, self.marks.overlay)),
            pairs=() if drawing.selection else tuple(pairs_of(self.drift, self.link)),
            without_pairs=map_words.without_pairs(self.drift, drawing),
            table_lists=map_words.SELECTED_LISTS if drawing.selection else map_words.TABLE_LISTS,
            summary=map_words.summary(drawing),
            overview=overview_document(drawing),
            shown=drawing.shown,
            capsuled=drawing.capsuled,
            folded=drawing.quiet.total + drawing.differing.total,
            total=drawing.total,
            width=self.width + RIGHT_MARGIN,
            height=y,
            gutter=drawing.gutter,
            panel=panel,
            selected="" if drawing.selection is None else map_words.selected(len(drawing.selection.keys)),
            beside="" if self.marks.overlay is None else map_words.of_other(self.marks.overlay),
            other="" if self.marks.overlay is None else self.marks.overlay.name,
            views=tuple((name.value, word, views(name.value)) for name, word in view_words.items()),
            map=views(drawing.view.value),
            table=table,
        )

    def _add_panel(self, map_panel: MapPanel, index: int, left: int, top: int) -> int:
        """Add one band with its upper left corner at `left`, `top`. Returns the top of the next band."""
        band, layout = map_panel.band, map_panel.layout
        lanes_top = top
        if self.drawing.view is View.WINDOW and band.cards and not self.drawing.selection:
            lanes_top += HEAD_HEIGHT
            self._add_band(band, index, top, HEAD_HEIGHT + layout.height, closed=False)
        ids = []
        for placed in layout.items:
            node = self.marks.mark(placed, left, lanes_top)
            self.nodes.append(node)
            ids.append(node.id)
        cards = {placed.item.keys[0]: placed for placed in layout.items if placed.item.is_shown}
        for key, are_parents, count in map_panel.hidden_neighbours:
            chip = self.marks.neighbour_chip(cards[key], left, lanes_top, count, are_parents=are_parents)
            self.nodes.append(chip)
        for edge in layout.edges:
            self.edges.append(_edge(edge, layout.items, ids, left, lanes_top))
        for number, lane in enumerate(layout.lanes):
            y, is_even = lanes_top + lane.y, number % 2 == 0
            self.lanes.append(MapLane(lane.app, y, lane.h, lane.n, lane.worst.value, index, is_even))
        self.width = max(self.width, left + layout.width)
        return lanes_top + layout.height + BAND_GAP

    def _add_band(self, band: Band, index: int, y: int, height: int, *, closed: bool) -> None:
        weight = map_words.weight_of(band.findings[0].code) if band.findings else "behind"
        href = self.link(band.cards[0])
        number = index + 1 if band.findings else 0
        self.bands.append(
            MapBand(number, y, height, map_words.band_title(band, self.drift), weight, href, closed)
        )


def _anchor(panel: MapPanel) -> int:
    """The left edge of the first large card in the uppermost lane that has one, on which all bands are aligned."""
    for lane in panel.layout.lanes:
        cards = [placed for placed in panel.layout.items if placed.is_focus and placed.item.app == lane.app]
        if cards:
            return min(placed.x - placed.w // 2 for placed in cards)
    return 0


def _edge(edge: Edge, items: tuple[PlacedItem, ...], ids: list[str], left: int, top: int) -> MapEdge:
    source, target = items[edge.source], items[edge.target]
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
