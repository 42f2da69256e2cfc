"""
A bounded part of the events of an environment or of a project, newest first.

A page reads at most `MAX_FACTS` stored facts and goes on from where it stopped. What is filtered is left out after
that, so a page of rare events may have few of them, or none, and leads on.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from app.cache import WeightedCache
from app.config import Project
from app.domain.events.event import Event
from app.domain.events.placements import Placements, PlacementsOfAll
from app.domain.events.row_changes import RowEdit
from app.domain.events.span import Mark, Span
from app.domain.events.table_change import TableChange
from app.domain.events.what import EventKind, What
from app.domain.label import Label
from app.store.sessions import ReadSession
from app.web.facts.events.assembly import events_of_fact
from app.web.facts.events.first_looks import newer_of_first_looks, seen_through
from app.web.facts.events.part import moved_at, part_of
from app.web.facts.events.project import placements
from app.web.facts.events.verdicts import end_of, verdict_changes
from app.web.facts.steady import Steady, steady

Kept = TypeVar("Kept")

MAX_FACTS = 100
"""A page reads no more stored facts: looks with changes, outages, deployments, labels."""

MAX_KEPT = 4
"""So many forms of one time line are kept with it."""

EVERY_KIND = frozenset(EventKind)


@dataclass(frozen=True, eq=False)
class Timeline:
    """
    Some events, newest first. `older` is where older ones go on, None where there are none.

    `environment` is None for the whole project. `reached` is the moment down to which everything was read.
    """

    project: Project
    environment: str | None
    events: tuple[Event, ...]
    older: Mark | None
    reached: datetime | None
    now: datetime
    placements: PlacementsOfAll = field(repr=False)
    kept: WeightedCache[Hashable, Any] = field(default_factory=lambda: WeightedCache(MAX_KEPT), repr=False)

    def of_all(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What `make` answers, made once for all copies of these facts: no moment is in it, but those of events."""
        found: Kept | None = self.kept.get(key)
        if found is None:
            found = make()
            self.kept.put(key, found)
        return found

    def placed(self, environment: str, moment: datetime) -> Label | None:
        """The release that an environment was held against at a moment."""
        return self._placements(environment).at(moment)

    def seen_through(self, environment: str, moment: datetime) -> Label | None:
        """The release through which its histories of that moment are shown: where none was known, the first one."""
        return seen_through(self._placements(environment), moment)

    def _placements(self, environment: str) -> Placements:
        return self.placements.of(environment, self.project.declared_release(environment))


def timeline(  # noqa: PLR0913 - what a reader asks for
    session: ReadSession,
    project: Project,
    environment: str | None,
    span: Span,
    kinds: Collection[EventKind],
    *,
    now: datetime,
    most: int = MAX_FACTS,
) -> Timeline:
    """
    The events of a stretch of time of these kinds, all kinds for none, at most those of `most` stored facts.

    The newest part of a whole time line is remembered until something is written, or begins by the clock alone.
    """
    wanted = frozenset(kinds) or EVERY_KIND

    def make() -> Steady[Timeline]:
        return _timeline(session, project, environment, span, wanted, now=now, most=most)

    if span != Span():
        return make().facts
    found = steady(
        session,
        ("timeline", id(project), environment, wanted, most),
        make,
        now=now,
        weight=lambda made: sum(1 + len(_edits(event)) for event in made.events),
        among=lambda cache: cache.timelines,
    )
    return replace(found, now=now)


def _edits(event: Event) -> Sequence[RowEdit]:
    return event.detail.edits if isinstance(event.detail, TableChange) else ()


def _timeline(  # noqa: PLR0913 - what a reader asks for
    session: ReadSession,
    project: Project,
    environment: str | None,
    span: Span,
    wanted: frozenset[EventKind],
    *,
    now: datetime,
    most: int,
) -> Steady[Timeline]:
    part = part_of(session, project, environment, span, wanted, now=now, most=most)
    placed = placements(session, project, part.low, environment, end=end_of(span))
    if EventKind.VERDICT in wanted:
        part = part.bounded(moved_at(project, environment, placed, part.low))
    newer = newer_of_first_looks(session, project, part.facts, placed)
    events = [event for fact in part.facts for event in events_of_fact(fact, newer)]
    if environment is not None:
        own = set(placed.of(environment, project.declared_release(environment)).moments)
        events = [event for event in events if event.kind is not EventKind.LABEL or event.at in own]
    if EventKind.VERDICT in wanted:
        events += verdict_changes(session, project, environment, part, placed)
    shown = sorted(
        (event for event in events if event.kind in wanted),
        key=lambda event: (-event.at.timestamp(), PLACE[event.what], event.environment, event.location),
    )
    made = Timeline(project, environment, tuple(shown), part.older, part.low, now, placed)
    return Steady(made, now, part.next_turn)


PLACE = {
    what: place
    for place, what in enumerate(
        (
            What.VERDICT,
            What.REWRITTEN,
            What.RECREATED,
            What.REPLACED,
            What.RENUMBERED,
            What.SHIFTED,
            What.RESTORED,
            What.REMOVED,
            What.RECORDED,
            What.TABLE_CREATED,
            What.TABLE_GONE,
            What.FIRST_SEEN,
            What.DAMAGED,
            What.BACK,
            What.UNREACHED,
            What.DEPLOYED,
            What.LABEL_REMOVED,
            What.LABEL_MOVED,
            What.LABEL_ADDED,
        )
    )
}
"""The order of the events of one moment: what follows stands above what it follows from."""
