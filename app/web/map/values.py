"""The map as plain values for the templates and map.json, in pixels at zoom 1."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.web.diagram.drawing import Drawing
from app.web.diagram.svg_path import Point, svg_path
from app.web.map import words as map_words

MAX_SVG_NODES = 150
"""A map with more nodes is not in the page as an SVG, which would make the page heavy."""


class MapNode(NamedTuple):
    """
    One mark of the map.

    `kind` is "focus" (a large card), "card", "capsule", or "more" (a chip that counts neighbours). `x` and `y` are its
    centre. `number` and `rest` are its two lines of text, cut to its width; a capsule and a chip have one line.
    `stands_for` is the number of migrations.
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
    """
    One line of the map: the node with id `source` depends on the node with id `target`.

    It goes from `start` through `bends` to `end`, and stands for `dependencies` dependencies. `label` is the point for
    the text of a violated edge.
    """

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
        """The line as the path of an SVG."""
        return svg_path((self.start, *self.bends, self.end), radius=12 if self.violated else 8)


@dataclass(frozen=True, slots=True)
class MapLane:
    """
    The lane of one app. `y` is its middle and `h` its height.

    `n` is the number of its migrations, `worst` the worst status in it, `band` the index of its band. `even` says
    whether its index in the band is even.
    """

    app: str
    y: int
    h: int
    n: int
    worst: str
    band: int
    even: bool


@dataclass(frozen=True, slots=True)
class MapBand:
    """
    One band with its title.

    `number` counts from 1 and is 0 for a band without a finding. A `closed` band is its title only.
    """

    number: int
    y: int
    h: int
    title: str
    weight: str
    href: str
    closed: bool


@dataclass(frozen=True, slots=True)
class MapBar:
    """One bar of apps without a lane; `differs` says whether some of their statuses are not quiet."""

    heading: str
    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One entry of the legend; `kind` is "status", "mark" or "line"."""

    kind: str
    name: str
    word: str


@dataclass(frozen=True, slots=True)
class MapPair:
    """
    One finding on a narrow screen: its title, and its diagram where a picture says what is wrong.

    `href` is the page around its migration, `name` says the diagram in words.
    """

    title: str
    weight: str
    href: str
    name: str
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class MapView:
    """
    The whole map for a template.

    `without_pairs` is said on a narrow screen that has no pairs. `views` has (name, word, address) of the three views.
    `panel`, `map` and `table` are addresses: of the panel of a migration (with `{key}` in it), of map.json, and of the
    table.
    """

    view: str
    focus: str
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    lanes: tuple[MapLane, ...]
    bands: tuple[MapBand, ...]
    bars: tuple[MapBar, ...]
    legend: tuple[LegendEntry, ...]
    pairs: tuple[MapPair, ...]
    without_pairs: str
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
        """The points for the labels of violated edges, each once."""
        return tuple(dict.fromkeys(edge.label for edge in self.edges if edge.label))

    @property
    def is_drawn_as_svg(self) -> bool:
        """Whether the page contains the map as an SVG too."""
        return len(self.nodes) <= MAX_SVG_NODES

    def as_json(self) -> dict[str, Any]:
        """The content of map.json. Nodes and edges leave out fields that are empty, false or ordinary."""
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
                    "number": band.number,
                    "y": band.y,
                    "h": band.h,
                    "title": band.title,
                    "weight": band.weight,
                    "closed": band.closed,
                }
                | ({"href": band.href} if band.closed else {})
                for band in self.bands
            ],
            "folded": [
                {"heading": bar.heading, "text": bar.text, "differs": bar.differs} for bar in self.bars
            ],
            "legend": [{"kind": entry.kind, "name": entry.name, "word": entry.word} for entry in self.legend],
        }


def _node_json(node: MapNode) -> Mapping[str, Any]:
    document: dict[str, Any] = {
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
        document["kind"] = node.kind
    if node.id != node.key:
        document["key"] = node.key
    if node.marks:
        document["marks"] = list(node.marks)
    if node.kind in ("capsule", "more"):
        document |= {node.kind: node.stands_for, "label": node.number, "title": node.title}
    return document


def _edge_json(edge: MapEdge) -> Mapping[str, Any]:
    document: dict[str, Any] = {"source": edge.source, "target": edge.target}
    if edge.cross:
        document["cross"] = True
    if edge.violated:
        document["violated"] = True
    if edge.dependencies > 1:
        document["count"] = edge.dependencies
    if edge.bends:
        document["bends"] = edge.bends
    if edge.label:
        document["label"] = edge.label
    return document
