"""
The routes of edges: right-angled lines in the channels between columns and the free zones between rows.

    [0010] <--+          the vertical part is in the channel just left of the child;
              |          a violated edge has a channel of its own
              +-- [0001]
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.domain.map.folding import Edge, Item, Point

CHANNEL = 14
"""The distance from a column to the channel before it, in pixels."""
VIOLATED_CHANNEL = 28
"""The same for the channel of violated edges."""


class PlacedItem(NamedTuple):
    """An item with its centre, width and height in pixels. `is_focus` says that a finding names the item."""

    item: Item
    x: int
    y: int
    w: int
    h: int
    is_focus: bool


class LaneRow(NamedTuple):
    """
    A row of a lane, in pixels: its middle, and the top and bottom of the zone around it.

    `column_bits` has a bit for each column in which the row has an item.
    """

    y: int
    top: int
    bottom: int
    column_bits: int


class Routes:
    """
    The routes of the edges of one layout.

    `rows` has the row of each item, `starts` the left edge of each column.
    """

    def __init__(self, items: Sequence[PlacedItem], rows: Sequence[LaneRow], starts: Sequence[int]) -> None:
        self.items, self.rows, self.starts = items, rows, starts

    def with_route(self, edge: Edge) -> Edge:
        """The edge with its bends and, if it is violated, the point of its label."""
        bends, label = self._route(edge)
        return edge._replace(bends=bends, label=label if edge.violated else None)

    def _route(self, edge: Edge) -> tuple[tuple[Point, ...], Point]:
        """
        The bends of an edge and the point for its label.

        The first free route is taken: straight, through the channel left of the source, through the channel right of
        the target, or between two rows from one channel to the other.
        """
        source, target = self.items[edge.source], self.items[edge.target]
        source_row, target_row = self.rows[edge.source], self.rows[edge.target]
        first, last = target.item.column + 1, source.item.column - 1
        between = (1 << last + 1) - (1 << first) if last >= first else 0
        channel = VIOLATED_CHANNEL if edge.violated else CHANNEL
        source_x = self.starts[source.item.column] - channel
        if target.item.column >= source.item.column:  # only on a cycle
            right_x = target.x + target.w // 2 + CHANNEL
            below_y = source_row.bottom
            bends = ((source_x, source.y), (source_x, below_y), (right_x, below_y), (right_x, target.y))
            return bends, ((source_x + right_x) // 2, below_y)
        target_x = self.starts[first] - channel
        label_y = source_row.top if target_row.y < source_row.y else source_row.bottom
        if source.y == target.y and not source_row.column_bits & between:
            return (), ((source.x - source.w // 2 + target.x + target.w // 2) // 2, source.y)
        if source.y != target.y and not target_row.column_bits & between:
            return ((source_x, source.y), (source_x, target.y)), (source_x, label_y)
        if source.y != target.y and not source_row.column_bits & between:
            return ((target_x, source.y), (target_x, target.y)), (target_x, label_y)
        free_y = target_row.bottom if target_row.y < source_row.y else target_row.top
        bends = ((source_x, source.y), (source_x, free_y), (target_x, free_y), (target_x, target.y))
        return bends, ((source_x + target_x) // 2, free_y)
