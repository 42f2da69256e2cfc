"""One side as an address names it, and what leads on where its history cannot be rebuilt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.config import Project
from app.domain.table_location import DEFAULT_ALIAS, TableLocation
from app.store.errors import DamagedHistoryError
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot
from app.web.facts.pinned.damage import damage
from app.web.layout.views import Link
from app.web.server.errors import NotFound
from app.web.urls.compare import CompareAddress, SideSegment


@dataclass(frozen=True, slots=True)
class SideRequest:
    """One side as the browser sent it: its segment, and the table that the query string names."""

    segment: str
    alias: str | None = None
    schema: str | None = None

    @property
    def location(self) -> TableLocation:
        """The table, as far as the address names one."""
        return TableLocation(self.alias or DEFAULT_ALIAS, self.schema or "")

    @property
    def named(self) -> SideSegment:
        """The same as an address names it."""
        slug, _, digits = self.segment.partition("~")
        return SideSegment(slug, digits or None, self.location)


def damage_of_side(  # noqa: PLR0913, PLR0917 - what the address names
    session: ReadSession,
    project: Project,
    error: DamagedHistoryError,
    asked: Sequence[SideRequest],
    damaged: SideRequest,
    address: Callable[[SideSegment, SideSegment], CompareAddress],
) -> NotFound:
    """The answer where the history of a side cannot be rebuilt; `address` is that of a page of two others."""

    def page(snapshot: Snapshot) -> str:
        other = SideSegment(error.environment, snapshot.history.fingerprint, snapshot.location)
        first, second = (other if side is damaged else side.named for side in asked)
        return address(first, second).page()

    first, second = (SideSegment(side.named.slug, location=side.named.location) for side in asked)
    latest = CompareAddress.live(project.slug, first, second)
    now = Link(f"{first.slug} and {second.slug} as they are now", latest.page())
    return damage(session, error, live=now, page=page)
