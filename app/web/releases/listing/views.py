"""The parts of the list of releases, as its templates show them."""

from dataclasses import dataclass

from app.web.layout.views import Empty, Frame, Head, Link
from app.web.releases.views import DifferenceForm, EditCard
from app.web.wording.moments import Moment
from app.web.wording.rich_text import Text


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """
    A label in the list.

    `weight` is blocked, drifted where a migration was edited, or empty. `environments` says how many are meant to
    run it, `readiness` leads to which of them can take it, `impact` to whom it would harm; None where there is no
    environment.
    """

    label: str
    href: str
    fingerprint: str
    weight: str
    word: str
    sentence: Text
    counts: str
    difference: Link | None
    size: str
    environments: str
    added: Moment
    commit: str
    readiness: Link | None = None
    impact: Link | None = None


@dataclass(frozen=True, slots=True)
class ReleaseListPage:
    """One page of the list. The cards are those of the newest release that edited a migration."""

    frame: Frame
    head: Head
    cards: tuple[EditCard, ...]
    cards_link: Link | None
    rows: tuple[ReleaseRow, ...]
    newest: Link | None
    older: Link | None
    form: DifferenceForm | None
    order_note: str
    notes: tuple[str, ...]
    empty: Empty | None
