"""One environment in its row, and the card of a cause above rows, as their templates show them."""

from dataclasses import dataclass

from app.web.findings.reasons import ReasonLine
from app.web.layout.views import VerdictView
from app.web.strip.day_strip import DayStrip
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


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
    `finding` is the page of the finding that the sentence is about; None where it is about none. `compare` asks with
    which other environment to compare; None on a pinned page, or where there is no other one.
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
    compare: str | None = None


@dataclass(frozen=True, slots=True)
class FleetRow:
    """
    One environment: what is said of it, and when it was seen.

    `seen` and the last `days` are for a row, `age` is for a tile. `version` names all that the row is made of but the
    clock. A row of a live page `has_days`, which may still be worked out (`is_reading`).
    """

    body: RowBody
    seen: Moment | None
    age: Moment | None
    days: DayStrip | None = None
    has_days: bool = False
    is_reading: bool = False
    version: str = ""

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
