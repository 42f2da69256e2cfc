"""The map as plain values for the templates and map.json, in pixels at zoom 1."""

from dataclasses import dataclass
from typing import Any

from app.web.diagram.drawing import Drawing
from app.web.diagram.svg_path import Point
from app.web.map import words as map_words
from app.web.map.elements import MapEdge, MapNode, edge_document, node_document

MAX_SVG_NODES = 150
"""A map with more nodes is not in the page as an SVG, which would make the page heavy."""


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
    """
    One bar of apps that the default view hides; `differs` says whether some of their statuses are not quiet.

    `href` is the page with a lane for each of them, or without where they have lanes now; `word` says which.
    """

    heading: str
    text: str
    differs: bool
    href: str
    word: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One entry of the legend; `kind` is "status", "mark", "other" or "line"."""

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

    `gutter` is the width of the column of app labels, left of the lanes. `without_pairs` is said where there are no
    pairs. `views` has (name, word, address) of the three views. `panel`, `map` and `table` are addresses: of the panel
    of a migration (with `{key}` in it), of map.json, and of the table. `selected` says how many migrations the reader's
    words select; it is empty where they select nothing. `beside` says how much differs in the environment `other`.
    `overview` is the small picture of the whole release, as JSON. `link` is the page around any migration, with `KEY`
    in it: a mark in map.json has an address of its own only where it is another one.
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
    selected: str
    beside: str
    other: str
    overview: dict[str, Any] | None
    width: int
    height: int
    gutter: int
    panel: str
    views: tuple[tuple[str, str, str], ...]
    map: str
    table: str
    link: str = ""
    no_row: str = map_words.NO_ROW
    table_lists: tuple[str, str] = map_words.TABLE_LISTS

    @property
    def labels(self) -> tuple[Point, ...]:
        """The points for the labels of violated edges, each once."""
        return tuple(dict.fromkeys(edge.label for edge in self.edges if edge.label))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn, as every app is hidden."""
        return not self.nodes

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
            "gutter": self.gutter,
            "counts": {
                "shown": self.shown,
                "capsuled": self.capsuled,
                "folded": self.folded,
                "total": self.total,
            },
            **({"link": self.link} if self.link else {}),
            "nodes": [node_document(node, self.link) for node in self.nodes],
            "edges": [edge_document(edge) for edge in self.edges],
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
            **({"selected": self.selected} if self.selected else {}),
            **({"other": self.other} if self.other else {}),
            **({"overview": self.overview} if self.overview else {}),
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
                {"heading": bar.heading, "text": bar.text, "differs": bar.differs}
                for bar in self.bars
                if bar.text
            ],
            "legend": [{"kind": entry.kind, "name": entry.name, "word": entry.word} for entry in self.legend],
        }
