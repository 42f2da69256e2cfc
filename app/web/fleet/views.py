"""The parts of the fleet page, as its templates show them."""

from dataclasses import dataclass

from app.web.findings.reasons import ReasonLine
from app.web.layout.left_out import LeftOut
from app.web.layout.views import Empty, Frame, Head, Picker, VerdictView
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One environment of the strip.

    `first` is true where a verdict begins, but for the first cell of all. `dim` says that the filters leave it out.
    """

    href: str
    name: str
    verdict: str
    first: bool
    dim: bool


@dataclass(frozen=True, slots=True)
class Count:
    """One verdict under the strip: a link that filters by it, or takes that filter away if it is `current`."""

    verdict: VerdictView
    number: int
    meaning: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One app that differs: the position of its bar, and which app it is and what differs there."""

    position: int
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of one weight, the least heavy ones first, as later ones are drawn over them."""

    weight: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Barcode:
    """
    A bar for each app, in the order of the map's lanes; those of apps that differ are coloured.

    `number` is that of all bars, 0 if nothing is known. `name` says in short how many differ, or why nothing is known.
    """

    number: int
    kinds: tuple[Bars, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseCell:
    """
    Which release runs in an environment.

    `name` was told or declared, and `note` says which; `moment` is when it was deployed. `stands` is where the rows
    stand, where that is somewhere else, or where nobody says what runs.
    """

    name: str = ""
    note: str = ""
    moment: Moment | None = None
    stands: str = ""


@dataclass(frozen=True, slots=True)
class RowBody:
    """
    What a row or a tile says of one environment, but for when it was seen: the same until something changes.

    Without a release there is neither `verdict` nor `barcode`. `pending` is the number of migrations to run. `release`
    is None where nobody knows what runs. `against` is the release that it is held against, where there are several.
    `finding` is the page of the finding that the sentence is about; None where it is about none.
    """

    slug: str
    href: str
    verdict: VerdictView | None
    tier_and_region: str
    sentence: Text
    barcode: Barcode | None
    pending: int | None
    release: ReleaseCell | None = None
    against: str = ""
    finding: str | None = None


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One environment: what is said of it, and when it was seen: `seen` is for a row, `age` for a tile."""

    body: RowBody
    seen: Moment | None
    age: Moment | None

    @property
    def release(self) -> ReleaseCell | None:
        """Which release runs there; None where nobody knows."""
        return self.body.release


@dataclass(frozen=True, slots=True)
class CauseCard:
    """
    A cause, above the environments that share it; `runbook` is the page of its code.

    `id` is that of its reasons. `finding` is the page of the finding in the first of the environments.
    """

    id: str
    sentence: Text
    note: str
    code: str
    runbook: str
    verdict: str
    finding: str
    reasons: tuple[ReasonLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows, under the card of their cause if they have one; `more` are unfolded on demand."""

    cause: CauseCard | None
    rows: tuple[FleetRow, ...]
    more: tuple[FleetRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """
    A heading with blocks of rows, or with tiles; `folded` tiles are one line that the reader may unfold.

    Without `has_heading` the title is for screen readers alone: the card of the cause says it.
    """

    id: str
    title: str
    number: int
    meaning: str
    verdict: VerdictView | None = None
    blocks: tuple[Block, ...] = ()
    tiles: tuple[FleetRow, ...] = ()
    folded: bool = False
    has_heading: bool = True
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The filter form; `hidden_fields` are the parameters that it sends along, names and values."""

    action: str
    q: str
    pickers: tuple[Picker, ...]
    hidden_fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is set; `href` is the page without it."""

    name: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """How many of all environments the filters leave; `clear` is the page without filters."""

    number: int
    total: int
    chips: tuple[Chip, ...]
    clear: str


@dataclass(frozen=True, slots=True)
class FleetPage:
    """
    The whole page.

    Without a release there is no strip, and the rows have no verdict. `newer` is the address that a live page asks for
    changes. `apps_head` and `seen_head` are the headings of the bars and of the moments. `has_releases`: it is said of
    at least one environment which release runs there. `why` is the address that a pinned page asks for the reasons of
    its causes.
    """

    frame: Frame
    head: Head
    newer: str | None
    follow: str | None
    warning: str
    strip: tuple[Cell, ...]
    counts: tuple[Count, ...]
    form: Form | None
    shown: Shown | None
    groups: tuple[Group, ...]
    empty: Empty | None
    apps_head: str
    seen_head: str
    has_releases: bool = False
    why: str | None = None
