"""The marks of a drawing, each with its place, in pixels."""

from dataclasses import dataclass

from app.web.diagram.lettering import KeyLine

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card at its place; `key_lines` and `note_lines` are its texts, each with the y of its base line."""

    x: int
    y: int
    width: int
    height: int
    status: str
    key_lines: tuple[tuple[int, KeyLine], ...]
    note_lines: tuple[tuple[int, str], ...]
    quiet: bool = False

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> int:
        """The y of its middle."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the path of an SVG; `heads` are the triangles of its arrows."""

    path: str
    tone: str
    heads: tuple[str, ...] = ()
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Pill:
    """The words on a line; `x` and `y` are the upper left corner."""

    x: int
    y: int
    width: int
    height: int
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn, in its own coordinates from 0, 0."""

    width: int
    height: int
    cards: tuple[PlacedCard, ...]
    lines: tuple[Line, ...]
    pill: Pill | None


def head(tip: Point, direction: str, *, large: bool) -> str:
    """The triangle of an arrow with its tip at `tip`, as points of a polygon: `left`, `right`, `up` or `down`."""
    x, y = tip
    length, half = (14, 8) if large else (9, 5)
    dx, dy = {"left": (1, 0), "right": (-1, 0), "up": (0, 1), "down": (0, -1)}[direction]
    back_x, back_y = x + dx * length, y + dy * length
    return f"{x},{y} {back_x + dy * half},{back_y + dx * half} {back_x - dy * half},{back_y - dx * half}"
