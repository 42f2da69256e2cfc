"""
The facts of which one part of a time line is made: at most so many, newest first.

A part also ends where the verdicts that it asks for become too many: a label that all environments run is a verdict of
each of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import islice

from app.config import Project
from app.domain.events.placements import Placements, PlacementsOfAll
from app.domain.events.span import Mark, Span
from app.domain.events.what import EventKind
from app.store.sessions import ReadSession
from app.store.timeline import label_points, looks, outages, told
from app.web.facts.events.assembly import Fact
from app.web.facts.events.lasting import lasting_gaps

MAX_JUDGED = 2_000
"""A part asks for no more verdicts, unless its very first fact does."""

OF_A_LOOK = 2
"""A look asks for the verdict of the history before and of the one after."""

FIRST_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)

OF_TABLES = frozenset({EventKind.RECORDED, EventKind.REMOVED, EventKind.REWRITTEN, EventKind.TABLE})


@dataclass(frozen=True, slots=True)
class Part:
    """
    Facts, newest first. `is_all` says that nothing older is left.

    `next_turn` is the moment at which one more begins by the clock alone.
    """

    span: Span
    facts: tuple[Fact, ...]
    is_all: bool
    next_turn: datetime | None = None

    @property
    def older(self) -> Mark | None:
        """Where older facts go on; None where there are none."""
        return None if self.is_all else self.facts[-1].mark

    @property
    def low(self) -> datetime:
        """The moment down to which it goes."""
        older = self.older
        return self.span.begin or FIRST_MOMENT if older is None else older.at

    def bounded(self, moved: Counter[datetime]) -> "Part":
        """As much of it as asks for few enough verdicts; `moved` are those that a moved label asks for."""
        left, asked = Counter(moved), 0
        for place, fact in enumerate(self.facts):
            asked += left.pop(fact.mark.at, 0) + OF_A_LOOK * isinstance(fact, looks.ChangedLook)
            if asked > MAX_JUDGED and place:
                return Part(self.span, self.facts[:place], False, self.next_turn)
        return self


def part_of(  # noqa: PLR0913 - what a reader asks for
    session: ReadSession,
    project: Project,
    environment: str | None,
    span: Span,
    wanted: frozenset[EventKind],
    *,
    now: datetime,
    most: int,
) -> Part:
    """The newest facts of a stretch of time that events of these kinds are made of, at most `most`."""
    next_turn = None
    sources = list(_sources(session, project.slug, environment, span, wanted, most + 1))
    if EventKind.REACH in wanted:
        gaps, next_turn = lasting_gaps(session, project, environment, span, now=now, most=most + 1)
        sources.append((gaps, len(gaps) <= most))
    facts, is_all = _merged(sources, most)
    return Part(span, tuple(facts), is_all, next_turn)


_Source = tuple[Sequence[Fact], bool]
"""Stored facts of one kind, newest first, and whether these are all that there are."""


def _sources(  # noqa: PLR0913, PLR0917 - what a reader asks for
    session: ReadSession,
    project: str,
    environment: str | None,
    span: Span,
    wanted: frozenset[EventKind],
    most: int,
) -> Iterator[_Source]:
    """Yield the stored facts that events of these kinds are made of."""
    has_verdicts = EventKind.VERDICT in wanted
    found: list[Sequence[Fact]] = []
    if has_verdicts or wanted & OF_TABLES:
        yield looks.changed_looks(session, project, environment, span, most=most)
    if EventKind.REACH in wanted:
        found.append(outages.beginnings(session, project, environment, span, most=most))
        found.append(outages.endings(session, project, environment, span, most=most))
    if has_verdicts or EventKind.DEPLOYED in wanted:
        found.append(told.told(session, project, environment, span, most=most))
    if has_verdicts or EventKind.LABEL in wanted:
        found.append(label_points.moved_labels(session, project, span, most=most))
    yield from ((facts, len(facts) < most) for facts in found)


def _merged(sources: Iterable[_Source], most: int) -> tuple[list[Fact], bool]:
    """The newest facts, at most `most`, and whether these are all; nothing below what one source was read down to."""
    given = list(sources)
    ends = [facts[-1].mark.order for facts, is_all in given if not is_all]
    end = min(ends, default=None)
    merged = merge(*(facts for facts, _ in given), key=lambda fact: fact.mark.order)
    found = [fact for fact in islice(merged, most + 1) if end is None or fact.mark.order <= end]
    return found[:most], not ends and len(found) <= most


def moved_at(
    project: Project, environment: str | None, placed: PlacementsOfAll, since: datetime
) -> Counter[datetime]:
    """How many environments got another release at each moment since one."""
    slugs = [each.slug for each in project.environments] if environment is None else [environment]
    of_all: Counter[int] = Counter()
    by_identity: dict[int, Placements] = {}
    for slug in slugs:  # most share the same placements, to the very value
        placements = placed.of(slug, project.declared_release(slug))
        by_identity[id(placements)] = placements
        of_all[id(placements)] += 1
    found: Counter[datetime] = Counter()
    for identity, number in of_all.items():
        for moment in by_identity[identity].moments:
            if moment >= since:
                found[moment] += number
    return found
