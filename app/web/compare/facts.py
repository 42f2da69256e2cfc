"""What is known of two sides: their histories, and the release that both are seen through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.config import Project
from app.domain import english
from app.domain.fleet import Sighting
from app.domain.pair.pair import HistoryPair
from app.domain.pair.sentences import PairNames
from app.domain.table_location import TableLocation
from app.store import snapshots
from app.store.errors import DamagedHistoryError
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot
from app.web.compare.request import SideRequest, damage_of_side
from app.web.facts.chosen import ChosenRelease
from app.web.facts.comparisons import pair_of
from app.web.facts.live import environment as live_environment
from app.web.facts.pinned.release import pinned_release
from app.web.facts.releases.order import places
from app.web.server.errors import Ambiguous, Moved, NotFound
from app.web.urls import segments
from app.web.urls.compare import CompareAddress, SideSegment


@dataclass(frozen=True, eq=False)
class Side:
    """
    One side: an environment, and its snapshot, the last one or an earlier one; None where it was never read.

    `sighting` says what is known of the environment now: for the last snapshot of a live page alone.
    """

    slug: str
    location: TableLocation
    snapshot: Snapshot | None
    sighting: Sighting | None = None

    @property
    def named(self) -> SideSegment:
        """How a live address names it."""
        history = None if self.sighting is not None or self.snapshot is None else self.fingerprint
        return SideSegment(self.slug, history, self.location)

    @property
    def pin(self) -> SideSegment:
        """How a pinned address names it."""
        return SideSegment(self.slug, self.fingerprint, self.location)

    @property
    def fingerprint(self) -> str:
        """That of its history; empty without one."""
        return "" if self.snapshot is None else self.snapshot.history.fingerprint


@dataclass(frozen=True, eq=False)
class CompareFacts:
    """Two sides seen through one release. `now` is the present: for a live page alone. `picked`: by the reader."""

    project: Project
    first: Side
    second: Side
    chosen: ChosenRelease
    now: datetime | None = None
    picked: bool = False

    @cached_property
    def pair(self) -> HistoryPair | None:
        """The pair of the histories; None where one of them or the release is not there."""
        first, second, release = self.first.snapshot, self.second.snapshot, self.chosen.release
        if first is None or second is None or release is None:
            return None
        return pair_of(release, first.history, second.history)

    @property
    def names(self) -> PairNames:
        """The environments by their slugs; by the moments too where both are one environment."""
        return PairNames(self._name(self.first), self._name(self.second), self.chosen.word)

    def _name(self, side: Side) -> str:
        where = {(each.slug, each.location) for each in (self.first, self.second)}
        name = side.slug
        if self.first.slug == self.second.slug and len(where) > 1:
            name += f", {side.location.schema or side.location.alias},"
        both_now = self.first.sighting is not None and self.second.sighting is not None
        if len(where) > 1 or both_now or side.snapshot is None:
            return name
        if side.sighting is not None:
            return f"{name} now"
        return f"{name} of {english.absolute(side.snapshot.received_at)}"

    @property
    def address(self) -> CompareAddress:
        """The canonical address of the page."""
        return self.pinned if self.now is None and self.pinned else self.live

    @property
    def live(self) -> CompareAddress:
        """The live page of the same two sides."""
        release = self.chosen.word if self.picked else None
        return CompareAddress.live(self.project.slug, self.first.named, self.second.named, release=release)

    @property
    def latest(self) -> CompareAddress:
        """The live page of the last histories of both."""
        sides = (SideSegment(side.slug, location=side.location) for side in (self.first, self.second))
        return CompareAddress.live(self.project.slug, *sides)

    @property
    def swapped(self) -> CompareAddress:
        """The page with the sides exchanged, live or pinned as this one."""
        return CompareFacts(self.project, self.second, self.first, self.chosen, self.now, self.picked).address

    @property
    def pinned(self) -> CompareAddress | None:
        """The pinned page of both histories; None where there is no pair."""
        if self.pair is None:
            return None
        return CompareAddress.pinned(
            self.project.slug,
            self.first.pin,
            self.second.pin,
            label=self.chosen.label,
            release=self.pair.release.fingerprint,
        )


def live_facts(
    session: ReadSession,
    project: Project,
    asked: Sequence[SideRequest],
    *,
    release_text: str | None,
    now: datetime,
) -> CompareFacts:
    """
    Two sides as they are now.

    Without a chosen release both are seen through the newer one of those that they are meant to run. Raises `NotFound`
    for an environment that is not configured and for a history that is not stored.
    """
    sides, releases = [], []
    for side in asked:
        slug, _, digits = side.segment.partition("~")
        environment = project.environment(slug)
        if environment is None:
            raise NotFound(f"There is no environment {slug} in {project.slug}.")
        facts = live_environment.environment(
            session,
            project,
            environment,
            now=now,
            release_text=release_text,
            alias=side.alias,
            schema=side.schema,
        )
        releases.append(facts.chosen)
        if digits:
            try:
                sides.append(_earlier(session, project, side, location=facts.location))
            except DamagedHistoryError as error:

                def page(*named: SideSegment) -> CompareAddress:
                    return CompareAddress.live(project.slug, *named, release=release_text)

                raise damage_of_side(session, project, error, asked, side, page) from None
        else:
            sides.append(Side(slug, facts.location, facts.snapshot, facts.sighting))
    chosen = releases[0] if release_text else _newer(session, project, releases)
    return CompareFacts(project, sides[0], sides[1], chosen, now, picked=bool(release_text))


def pinned_facts(
    session: ReadSession, project: Project, asked: Sequence[SideRequest], against: str
) -> CompareFacts:
    """The two histories and the release that a pinned address names; raises `Moved` for an older form of it."""
    release, label = pinned_release(session, project.slug, against)
    sides = []
    for side in asked:
        try:
            sides.append(_earlier(session, project, side))
        except DamagedHistoryError as error:

            def page(*named: SideSegment) -> CompareAddress:
                return CompareAddress.pinned(project.slug, *named, label=label, release=release.fingerprint)

            raise damage_of_side(session, project, error, asked, side, page) from None
    return CompareFacts(project, sides[0], sides[1], ChosenRelease(release, label))


def canonical(facts: CompareFacts, path: str, tail: str, query: str) -> None:
    """Raises `Moved` where a pinned page was asked for by other words than those of its address."""
    if facts.address.path != path:
        raise Moved(facts.address.path + tail + (f"?{query}" if query else ""))


def _earlier(
    session: ReadSession, project: Project, side: SideRequest, *, location: TableLocation | None = None
) -> Side:
    """One history of an environment: of the snapshots that have it the oldest one, which stays the same for ever."""
    slug, digits = segments.split_segment(side.segment)
    asked = side.location if location is None else location
    found = snapshots.with_fingerprint(session, project.slug, slug, digits, asked)
    if not found:
        raise NotFound(f"No history {digits} of {slug} is stored here.")
    if len({snapshot.history.fingerprint for snapshot in found}) > 1:
        raise Ambiguous(f"Several histories of {slug} begin with {digits}.", [])
    oldest_first = sorted(found, key=lambda each: (each.location != asked, each.received_at))
    snapshot = oldest_first[0]
    return Side(slug, snapshot.location, snapshot)


def _newer(session: ReadSession, project: Project, chosen: list[ChosenRelease]) -> ChosenRelease:
    """Of two releases the one that stands later in the order of the code."""
    first, second = chosen
    if first.identity == second.identity or second.release is None:
        return first
    if first.release is None:
        return second
    order = [place.label.label for place in places(session, project)]
    is_later = {each.label: order.index(each.label) for each in chosen if each.label in order}
    return min(chosen, key=lambda each: is_later.get(each.label, len(order)))
