"""The last days of each environment of a project."""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.config import Project
from app.domain.events.fortnight import DayVerdict, days_until, fortnight, start_of
from app.domain.events.placements import Placements, PlacementsOfAll
from app.store import knowledge
from app.store.revision import keep_stamped, remembered, stamped
from app.store.sessions import ReadSession
from app.store.timeline.stamps import TableStamp, table_stamps
from app.web.facts.events.judge import VerdictJudge
from app.web.facts.events.project import ProjectPast, aliases_of, kept_placements, seen_of

KEY = "fortnight"

REMEMBERED_FOR = timedelta(minutes=1)
"""While nothing is written, the days change by the clock alone."""

MAX_COMPARED = 1_000
"""Of one answer; the last environment may go beyond it."""

Fortnights = Mapping[str, tuple[DayVerdict, ...]]
"""The days of each environment that is configured, by slug, oldest first."""


@dataclass(frozen=True, eq=False)
class _Made:
    fortnights: Fortnights
    at: datetime


def fortnights_of(session: ReadSession, project: Project, *, now: datetime) -> Fortnights:
    """
    The last days of each environment, in a dozen queries for any number of them.

    The work is that of the histories and releases of these days, of those environments of which something was written
    since; each pair of them is compared once. Where very many are to be compared, as after a start, an answer has
    some of the environments, and the next one more.
    """
    made = remembered(
        session,
        ("fortnights", id(project), now.date()),
        lambda: _Made(_fortnights(session, project, now), now),
        weight=lambda made: 1 + len(made.fortnights),
        holds=lambda made: (
            abs(now - made.at) < REMEMBERED_FOR and len(made.fortnights) == len(project.environments)
        ),
    )
    return made.fortnights


def _fortnights(session: ReadSession, project: Project, now: datetime) -> Fortnights:
    """Those whose stamp is as it was are taken as they are; the others are made together."""
    begin = start_of(days_until(now)[0])
    known = knowledge.of_project(session, project.slug)
    placed = kept_placements(session, project, begin)
    stamps = _stamps(session, project, placed, begin, now)
    held = (id(project), id(known), begin)
    found: dict[str, tuple[DayVerdict, ...]] = {}
    for slug, stamp in stamps.items():
        kept = stamped(session, (KEY, project.slug, slug), (held, stamp))
        if kept is not None:
            found[slug] = kept[0]
    others = [slug for slug in stamps if slug not in found]
    if others:
        past = ProjectPast.of(session, project, others, begin, placed)
        judge = VerdictJudge.of(session, project, past.histories, known)
        made = dict(_each(past, judge, now, others))
        made = dict(_each(past, judge, now, list(made))) if judge.work() else made
        for slug, days in made.items():
            weight = 1 + len(stamps[slug][0])
            keep_stamped(
                session,
                (KEY, project.slug, slug),
                (held, stamps[slug]),
                (days, project, known),  # which keep their identities while their days stay
                weight=weight,
            )
        found |= made
    return {slug: found[slug] for slug in stamps if slug in found}


_Stamp = tuple[tuple[Hashable, ...], frozenset[str], Placements]
"""All that the days of an environment depend on beside its project, what is known of the code, and the day."""


def _stamps(
    session: ReadSession, project: Project, placed: PlacementsOfAll, begin: datetime, now: datetime
) -> Mapping[str, _Stamp]:
    stored = table_stamps(session, project.slug, begin)
    aliases = aliases_of(session, project)
    found: dict[str, _Stamp] = {}
    for environment in project.environments:
        slug = environment.slug
        placements_ = placed.of(slug, project.declared_release(slug)).since(begin)
        tables = tuple(
            _table(stamp, placements_, environment.stale_after, now) for stamp in stored.get(slug, ())
        )
        found[slug] = (tables, aliases[slug], placements_)
    return found


def _table(stamp: TableStamp, placements_: Placements, limit: timedelta, now: datetime) -> Hashable:
    """
    The stamp of a table, as far as days tell of it: a further look at the same history is mostly no other day.

    Where the clock was ahead, the moment itself decides how much of it has come.
    """
    end = min(stamp.seen_at + limit, now)
    placed = bisect_right(placements_.moments, end)
    ahead = now if stamp.seen_at > now else None
    return stamp.table, stamp.location, stamp.number, end.date(), placed, stamp.dark, ahead


def _each(
    past: ProjectPast, judge: VerdictJudge, now: datetime, slugs: Iterable[str]
) -> Iterator[tuple[str, tuple[DayVerdict, ...]]]:
    """Yield the days of these environments, until enough is to be compared for them."""
    for slug in slugs:
        environment = past.project.environment(slug)
        assert environment is not None  # noqa: S101 - for the type checker: configured ones alone are asked for
        seen = seen_of(past.by_environment[slug], limit=environment.stale_after)
        dark = [
            (each.table, each.since, now if each.until is None else each.until)
            for each in past.dark_of.get(slug, ())
        ]
        yield slug, fortnight(seen, past.placements(slug), dark, judge, now=now)
        if judge.asked >= MAX_COMPARED:
            return
