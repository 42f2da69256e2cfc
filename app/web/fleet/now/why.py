"""What the history of the code says now of the causes on a pinned fleet: its page takes the reasons from here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.store import codehistory
from app.store.sessions import ReadSession
from app.web.fleet.lists.groups import groups
from app.web.fleet.page import fleet_frame
from app.web.fleet.row_views import CauseCard
from app.web.fleet.selection import FleetSelection
from app.web.layout.now import PINNED_PAGE
from app.web.layout.views import Frame, Head, Link
from app.web.wording import rich_text as text

HEADLINE = "What the history of the code says now of these causes"


@dataclass(frozen=True, slots=True)
class CausesPage:
    """The cards of the causes that a pinned fleet shows, with their reasons."""

    frame: Frame
    head: Head
    causes: tuple[CauseCard, ...]


def page(session: ReadSession, fleet: FleetSelection) -> CausesPage:
    """The page for the causes that a pinned fleet shows with these filters."""
    code = codehistory.of_project(session, fleet.facts.project.slug)
    informed = FleetSelection(replace(fleet.facts, code=code), fleet.filters, fleet.address)
    back = Link(PINNED_PAGE, fleet.address.page)
    head = Head(text.plain(HEADLINE), crumbs=(back,))
    return CausesPage(fleet_frame(fleet), head, tuple(_cards(informed)))


def _cards(fleet: FleetSelection) -> Iterator[CauseCard]:
    for group in groups(fleet):
        for block in group.blocks:
            if block.cause is not None:
                yield block.cause
