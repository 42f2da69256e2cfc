"""The parts of the fleet page, as its templates show them."""

from dataclasses import dataclass

from app.web.findings.reasons import ReasonLine
from app.web.layout.views import Empty, Frame, Head, Picker, VerdictView
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class Cell:
    """One environment of the strip; `first` begins a verdict, `dim` is filtered out."""

    href: str
    name: str
    verdict: str
    first: bool
    dim: bool


@dataclass(frozen=True, slots=True)
class Count:
    """One verdict under the strip: a link that filters, or takes the filter away where it is on."""

    verdict: VerdictView
    number: int
    meaning: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Barcode:
    """
    A bar per app in lane order: the places of the bars that are not quiet.

    `name` says the same in words. `bars` is 0 where nothing is known.
    """

    bars: int
    blocked: tuple[int, ...] = ()
    drifted: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One environment; without a release it has neither verdict nor barcode."""

    slug: str
    href: str
    verdict: VerdictView | None
    place: str
    sentence: Text
    barcode: Barcode | None
    pending: int | None
    rows: int | None
    seen: Moment | None
    age: Moment | None


@dataclass(frozen=True, slots=True)
class CauseCard:
    """What several environments share, said once."""

    sentence: Text
    note: str
    code: str
    runbook: str
    verdict: str
    whys: tuple[ReasonLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows under a cause, or under none; `more` are unfolded on demand."""

    cause: CauseCard | None
    rows: tuple[FleetRow, ...]
    more: tuple[FleetRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with blocks of rows, or with tiles; `folded` tiles are one line that unfolds."""

    id: str
    title: str
    number: int
    meaning: str
    verdict: VerdictView | None = None
    blocks: tuple[Block, ...] = ()
    tiles: tuple[FleetRow, ...] = ()
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The filter form; `kept` are parameters that it carries along."""

    action: str
    q: str
    pickers: tuple[Picker, ...]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FleetPage:
    """The whole page; without a release there is no strip, and `groups` hold the bare rows."""

    frame: Frame
    head: Head
    newer: str | None
    warning: str
    strip: tuple[Cell, ...]
    counts: tuple[Count, ...]
    form: Form | None
    groups: tuple[Group, ...]
    empty: Empty | None
    apps: int
    seen_head: str
