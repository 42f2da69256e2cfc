"""
The sizes of what stands on a map, in pixels at zoom 1.

The width of a card follows its name where all columns have room; the gutter follows the labels of the apps.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.map.folding import Item, Point


@dataclass(frozen=True, slots=True)
class Measures:
    """
    The sizes of one view, in pixels.

    `focus`, `card` and `capsule` are (width, height) of the three kinds of item. `gap` is the space between two
    columns; `wide_gap` and `label_gap` replace it before a violated edge. `row` and `focus_row` are heights of rows,
    and `padding` is the space above and below the rows of a lane. Without `is_routed`, edges are straight. Cards of two
    lines are widened for their names as long as all columns fit into `room`.
    """

    focus: Point
    card: Point
    capsule: Point
    gap: int
    wide_gap: int
    label_gap: int
    row: int
    focus_row: int
    padding: int
    is_routed: bool = True
    room: int = 0


WINDOW = Measures((192, 50), (104, 42), (76, 30), 28, 56, 124, 52, 70, 9)
APPS = Measures((192, 50), (104, 42), (76, 24), 28, 56, 124, 28, 70, 6)
DIFFERS = Measures((104, 42), (64, 28), (58, 24), 28, 56, 124, 36, 64, 9)
ALL = Measures((15, 15), (7, 7), (7, 7), 5, 5, 5, 12, 16, 2, is_routed=False)


MAP_WIDTH = 1000
"""The width of the map on a laptop, in pixels, as all sizes here."""
MIN_GUTTER, MAX_GUTTER = 120, 180
"""The column of app labels is so wide; where a label is longer it takes two lines."""
TWO_LINES = 36
"""A card that is higher has two lines: the number, and the rest of the name."""
CARD_WIDTHS = (420, 360, 300, 260, 220, 192, 160, 132)
"""The width of a card is limited to the first of these with which all columns have room."""
NARROW_WIDTHS = CARD_WIDTHS[-3:]
"""The same where the columns behind the last large card have no room in any case."""


def gutter_of(labels: Iterable[str]) -> int:
    """The width of the column of these labels."""
    longest = max(map(len, labels), default=0)
    return min(max(26 + longest * 36 // 5, MIN_GUTTER), MAX_GUTTER) // 2 * 2


def card_width(name: str) -> int:
    """The width of a card on which both lines of the name have room."""
    number, _, rest = name.partition("_")
    return (44 + max(len(number), len(rest)) * 33 // 5 + 2) // 2 * 2


def label_of(item: Item) -> str:
    """The text of a capsule: `8 applied`, or `8 migrations` if it holds several statuses."""
    count = len(item.keys)
    if item.is_mixed:
        return f"{count} migrations"
    return f"{count} {item.status.replace('-', ' ')}"


def size_of(item: Item, measures: Measures, *, is_focus: bool) -> Point:
    """Width and height of an item, before cards are widened."""
    if is_focus:
        return measures.focus
    if item.is_shown:
        return measures.card
    width, height = measures.capsule
    text_width = 6 * len(label_of(item)) + height // 2 + 4 if measures.is_routed else 0
    return max(width, text_width - text_width % 2), height


def widened(
    items: Sequence[Item], sizes: Sequence[Point], is_focus: Sequence[bool], room: int
) -> list[Point]:
    """
    The sizes, with cards of two lines as wide as their names want, up to a width with which all have room.

    `room` is that of the columns without the gaps between them. Where they have none, what stands behind the last large
    card gives way.
    """
    wanted = [
        max(width, card_width(item.keys[0].name)) if item.is_shown and height > TWO_LINES else width
        for item, (width, height) in zip(items, sizes, strict=True)
    ]
    least_of, wanted_of = ([0] * column_count(items) for _ in range(2))
    for item, (width, _), wish in zip(items, sizes, wanted, strict=True):
        least_of[item.column] = max(least_of[item.column], width)
        wanted_of[item.column] = max(wanted_of[item.column], wish)
    columns = tuple(zip(least_of, wanted_of, strict=True))
    last = 1 + max((item.column for item, flag in zip(items, is_focus, strict=True) if flag), default=-1)
    attempts = [(columns, limit) for limit in CARD_WIDTHS] + [
        (columns[:last], limit) for limit in NARROW_WIDTHS
    ]
    limit = next((limit for some, limit in attempts if _width(some, limit) <= room), 0)
    return [
        (max(width, min(wish, limit)), height) for (width, height), wish in zip(sizes, wanted, strict=True)
    ]


def _width(columns: Iterable[Point], limit: int) -> int:
    """The width of these columns, each as wide as it must be, or as it wants up to the limit."""
    return sum(max(least, min(wish, limit)) for least, wish in columns)


def column_count(items: Iterable[Item]) -> int:
    """The number of columns of these items."""
    return 1 + max((item.column for item in items), default=-1)
