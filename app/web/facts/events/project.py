"""Which release each environment of a project was held against, and the histories of its tables."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from app.config import Environment, Project
from app.domain.events.fortnight import SeenHistory
from app.domain.events.placements import LabelPoint, Placements, PlacementsOfAll
from app.domain.events.verdict_steps import Absence
from app.domain.failure import Cause
from app.store import snapshots
from app.store.errors import DamagedHistoryError
from app.store.pushed import handovers
from app.store.revision import keep_stamped, stamped
from app.store.sessions import ReadSession
from app.store.timeline import label_points
from app.store.timeline.stamps import label_stamp, told_stamp
from app.store.timeline.tables import DarkTime, TableHistory, dark_times, histories_since
from app.store.timeline.told import deployments_since
from app.web.facts.live.tables import stored_tables

MAX_NAMED = 1_000
"""Of more environments everything is read, and what was not asked for is left."""


@dataclass(frozen=True, eq=False)
class ProjectPast:
    """
    The past of a project, or of one environment, since a moment; `histories` has the last ones before it too.

    A database that is not configured any more counts for nothing. All those of an environment that is not count.
    """

    project: Project
    placements_of: PlacementsOfAll
    histories: tuple[TableHistory, ...]
    dark: tuple[DarkTime, ...]
    aliases: Mapping[str, frozenset[str]]

    @classmethod
    def of(  # noqa: PLR0913 - the parts of a past
        cls,
        session: ReadSession,
        project: Project,
        environments: Collection[str] | None,
        begin: datetime,
        placements_of: PlacementsOfAll,
        *,
        end: datetime | None = None,
    ) -> "ProjectPast":
        """The past since `begin` of these environments, with None of all, until `end`. Two queries for any number."""
        named = environments if environments is None or len(environments) <= MAX_NAMED else None
        histories = histories_since(session, project.slug, begin, end=end, environments=named)
        if environments is not None:
            wanted = frozenset(environments)
            histories = tuple(each for each in histories if each.environment in wanted)
        return cls(
            project,
            placements_of,
            histories,
            dark_times(session, project.slug, begin, end=end, environments=named),
            aliases_of(session, project, environments),
        )

    def placements(self, environment: str) -> Placements:
        """The releases of one environment."""
        return self.placements_of.of(environment, self.project.declared_release(environment))

    @cached_property
    def by_environment(self) -> Mapping[str, tuple[TableHistory, ...]]:
        """The histories of each environment, of its tables that count."""
        found: dict[str, list[TableHistory]] = {slug: [] for slug in self.aliases}
        for history in self.histories:
            aliases = self.aliases.get(history.environment)
            if aliases is None or history.location.alias in aliases:
                found.setdefault(history.environment, []).append(history)
        return {slug: tuple(each) for slug, each in found.items()}

    @cached_property
    def _tables(self) -> Mapping[int, TableHistory]:
        return {history.table: history for history in self.histories}

    def table(self, number: int) -> TableHistory:
        """The last history of a table."""
        return self._tables[number]

    def absences(self, environment: str) -> Iterable[Absence]:
        """The times in which schemas of an environment were not there."""
        return [
            Absence(dark.table, dark.since, dark.until)
            for dark in self.dark_of.get(environment, ())
            if dark.cause == Cause.SCHEMA_GONE
        ]

    @cached_property
    def dark_of(self) -> Mapping[str, tuple[DarkTime, ...]]:
        """The times in which tables of each environment could not be read."""
        found: dict[str, list[DarkTime]] = {}
        for dark in self.dark:
            found.setdefault(dark.environment, []).append(dark)
        return {slug: tuple(each) for slug, each in found.items()}


def aliases_of(
    session: ReadSession, project: Project, environments: Collection[str] | None = None
) -> Mapping[str, frozenset[str]]:
    """The aliases of the databases that count, of each of these environments, or of all, that is configured."""
    configured = (
        project.environments if environments is None else filter(None, map(project.environment, environments))
    )
    try:
        stored = stored_tables(session, project)
    except DamagedHistoryError:  # the names of the tables are there, whatever their histories are
        return _named_aliases(session, project, configured)
    return {
        each.slug: frozenset(part.location.alias for part in stored.parts(each.slug, each))
        for each in configured
    }


def _named_aliases(
    session: ReadSession, project: Project, configured: Iterable[Environment]
) -> Mapping[str, frozenset[str]]:
    """The same without a look at any history: what is configured, else what was seen, and what was pushed beside it."""
    seen: dict[str, set[str]] = {}
    for slug, location in snapshots.latest_summaries(session, project.slug):
        seen.setdefault(slug, set()).add(location.alias)
    pushed = handovers.lasts_of_all(session, project.slug)
    return {
        each.slug: frozenset({database.alias for database in each.databases} or seen.get(each.slug, set()))
        | pushed.get(each.slug, {}).keys()
        for each in configured
    }


def placements(
    session: ReadSession,
    project: Project,
    begin: datetime,
    environment: str | None = None,
    *,
    end: datetime | None = None,
) -> PlacementsOfAll:
    """Which release each environment was held against since a moment, before `end`."""
    told = deployments_since(session, project.slug, begin, environment=environment, end=end)
    return PlacementsOfAll(_points(session, project.slug), told)


def kept_placements(session: ReadSession, project: Project, begin: datetime) -> PlacementsOfAll:
    """The same for all environments, kept until a label or a deployment is told."""
    key, stamp = ("placements", project.slug), (begin, told_stamp(session, project.slug))
    known: PlacementsOfAll | None = stamped(session, key, stamp)
    if known is None:
        known = placements(session, project, begin)
        keep_stamped(session, key, stamp, known, weight=1 + known.weight)
    return known


def _points(session: ReadSession, project: str) -> tuple[LabelPoint, ...]:
    """Everything that labels ever pointed to, kept until there is more."""
    key, stamp = ("points", project), label_stamp(session, project)
    known: tuple[LabelPoint, ...] | None = stamped(session, key, stamp)
    if known is None:
        known = label_points.points(session, project)
        keep_stamped(session, key, stamp, known, weight=1 + len(known))
    return known


def seen_of(histories: Iterable[TableHistory], *, limit: timedelta = timedelta()) -> list[SeenHistory]:
    """
    Histories as they were seen: each until the next one of its table came, or until the limit had passed.

    They come in the order of their tables and of what counts.
    """
    given = list(histories)
    following = [*given[1:], None]
    return [
        SeenHistory(
            each.table,
            each.fingerprint,
            each.received_at,
            _end(each, following_one, limit),
        )
        for each, following_one in zip(given, following, strict=False)
    ]


def _end(each: TableHistory, following: TableHistory | None, limit: timedelta) -> datetime:
    end = each.seen_at + limit
    if following is None or following.table != each.table:
        return end
    return max(each.received_at, min(end, following.received_at))
