"""The verdicts of many projects: what a list of them says of each, made anew only where something else is known."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from app.config import Project
from app.domain.findings import Verdict
from app.domain.fleet.sighting import is_stale, next_turn
from app.store.marks import NO_MARK, TableMark, marks
from app.store.revision import keep_stamped, remembered, stamped
from app.store.sessions import ReadSession
from app.web.facts.live import fleet as live_fleet
from app.web.facts.steady import Steady, steady
from app.web.facts.target import missing_target


@dataclass(frozen=True, eq=False)
class ProjectVerdicts:
    """
    How many environments of a project have each verdict, worst first, also if there is none; none without a release.

    `said` is the sentence over all of them. Without a release `label` is the one that names none, and `labels` are
    those that are known.
    """

    project: Project
    counts: Mapping[Verdict, int]
    said: str
    label: str
    labels: tuple[str, ...]

    @property
    def worst(self) -> Verdict | None:
        """The worst verdict that there is; None where there is no environment or no release."""
        return next((verdict for verdict, number in self.counts.items() if number), None)

    @property
    def sentence(self) -> str:
        """The sentence over the project. Why it has no release is looked up each time: a file may be there now."""
        return self.said or missing_target(self.project, self.label, self.labels).sentence


def verdicts_of(
    session: ReadSession, projects: Iterable[Project], *, now: datetime
) -> tuple[ProjectVerdicts, ...]:
    """
    The verdicts of each project now, in the given order.

    A few queries tell for all of them what is another than before; only of these all is read. While nothing is written
    no table of a project is looked at again before the clock makes one of them stale.
    """
    known = remembered(session, "marks", lambda: marks(session), weight=lambda found: 1 + len(found))

    def verdicts(project: Project) -> Steady[ProjectVerdicts]:
        mark, limits = known.get(project.slug, NO_MARK), _limits(project)
        tables = [each for each in mark.tables if each.environment in limits]
        turns = (next_turn(each.seen_at, now=now, limit=limits[each.environment]) for each in tables)
        until = min(filter(None, turns), default=None)
        stamp = (_stale(tables, limits, now), mark.others)
        return Steady(_verdicts_of(session, project, stamp, now), now, until)

    return tuple(
        steady(session, ("verdicts", id(each)), partial(verdicts, each), now=now, weight=lambda _: 0)
        for each in projects
    )


def _verdicts_of(session: ReadSession, project: Project, stamp: Hashable, now: datetime) -> ProjectVerdicts:
    key = ("verdicts", id(project))
    known: ProjectVerdicts | None = stamped(session, key, stamp)
    if known is not None:  # it holds the project, so no other one has its identity
        return known
    facts = live_fleet.fleet(session, project, now=now, release_text=None, with_standings=False)
    chosen = facts.chosen
    made = ProjectVerdicts(
        project,
        facts.counts if facts.has_release else {},
        facts.sentence if facts.has_release else "",
        chosen.label,
        chosen.labels,
    )
    keep_stamped(session, key, stamp, made)
    return made


def _limits(project: Project) -> Mapping[str, timedelta]:
    return {environment.slug: environment.stale_after for environment in project.environments}


def _stale(
    tables: Iterable[TableMark], limits: Mapping[str, timedelta], now: datetime
) -> tuple[Hashable, ...]:
    """The history of each table, and since when it is stale: while it is not, it does not matter when it was seen."""
    return tuple(
        (
            each.environment,
            each.location,
            each.fingerprint,
            each.seen_at if is_stale(each.seen_at, now=now, limit=limits[each.environment]) else None,
        )
        for each in tables
    )
