"""Cards, lines and words at their places; where these are, `wide`, `narrow` and `ring` say. All sizes are pixels."""

from dataclasses import replace

from app.web.diagram.card import Card
from app.web.diagram.drawing import Drawing, Line, Pill, PlacedCard, Point, head
from app.web.diagram.lettering import BOLD_WIDTH, KEY_WIDTH, WORD_WIDTH, cells, cut_key, key_lines, word_lines
from app.web.diagram.sketch import Form, Sketch, Tone
from app.web.diagram.svg_path import svg_path

KEY_SIZE = 13
"""The size of the font of keys, and of words."""
NOTE_SIZE = 12
LINE_HEIGHT = 18
PADDING = 10
ICON_SPACE = 38
"""From the left edge of a card to its texts."""
ROW_GAP = 34
"""Between two rows of cards that a line joins."""
STACK_GAP = 12
"""Between cards that stand one above the other and are not joined."""
RAIL = 28
"""Beside stacked cards, for the line that joins them."""
PILL_HEIGHT = 24
EDGE = 2
"""Around everything, for the width of the lines."""


def card_at(
    card: Card, place: Point, *, most: int, width: int | None = None, key_size: int = KEY_SIZE
) -> PlacedCard:
    """A card with its upper left corner at a place: as wide as its texts, `most` at most; or exactly `width`."""
    x, y = place
    room = (width or most) - ICON_SPACE - PADDING
    letters = int(room / (key_size * KEY_WIDTH))
    keys = () if card.key is None else (cut_key if card.quiet else key_lines)(card.key, letters)
    notes = word_lines(card.note, int(room / (NOTE_SIZE * WORD_WIDTH)))
    texts = [
        *(cells(line.app + line.name) * key_size * KEY_WIDTH for line in keys),
        *(cells(line) * NOTE_SIZE * WORD_WIDTH for line in notes),
    ]
    needed = ICON_SPACE + PADDING + int(max(texts, default=0)) + 1
    first = y + PADDING + 13
    return PlacedCard(
        x,
        y,
        width or min(needed, most),
        2 * PADDING + LINE_HEIGHT * (len(keys) + len(notes)),
        card.status,
        tuple((first + LINE_HEIGHT * index, line) for index, line in enumerate(keys)),
        tuple((first + LINE_HEIGHT * (len(keys) + index), line) for index, line in enumerate(notes)),
        card.quiet,
    )


def stack(  # noqa: PLR0913 - all that decides their sizes
    cards: tuple[Card, ...],
    place: Point,
    *,
    most: int,
    width: int | None = None,
    gap: int = STACK_GAP,
    key_size: int = KEY_SIZE,
) -> tuple[PlacedCard, ...]:
    """Cards of one width, one above the other: as wide as the widest, `most` at most; or exactly `width`."""
    x, y = place
    width = width or max(card_at(card, place, most=most, key_size=key_size).width for card in cards)
    placed: list[PlacedCard] = []
    for card in cards:
        placed.append(card_at(card, (x, y), most=most, width=width, key_size=key_size))
        y = placed[-1].bottom + gap
    return tuple(placed)


def moved(card: PlacedCard, down: int) -> PlacedCard:
    """The same card further down."""
    return replace(
        card,
        y=card.y + down,
        key_lines=tuple((y + down, line) for y, line in card.key_lines),
        note_lines=tuple((y + down, line) for y, line in card.note_lines),
    )


def pill_at(sketch: Sketch, centre: Point) -> Pill:
    """The label of a sketch around a point."""
    width = pill_width(sketch)
    x, y = centre[0] - width // 2, centre[1] - PILL_HEIGHT // 2
    return Pill(x, y, width, PILL_HEIGHT, sketch.label, sketch.tone.value)


def pill_width(sketch: Sketch) -> int:
    """The width of the label of a sketch."""
    return int(cells(sketch.label) * NOTE_SIZE * BOLD_WIDTH) + 22


def line(sketch: Sketch, points: tuple[Point, ...], *, end: str | None, start: str | None = None) -> Line:
    """A line of a sketch; `end` and `start` are where the arrows at its ends point, None for no arrow."""
    heads = [(points[0], start), (points[-1], None if sketch.form is Form.APART else end)]
    return Line(
        svg_path(points, radius=12),
        sketch.tone.value,
        tuple(head(tip, way, large=sketch.tone is Tone.VIOLATED) for tip, way in heads if way is not None),
        broken=sketch.form is Form.APART,
    )


def neighbour_line(card: PlacedCard, left: PlacedCard) -> Line:
    """The thin arrow from a card to its neighbour on the left."""
    tip = (left.right, card.middle)
    path = svg_path(((card.x, card.middle), tip), radius=0)
    return Line(path, Tone.PLAIN.value, (head(tip, "left", large=False),))


def drawing_of(cards: tuple[PlacedCard, ...], lines: list[Line], pill: Pill, *, right: int = 0) -> Drawing:
    """The drawing, as large as its cards need; `right` is the space right of them."""
    width = max(card.right for card in cards) + right + EDGE
    return Drawing(width, max(card.bottom for card in cards) + EDGE, cards, tuple(lines), pill)
