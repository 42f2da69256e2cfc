"""
The drawing for a phone: the cards one above the other, without neighbours.

    a pair             several

    [above]            +->[above]
       ^               +->[above]
    ( label )       ( label )
       |               +--[below]
    [below]
"""

from app.web.diagram.drawing import Drawing
from app.web.diagram.placement import (
    EDGE,
    RAIL,
    ROW_GAP,
    STACK_GAP,
    drawing_of,
    line,
    pill_at,
    pill_width,
    stack,
)
from app.web.diagram.ring import ring
from app.web.diagram.sketch import Form, Sketch

WIDTH = 320
KEY_SIZE = 12
"""The size of the font of keys: the longest usual ones fit into one line."""
GAP = ROW_GAP + 2 * STACK_GAP
"""Between the cards above and those below, for the label."""


def narrow(sketch: Sketch) -> Drawing:
    """The drawing of a sketch for a phone."""
    if sketch.form is Form.RING:
        return ring(sketch, most=WIDTH - RAIL - 2 * EDGE, width=WIDTH - RAIL - 2 * EDGE, key_size=KEY_SIZE)
    is_pair = len(sketch.above) == len(sketch.below) == 1
    x = EDGE if is_pair else EDGE + RAIL
    width = WIDTH - x - EDGE
    above = stack(sketch.above, (x, EDGE), most=width, width=width, key_size=KEY_SIZE)
    below = stack(sketch.below, (x, above[-1].bottom + GAP), most=width, width=width, key_size=KEY_SIZE)
    start = "down" if sketch.form is Form.MUTUAL else None
    if is_pair:
        middle = WIDTH // 2
        points = ((middle, below[0].y), (middle, above[0].bottom))
        pill = pill_at(sketch, (middle, (above[0].bottom + below[0].y) // 2))
        return drawing_of((*above, *below), [line(sketch, points, start=start, end="up")], pill)
    rail, level = EDGE + 10, (above[-1].bottom + below[0].y) // 2
    lines = [
        line(sketch, ((rail, level), (rail, card.middle), (x, card.middle)), end="right") for card in above
    ] + [
        line(sketch, ((rail, level), (rail, card.middle), (x, card.middle)), end=start and "right")
        for card in below
    ]
    return drawing_of((*above, *below), lines, pill_at(sketch, (EDGE + pill_width(sketch) // 2, level)))
