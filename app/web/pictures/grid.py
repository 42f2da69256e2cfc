"""
The top left of a table of signs, in a picture: rows with a name, columns with a name that stands upright.

           blocked     behind
           sandbox-3   staging
    orders  !           2
    users   -           1

As many rows and columns stand there as there is room for, each of them whole.
"""

from dataclasses import dataclass

from app.web.pictures.font import Font, cut

NAME_WIDTH = 300
"""Of the names of the rows, at most."""

MIN_COLUMN, MAX_COLUMN, ROW = 44, 84, 34
"""The width of a column, narrow where there are many, and the height of a row."""

VERDICTS, NAMES = 32, 130
"""The height of the verdicts over the columns, and of the names below them at most."""

NAME_SIZE = 22
COLUMN_SIZE = 17
MIN_ROWS = 2
"""With room for fewer rows the grid is left out."""

GROUNDS = {
    "pending": "soft-behind",
    "missing-dependency": "soft-blocked",
    "missing": "soft-blocked",
    "forked": "soft-blocked",
    "out-of-order": "soft-drifted",
    "partial-squash": "soft-drifted",
    "duplicate": "soft-drifted",
    "unknown": "soft-unknown",
    "blocked": "soft-blocked",
    "drifted": "soft-drifted",
}
"""The colour behind the sign of a status, or of a finding by its icon, as on the page."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: its name, and its verdict."""

    name: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Sign:
    """
    What a cell holds: an `icon` or a `number`, in the colour of its `status`; without all of them a quiet dot.

    `blank` says that there is no status, and why, by the same words as on the page.
    """

    status: str = ""
    icon: str = ""
    number: str = ""
    blank: str = ""

    @property
    def colour(self) -> str:
        """The name of its colour."""
        if self.icon in ("blocked", "drifted"):
            return f"verdict-{self.icon}"
        return f"status-{self.status}" if self.status else "line-strong"

    @property
    def ground(self) -> str:
        """The name of the colour behind it; empty for none."""
        return GROUNDS.get(self.icon) or GROUNDS.get(self.status, "")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its columns, and its rows, each with its name and a sign for each column."""

    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[str, tuple[Sign, ...]], ...]


@dataclass(frozen=True, slots=True)
class PlacedGrid:
    """
    What of a grid is drawn: `left` is where the columns begin, `row_top` where the rows do, `column` how wide one is.

    `groups` are the verdicts, each with its x, and `names` those of the columns. `goes_right` and `goes_down` say that
    there is more of the table.
    """

    top: int
    left: int
    row_top: int
    column: int
    width: int
    bottom: int
    groups: tuple[tuple[int, str], ...]
    names: tuple[tuple[int, str], ...]
    rows: tuple[tuple[int, str, tuple[tuple[int, Sign], ...]], ...]
    goes_right: bool
    goes_down: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """Every name on it."""
        return (*(name for _, name in self.names), *(name for _, name, _ in self.rows))


def placed(  # noqa: PLR0913 - the sides of a room
    grid: Grid, font: Font, *, x: int, top: int, width: int, height: int
) -> PlacedGrid | None:
    """The grid in a room of this size; None where the room is too low, or the grid has nothing."""
    column_names = [cut(font, each.name, NAMES - 16, size=COLUMN_SIZE) for each in grid.columns]
    names = 16 + max((int(font.width(name, size=COLUMN_SIZE)) for name in column_names), default=0)
    number = min(len(grid.rows), (height - VERDICTS - names) // ROW)
    if number < min(MIN_ROWS, max(1, len(grid.rows))):
        return None
    shown = grid.rows[:number]
    row_names = [cut(font, name, NAME_WIDTH, size=NAME_SIZE) for name, _ in shown]
    name_width = max(int(font.width(name, size=NAME_SIZE)) for name in row_names) + 24
    left = x + name_width
    columns = grid.columns[: (x + width - left) // MIN_COLUMN]
    column = max(MIN_COLUMN, min(MAX_COLUMN, (x + width - left) // max(1, len(columns))))
    row_top = top + VERDICTS + names
    starts = [at for at, each in enumerate(columns) if at == 0 or each.verdict != columns[at - 1].verdict]
    return PlacedGrid(
        top,
        left,
        row_top,
        column,
        left - x + column * len(columns),
        row_top + ROW * number,
        tuple((left + column * at, columns[at].verdict) for at in starts),
        tuple((left + column * at, name) for at, name in enumerate(column_names[: len(columns)])),
        tuple(
            (
                row_top + ROW * at,
                name,
                tuple((left + column * place, sign) for place, sign in enumerate(signs[: len(columns)])),
            )
            for at, (name, (_, signs)) in enumerate(zip(row_names, shown, strict=True))
        ),
        len(columns) < len(grid.columns),
        number < len(grid.rows),
    )
