"""The legend of the map: every sign that is drawn, and no other."""

from collections.abc import Iterator, Sequence

from app.domain.map import View
from app.domain.map.overlay import Overlay
from app.domain.status import STATUS_WORDS, Status
from app.web.map import words as map_words
from app.web.map.elements import MapEdge, MapNode
from app.web.map.values import LegendEntry


def legend_of(
    nodes: Sequence[MapNode], edges: Sequence[MapEdge], view: View, overlay: Overlay | None
) -> Iterator[LegendEntry]:
    """An entry for each status, mark and kind of line on the map."""
    statuses = {node.status for node in nodes if node.kind != "more"} | {node.other for node in nodes}
    for status in Status:
        if status in statuses:
            yield LegendEntry("status", status.value, STATUS_WORDS[status])
    if view is not View.ALL and any(node.marks for node in nodes):  # a dot has no room for a mark
        yield LegendEntry("mark", "irreversible", map_words.IRREVERSIBLE)
    if overlay is not None and any(node.other for node in nodes):
        yield LegendEntry("other", "other", map_words.other_word(overlay))
    if any(edge.violated for edge in edges):
        yield LegendEntry("line", "violated", map_words.NO_ROW)
