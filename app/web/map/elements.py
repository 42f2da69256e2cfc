"""The marks and the lines of the map as plain values, in pixels at zoom 1, and their JSON."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.web.diagram.svg_path import Point, svg_path


class MapNode(NamedTuple):
    """
    One mark of the map.

    `kind` is "focus" (a large card), "card", "capsule", or "more" (a chip that counts neighbours). `x` and `y` are its
    centre. `number` and `rest` are its two lines of text, cut to its width; a capsule and a chip have one line.
    `stands_for` is the number of migrations. Where another environment is shown too, `other` is the status that the
    migration has there if it differs, and `differing` the number of migrations of a capsule that differ. `lit` says
    that the reader's words select it.
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
    other: str = ""
    differing: int = 0
    lit: bool = False


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


KEY = "%7Bkey%7D"
"""Where the key of a migration belongs in the address of all links."""


def node_document(node: MapNode, link: str = "") -> Mapping[str, Any]:
    """A mark in map.json, without fields that are empty, false or ordinary; `link` is the address of all links."""
    document: dict[str, Any] = {
        "id": node.id,
        "app": node.app,
        "name": node.name,
        "x": node.x,
        "y": node.y,
        "w": node.w,
        "h": node.h,
        "status": node.status,
    }
    if not link or node.href != link.replace(KEY, node.key):
        document["href"] = node.href
    if node.kind != "card":
        document["kind"] = node.kind
    if node.id != node.key:
        document["key"] = node.key
    if node.marks:
        document["marks"] = list(node.marks)
    if node.other:
        document["other"] = node.other
    if node.differing:
        document["differing"] = node.differing
    if node.lit:
        document["lit"] = True
    if node.kind in ("capsule", "more"):
        document |= {node.kind: node.stands_for, "label": node.number, "title": node.title}
    return document


def edge_document(edge: MapEdge) -> Mapping[str, Any]:
    """A line in map.json, without fields that are empty, false or ordinary."""
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
