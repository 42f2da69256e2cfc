"""
The drawing of a circle, on a wide page and on a phone.

    [first]----+
       ^       |
    ( label )  |
       |       |
    [second]<--+
"""

from itertools import pairwise

from app.web.diagram.drawing import Drawing
from app.web.diagram.placement import (
    EDGE,
    KEY_SIZE,
    RAIL,
    ROW_GAP,
    STACK_GAP,
    drawing_of,
    line,
    pill_at,
    stack,
)
from app.web.diagram.sketch import Sketch


def ring(sketch: Sketch, *, most: int, width: int | None = None, key_size: int = KEY_SIZE) -> Drawing:
    """The cards one above the other, each with an arrow to the one above it; the first points round at the last."""
    gap = ROW_GAP + 2 * STACK_GAP
    cards = stack(sketch.above, (EDGE, EDGE), most=most, width=width, gap=gap, key_size=key_size)
    first, last = cards[0], cards[-1]
    middle, rail = EDGE + first.width // 2, first.right + RAIL - EDGE
    lines = [
        line(sketch, ((middle, lower.y), (middle, upper.bottom)), end="up")
        for upper, lower in pairwise(cards)
    ]
    around = (
        (first.right, first.middle),
        (rail, first.middle),
        (rail, last.middle),
        (last.right, last.middle),
    )
    lines.append(line(sketch, around, end="left"))
    pill = pill_at(sketch, (middle, (cards[0].bottom + cards[1].y) // 2))
    return drawing_of(cards, lines, pill, right=RAIL)
