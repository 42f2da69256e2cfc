"""The parts of the recorded history, as the templates of the environment page show them."""

from dataclasses import dataclass

from app.web.environment.links import KeyLink
from app.web.layout.left_out import LeftOut
from app.web.layout.views import Link
from app.web.wording.moments import Moment


@dataclass(frozen=True, slots=True)
class Bar:
    """One deploy. `x` is in percent of the width; the square of `height` grows with the number of rows."""

    x: float
    height: int
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One label under the axis. `first` is true at the left edge: the label starts at `x` and is not cut."""

    x: float
    text: str
    first: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """The row of a finding. Its text stands `y` px from the top, on the `left` of the pin or on its right."""

    x: float
    y: int
    left: bool
    icon: str
    weight: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """
    The drawing of the rows along time. `ground` is the axis, in px from the top; `name` is the drawing in words.

    `begin` is the place that a narrow screen shows first, in percent: the pin of the worst finding, else the end.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    pins: tuple[Pin, ...]
    ground: int
    name: str
    single: bool
    begin: float

    @property
    def begins_at_end(self) -> bool:
        """Whether a browser without JavaScript shows the end first."""
        return self.begin > 50


@dataclass(frozen=True, slots=True)
class OddEdge:
    """An edge whose child was recorded before its parent, and the likely reason."""

    child: KeyLink
    parent: KeyLink
    reason: str
    weight: str


@dataclass(frozen=True, slots=True)
class RecordedOrder:
    """The section of the recorded order. Without a readable time there is no drawing, and `sentence` says so."""

    sentence: str
    timeline: Timeline | None
    odd: tuple[OddEdge, ...]
    more_odd: tuple[OddEdge, ...]
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """One row of the table. `text` is the time as the database wrote it, for where it cannot be read."""

    position: int
    id: str
    key: KeyLink | None
    app: str
    name: str
    recorded: Moment | None
    text: str


@dataclass(frozen=True, slots=True)
class RecordedRows:
    """
    The rows, which are empty until the reader follows `show`; `more` lead to the rows before and after these.

    `sentence` says which rows are shown where they are not all, and what is so of a database without any row.
    """

    sentence: str
    show: Link | None
    rows: tuple[RecordedRow, ...] = ()
    more: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """A snapshot of the environment; `newest` is true for the present one, which the others can be compared with."""

    fingerprint: str
    href: str
    received: Moment
    rows: str
    newest: bool
    compare: str = ""
