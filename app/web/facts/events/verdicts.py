"""The changes of verdicts in a part of a time line: of those environments alone that something happened to."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from app.config import Project
from app.domain.events.event import Event
from app.domain.events.placements import PlacementsOfAll
from app.domain.events.span import Mark, Span
from app.domain.events.verdict_steps import Absence, VerdictStep, verdict_steps
from app.domain.failure import Cause
from app.store import snapshots
from app.store.sessions import ReadSession
from app.store.timeline import looks
from app.store.timeline.tables import TableHistory, dark_times
from app.web.facts.events.assembly import verdict_events
from app.web.facts.events.judge import VerdictJudge
from app.web.facts.events.part import Part
from app.web.facts.events.project import ProjectPast, seen_of

INSTANT = timedelta(microseconds=1)


def verdict_changes(
    session: ReadSession, project: Project, environment: str | None, part: Part, placed: PlacementsOfAll
) -> Iterator[Event]:
    """
    Yield the changes of verdicts of a part. A change belongs to the part that has the last look which brought it.

    An environment that is not configured any more is judged until it was seen last.
    """
    end = end_of(part.span)
    environments = (
        _touched(session, project, part, placed, end) if environment is None else frozenset({environment})
    )
    past = ProjectPast.of(session, project, environments, part.low, placed, end=end)
    lowest = {
        mark.at: looks.lowest_looks(session, project.slug, mark.at)
        for mark in (part.span.after, part.older)
        if mark is not None and mark.source <= looks.SOURCE
    }
    seen = _last_seen(session, past)
    judge = VerdictJudge.of(session, past.project, past.histories)
    found = [
        (slug, step)
        for slug, step in _steps(judge, past, part, end)
        if _is_of(part, slug, step.at, lowest) and step.at <= seen.get(slug, step.at)
    ]
    yield from verdict_events(past, found, judge.newer)


def end_of(span: Span) -> datetime | None:
    """Just after the last moment of a stretch that was not read yet; None for no end."""
    ends = [span.end] if span.end else []
    return min([*ends, span.after.at + INSTANT] if span.after else ends, default=None)


def _touched(
    session: ReadSession, project: Project, part: Part, placed: PlacementsOfAll, end: datetime | None
) -> frozenset[str] | None:
    """The environments that a verdict may have changed of; None for all, as a label moved."""
    if any(part.low <= at and (end is None or at < end) for at in placed.label_moments):
        return None
    gone = dark_times(session, project.slug, part.low, end=end, cause=Cause.SCHEMA_GONE)
    changed = looks.changed_environments(session, project.slug, part.low, end)
    return changed | placed.told_since(part.low) | {each.environment for each in gone}


def _steps(
    judge: VerdictJudge, past: ProjectPast, part: Part, end: datetime | None
) -> list[tuple[str, VerdictStep]]:
    asked = []
    for slug, histories in past.by_environment.items():
        placements, absences = past.placements(slug).since(part.low).until(end), past.absences(slug)
        if _may_change(histories, placements.moments, absences, part.low):
            asked.append((slug, seen_of(histories), placements, absences))

    def steps() -> list[tuple[str, VerdictStep]]:
        return [
            (slug, step)
            for slug, seen, placements, absences in asked
            for step in verdict_steps(seen, placements, absences, judge)
        ]

    found = steps()
    return steps() if judge.work() else found


def _may_change(
    histories: Iterable[TableHistory],
    placed: Iterable[datetime],
    absences: Iterable[Absence],
    low: datetime,
) -> bool:
    """Whether there is a moment after the first look at which anything changed: else nothing is to be judged."""
    starts = [history.received_at for history in histories]
    first = min(starts, default=None)
    if first is None:
        return False
    moments = [*starts, *placed]
    for absence in absences:
        moments += [absence.since] if absence.until is None else [absence.since, absence.until]
    return any(moment >= low and moment > first for moment in moments)


def _is_of(part: Part, slug: str, at: datetime, lowest: Mapping[datetime, Mapping[str, int]]) -> bool:
    """Whether a change at a moment belongs to a part: not to the one before, nor to the one after it."""
    span, older = part.span, part.older
    if at < part.low or (span.end is not None and at >= span.end):
        return False
    if span.after is not None and (
        at > span.after.at or (at == span.after.at and _is_told_by(span.after, slug, lowest))
    ):
        return False
    return older is None or at > older.at or _is_told_by(older, slug, lowest)


def _is_told_by(mark: Mark, slug: str, lowest: Mapping[datetime, Mapping[str, int]]) -> bool:
    """Whether all that changed an environment at the moment of a mark had been told with it."""
    number = lowest.get(mark.at, {}).get(slug)
    if number is None or mark.source > looks.SOURCE:
        return True
    return mark.source == looks.SOURCE and number >= mark.number


def _last_seen(session: ReadSession, past: ProjectPast) -> Mapping[str, datetime]:
    """When each environment that is not configured any more was seen last."""
    found: dict[str, datetime] = {}
    if any(slug not in past.aliases for slug in past.by_environment):
        for (slug, _), summary in snapshots.latest_summaries(session, past.project.slug).items():
            if slug not in past.aliases:
                found[slug] = max(summary.seen_at, found.get(slug, summary.seen_at))
    return found
