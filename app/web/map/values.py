"""The map as plain values, placed in pixels at zoom 1: what the templates and map.json are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.web.map import words as map_words
from app.web.map.svg_path import Point, svg_path

DRAWN_AS_SVG = 150


class MapNode(NamedTuple):
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
    stands_for: int


class MapEdge(NamedTuple):
    """`source` needs `target` (ids of nodes): so many `dependencies`, from `start` by way of `bends` to `end`."""

    source: str
    target: str
    cross: bool
    violated: bool
    dependencies: int
    start: Point
    bends: tuple[Point, ...]
    end: Point
    label: Point | None

    @property
    def path(self) -> str:
        """The same line for an SVG; asked only where there is one."""
        return svg_path((self.start, *self.bends, self.end), radius=12 if self.violated else 8)


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
    def labels(self) -> tuple[Point, ...]:
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
                {
                    "app": lane.app,
                    "y": lane.y,
                    "h": lane.h,
                    "n": lane.n,
                    "worst": lane.worst,
                    "band": lane.band,
                }
                | ({"even": True} if lane.even else {})
                for lane in self.lanes
            ],
            "bands": [
                {
                    "number": b.number,
                    "y": b.y,
                    "h": b.h,
                    "title": b.title,
                    "weight": b.weight,
                    "closed": b.closed,
                }
                | ({"href": b.href} if b.closed else {})
                for b in self.bands
            ],
            "folded": [
                {"heading": bar.heading, "text": bar.text, "differs": bar.differs} for bar in self.bars
            ],
            "legend": [{"kind": sign.kind, "name": sign.name, "word": sign.word} for sign in self.legend],
        }


def _node_json(node: MapNode) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "id": node.id,
        "app": node.app,
        "name": node.name,
        "x": node.x,
        "y": node.y,
        "w": node.w,
        "h": node.h,
        "status": node.status,
        "href": node.href,
    }
    if node.kind != "card":
        found["kind"] = node.kind
    if node.id != node.key:
        found["key"] = node.key
    if node.marks:
        found["marks"] = list(node.marks)
    if node.kind in ("capsule", "more"):
        found |= {node.kind: node.stands_for, "label": node.number, "title": node.title}
    return found


def _edge_json(edge: MapEdge) -> Mapping[str, Any]:
    found: dict[str, Any] = {"source": edge.source, "target": edge.target}
    if edge.cross:
        found["cross"] = True
    if edge.violated:
        found["violated"] = True
    if edge.dependencies > 1:
        found["count"] = edge.dependencies
    if edge.bends:
        found["bends"] = edge.bends
    if edge.label:
        found["label"] = edge.label
    return found
