"""
The drawing for a wide page.

    a pair                                     several

    [before]<--[above]                         [above]<--+
                  ^                            [above]<--+--( label )--[below]
                  +--( label )--[below]<--[after]
"""

from app.web.diagram.card import Card
from app.web.diagram.drawing import Drawing, PlacedCard, Point
from app.web.diagram.placement import (
    EDGE,
    RAIL,
    ROW_GAP,
    card_at,
    drawing_of,
    line,
    moved,
    neighbour_line,
    pill_at,
    pill_width,
    stack,
)
from app.web.diagram.ring import ring
from app.web.diagram.sketch import Form, Sketch

MAX_WIDTH = 940
"""Neighbours are left out before a drawing is wider."""
MAX_CARD, MAX_NEIGHBOUR = 400, 190
"""The widest card, and the widest one of a neighbour."""
NEIGHBOUR_GAP = 42
TRUNK = 90
"""From the left edge of the card above to the arrow that comes from below."""

Column = tuple[PlacedCard, ...]


def wide(sketch: Sketch) -> Drawing:
    """The drawing of a sketch for a wide page."""
    if sketch.form is Form.RING:
        return ring(sketch, most=MAX_CARD)
    if len(sketch.above) > 1 or len(sketch.below) > 1:
        return _columns(sketch)
    pair = _pair(sketch, sketch.before, sketch.after)
    if pair.width > MAX_WIDTH:
        pair = _pair(sketch, sketch.before, None)
    return _pair(sketch, None, None) if pair.width > MAX_WIDTH else pair


def _pair(sketch: Sketch, before: Card | None, after: Card | None) -> Drawing:
    """One card above and one below, which begins further right."""
    cards, lines, x = [], [], EDGE
    left = None if before is None else card_at(before, (x, EDGE), most=MAX_NEIGHBOUR)
    if left is not None:
        x = left.right + NEIGHBOUR_GAP
    above = card_at(sketch.above[0], (x, EDGE), most=MAX_CARD)
    if left is not None:
        left = moved(left, max(0, (above.height - left.height) // 2))
        cards.append(left)
        lines.append(neighbour_line(above, left))
    trunk = above.x + min(TRUNK, above.width // 2)
    pill_centre = trunk + 22 + pill_width(sketch) // 2
    place = (trunk + pill_width(sketch) + 56, above.bottom + ROW_GAP)
    below = card_at(sketch.below[0], place, most=MAX_CARD)
    cards += [above, below]
    points = ((below.x, below.middle), (trunk, below.middle), (trunk, above.bottom))
    start = "right" if sketch.form is Form.MUTUAL else None
    lines.append(line(sketch, points, start=start, end="up"))
    if after is not None:
        right = card_at(after, (below.right + NEIGHBOUR_GAP, below.y), most=MAX_NEIGHBOUR)
        right = moved(right, max(0, (below.height - right.height) // 2))
        cards.append(right)
        lines.append(neighbour_line(right, below))
    return drawing_of(tuple(cards), lines, pill_at(sketch, (pill_centre, below.middle)))


def _columns(sketch: Sketch) -> Drawing:
    """The cards above in a column on the left, those below in one on the right, each joined with each."""
    left = stack(sketch.above, (EDGE, EDGE), most=MAX_CARD)
    right_x = left[0].right + pill_width(sketch) + 2 * RAIL + 20
    right = stack(sketch.below, (right_x, EDGE), most=min(MAX_CARD, MAX_WIDTH - right_x))
    left, right = _on_one_level(left, right)
    many_right = len(right) > 1
    rail = right_x - RAIL if many_right else left[0].right + RAIL
    level = left[0].middle if many_right and len(left) == 1 else _middle(right if many_right else left)
    start = "right" if sketch.form is Form.MUTUAL else None
    lines = [
        line(
            sketch,
            _by_way_of(rail, (right_x, card.middle), (target.right, target.middle)),
            start=start,
            end="left",
        )
        for card in right
        for target in left
    ]
    centre = (left[0].right + rail) // 2 if many_right else (rail + right_x) // 2
    return drawing_of((*left, *right), lines, pill_at(sketch, (centre, level)))


def _by_way_of(x: int, start: Point, end: Point) -> tuple[Point, ...]:
    """From `start` to `end` by way of a vertical line at `x`; straight where both are on one level."""
    return (start, end) if start[1] == end[1] else (start, (x, start[1]), (x, end[1]), end)


def _on_one_level(left: Column, right: Column) -> tuple[Column, Column]:
    """Both columns, the shorter one moved down until their middles are on one level."""
    down = _middle(left) - _middle(right)
    if down > 0:
        return left, tuple(moved(card, down) for card in right)
    return tuple(moved(card, -down) for card in left), right


def _middle(column: Column) -> int:
    return (column[0].y + column[-1].bottom) // 2
