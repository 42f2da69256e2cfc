"""
The ways of edges: right-angled, in the channels between columns and in the free zones between rows.

    [0010] <--+          the upright part stands in the channel just left of the dependant;
              |          a violated edge has a channel of its own
              +-- [0001]
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.domain.map.folding import Edge, Item, Point

CHANNEL = 14
BROKEN_CHANNEL = 28


class PlacedItem(NamedTuple):
    """An item with its middle, width and height. `is_focus`: the item is what a finding is about."""

    item: Item
    x: int
    y: int
    w: int
    h: int
    is_focus: bool


class LaneRow(NamedTuple):
    """A row of a lane: its middle, where the zone around it begins and ends, and a bit for each column taken."""

    y: int
    top: int
    bottom: int
    taken: int


class Routes:
    """Right-angled ways from an item to what it needs, past everything that stands between."""

    def __init__(self, places: Sequence[PlacedItem], rows: Sequence[LaneRow], starts: Sequence[int]) -> None:
        self.places, self.rows, self.starts = places, rows, starts

    def routed(self, edge: Edge) -> Edge:
        """The edge with its way: straight, by the channel before its source, or past what stands between."""
        bends, label = self._way(edge)
        return edge._replace(bends=bends, label=label if edge.violated else None)

    def _way(self, edge: Edge) -> tuple[tuple[Point, ...], Point]:
        """The bends of an edge, and where its words would stand."""
        source, target = self.places[edge.source], self.places[edge.target]
        here, there = self.rows[edge.source], self.rows[edge.target]
        first, last = target.item.column + 1, source.item.column - 1
        between = (1 << last + 1) - (1 << first) if last >= first else 0
        channel = BROKEN_CHANNEL if edge.violated else CHANNEL
        leave = self.starts[source.item.column] - channel
        if target.item.column >= source.item.column:  # only on a cycle
            right = target.x + target.w // 2 + CHANNEL
            below = here.bottom
            bends = ((leave, source.y), (leave, below), (right, below), (right, target.y))
            return bends, ((leave + right) // 2, below)
        arrive = self.starts[first] - channel
        edge_of_row = here.top if there.y < here.y else here.bottom
        if source.y == target.y and not here.taken & between:
            return (), ((source.x - source.w // 2 + target.x + target.w // 2) // 2, source.y)
        if source.y != target.y and not there.taken & between:
            return ((leave, source.y), (leave, target.y)), (leave, edge_of_row)
        if source.y != target.y and not here.taken & between:
            return ((arrive, source.y), (arrive, target.y)), (arrive, edge_of_row)
        past = there.bottom if there.y < here.y else there.top
        bends = ((leave, source.y), (leave, past), (arrive, past), (arrive, target.y))
        return bends, ((leave + arrive) // 2, past)
