"""The views of two sides: frozen values for the templates."""

from dataclasses import dataclass

from app.web.compare.track_drawing import TrackDrawing
from app.web.layout.left_out import LeftOut
from app.web.layout.views import Choice, Empty, Frame, Head, Link, VerdictView
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class SideView:
    """One side under the headline: `side` is `first` or `second`, `history` the start of its fingerprint."""

    side: str
    link: Link
    history: str = ""
    verdict: VerdictView | None = None
    seen: Moment | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of the bar: `kind` names its colour, `share` is its width of 100."""

    kind: str
    text: str
    start: float
    share: float


@dataclass(frozen=True, slots=True)
class TrackRow:
    """One app that differs: how many migrations the release has of it, its drawing, the counts and the words."""

    label: str
    number: int
    drawing: TrackDrawing
    counts: str
    words: Text


@dataclass(frozen=True, slots=True)
class OnlyLine:
    """A migration that one side has alone, when it was applied, and what is worth a word."""

    key: Text
    applied: str = ""
    is_unknown: bool = False
    irreversible: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class OnlyList:
    """What one side has alone; `more` is shown on demand."""

    side: str
    title: str
    lines: tuple[OnlyLine, ...]
    more: tuple[OnlyLine, ...] = ()
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class TypedSides:
    """Two names to type, what stands there already, and names to offer."""

    first: str
    second: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompareForm:
    """
    The form that asks which two, and through which release; `matrix` is where three or more are, if there are.

    Where there are too many environments to choose from, their names are `typed`, and there is no choice of them.
    """

    action: str
    first: tuple[Choice, ...]
    second: tuple[Choice, ...]
    releases: tuple[Choice, ...]
    matrix: str | None
    typed: TypedSides | None = None


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The page of two sides."""

    frame: Frame
    head: Head
    form: CompareForm
    sides: tuple[SideView, ...] = ()
    release: Link | None = None
    bar: tuple[BarPart, ...] = ()
    rows: tuple[TrackRow, ...] = ()
    more_rows: tuple[TrackRow, ...] = ()
    rows_left_out: LeftOut | None = None
    rows_title: str = ""
    same_note: str = ""
    counts_title: str = ""
    notes: tuple[Text, ...] = ()
    lists: tuple[OnlyList, ...] = ()
    swap: Link | None = None
    files: tuple[Link, ...] = ()
    empty: Empty | None = None
