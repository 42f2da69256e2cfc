"""Where the parts of a picture stand. All sizes are pixels of a picture of 1200 × 630."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.web.diagram.drawing import Drawing
from app.web.diagram.lettering import BREAKS, KeyLine, drawable
from app.web.pictures.font import LACKING, Font, cut, inter, jetbrains_mono
from app.web.pictures.grid import PlacedGrid, placed
from app.web.pictures.picture import Bar, Picture

WIDTH, HEIGHT = 1200, 630
LEFT = 57
TEXT_WIDTH = WIDTH - 2 * LEFT
FOOT_SIZE = 24
HEAD_SIZE = 27
SIZES = ((52, 62, 2), (42, 52, 3), (34, 43, 4))
"""Of the sentence: the size of its font, its lines' height, and the most lines; the first in which it fits."""
SIZES_OVER_GRID = ((42, 52, 1), (34, 43, 2))
"""The same where a grid needs the room."""
SENTENCE_TOP = 166
FOOT_LINE = 560
"""The base line of the foot."""
MAX_SCALE, MIN_SCALE = 1.5, 0.45
"""A diagram is enlarged so much at most, and left out where it would be smaller."""
BAR_GAP = 10
MIN_BAR = 14
NOT_DRAWN = f"{LACKING} stands for letters that only the page has"


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A part of the strip."""

    x: int
    width: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number under the strip, with the icon of its verdict; `row` counts from 0."""

    x: int
    row: int
    verdict: str
    text: str


@dataclass(frozen=True, slots=True)
class Composition:
    """The picture, placed; texts hold only letters that their fonts have."""

    tone: str
    word: str
    place: str
    place_x: int
    lines: tuple[tuple[int, str], ...]
    size: int
    drawing: Drawing | None
    drawing_y: int
    scale: float
    bars: tuple[PlacedBar, ...]
    counts: tuple[Count, ...]
    strip_y: int
    grid: PlacedGrid | None
    foot: str
    project: str


def composition_of(picture: Picture) -> Composition:
    """Everything at its place; what is too long is cut at its end."""
    words = inter()
    sizes = SIZES if picture.grid is None else SIZES_OVER_GRID
    size, height, lines = _sentence(words, picture.sentence, sizes)
    placed_lines = tuple((SENTENCE_TOP + height * index, line) for index, line in enumerate(lines))
    below = placed_lines[-1][0] + 36
    scale = 0.0 if picture.drawing is None else _scale(picture.drawing, FOOT_LINE - 44 - below)
    drawing = None if picture.drawing is None or not scale else _drawable(picture.drawing)
    word = "" if picture.verdict is None else picture.verdict.word
    place_x = LEFT if not word else LEFT + 36 + int(words.width(word, size=HEAD_SIZE, bold=True)) + 22
    place = cut(words, picture.place, WIDTH - LEFT - place_x, size=HEAD_SIZE)
    project = cut(words, picture.project, 300, size=FOOT_SIZE)
    room = TEXT_WIDTH - words.width(f"Driftboard {project}", size=FOOT_SIZE, bold=True) - 30
    grid = None
    if picture.grid is not None:
        top = placed_lines[-1][0] + 24
        grid = placed(picture.grid, words, x=LEFT, top=top, width=TEXT_WIDTH, height=FOOT_LINE - 36 - top)
    strip = picture.strip if grid is None else ()
    texts = (*lines, place, project, *(_texts(drawing) if drawing else ()), *(grid.texts if grid else ()))
    facts = [*picture.facts]
    if any(LACKING in text for text in texts):
        facts = [NOT_DRAWN]
    while len(facts) > 1 and words.width(" · ".join(facts), size=FOOT_SIZE) > room:
        facts.pop()
    strip_y = below + 20
    return Composition(
        picture.tone if picture.verdict is None else picture.verdict.value,
        word,
        place,
        place_x,
        placed_lines,
        size,
        drawing,
        below,
        scale,
        _bars(strip),
        _counts(words, strip),
        strip_y,
        grid,
        cut(words, " · ".join(facts), int(room), size=FOOT_SIZE),
        project,
    )


def _sentence(
    font: Font, text: str, sizes: Sequence[tuple[int, int, int]]
) -> tuple[int, int, tuple[str, ...]]:
    """The sentence in the largest font in which it fits; cut where it fits in none."""
    for size, height, most in sizes:
        lines = _lines(font, text, size)
        if len(lines) <= most:
            return size, height, lines
    shown = lines[:most]
    last = cut(font, f"{shown[-1]} {lines[most]}", TEXT_WIDTH, size=size, bold=True)
    return size, height, (*shown[:-1], last)


def _lines(font: Font, text: str, size: int) -> tuple[str, ...]:
    """The text in lines of the picture's width; a word that is longer is broken."""
    lines: list[str] = [""]
    for word in font.drawable(drawable(text)).split():
        joined = f"{lines[-1]} {word}".strip()
        if font.width(joined, size=size, bold=True) <= TEXT_WIDTH:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if font.width(lines[-1] + letter, size=size, bold=True) > TEXT_WIDTH:
                end = max(lines[-1].rfind(sign) for sign in BREAKS) + 1
                end = end if end > len(lines[-1]) // 2 else len(lines[-1])
                lines[-1:] = [lines[-1][:end], lines[-1][end:]]
                if len(lines) > SIZES[-1][2] + 1:
                    return tuple(lines)
            lines[-1] += letter
    return tuple(lines)


def _scale(drawing: Drawing, height: int) -> float:
    """How much the diagram is enlarged or made smaller; 0 where it would be too small to say anything."""
    scale = min(TEXT_WIDTH / drawing.width, height / drawing.height, MAX_SCALE)
    return round(scale, 3) if scale >= MIN_SCALE else 0.0


def _drawable(drawing: Drawing) -> Drawing:
    """The diagram with a mark for each letter that its fonts lack."""
    keys, words = jetbrains_mono(), inter()
    cards = tuple(
        replace(
            card,
            key_lines=tuple(
                (y, KeyLine(keys.drawable(line.app), keys.drawable(line.name))) for y, line in card.key_lines
            ),
            note_lines=tuple((y, words.drawable(line)) for y, line in card.note_lines),
        )
        for card in drawing.cards
    )
    return replace(drawing, cards=cards)


def _texts(drawing: Drawing) -> tuple[str, ...]:
    return tuple(line.app + line.name for card in drawing.cards for _, line in card.key_lines)


def _bars(strip: Sequence[Bar]) -> tuple[PlacedBar, ...]:
    """The strip: a bar for each verdict, as wide as its share, none so narrow that it is not seen."""
    shown = [bar for bar in strip if bar.number]
    if not shown:
        return ()
    total = sum(bar.number for bar in shown)
    room = TEXT_WIDTH - BAR_GAP * (len(shown) - 1) - MIN_BAR * len(shown)
    x, bars = LEFT, []
    for bar in shown:
        width = MIN_BAR + room * bar.number // total
        bars.append(PlacedBar(x, width, bar.verdict.value))
        x += width + BAR_GAP
    return tuple(bars)


def _counts(font: Font, strip: Sequence[Bar]) -> tuple[Count, ...]:
    """The numbers under the strip, in as many rows as they take."""
    x, row, counts = LEFT, 0, []
    for bar in strip:
        if not bar.number:
            continue
        text = f"{bar.verdict.word} {bar.number:,}"
        width = 36 + int(font.width(text, size=HEAD_SIZE))
        if x + width > WIDTH - LEFT:
            x, row = LEFT, row + 1
        counts.append(Count(x, row, bar.verdict.value, text))
        x += width + 34
    return tuple(counts)
