"""The facts behind a live page: what the store knows now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.config import Environment, Project
from app.domain.drift import Drift
from app.domain.fleet import Sighting
from app.domain.fleet.mismatch import mismatch, stand_elsewhere
from app.domain.fleet.running_release import RunningRelease
from app.domain.fleet.sighting import is_stale
from app.domain.fleet.standing import Standing
from app.domain.history import History
from app.domain.provenance import CodeHistory, Knowledge
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.table_location import TableLocation
from app.store import knowledge, snapshots
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot, SnapshotSummary
from app.web.facts import comparisons
from app.web.facts.chosen import ChosenRelease
from app.web.facts.parts import Part, StoredTables
from app.web.facts.running import running_of, standings_of
from app.web.server.errors import NotFound
from app.web.urls.labels import newer_value


@dataclass(frozen=True, eq=False)
class EnvironmentInfo:
    """
    An environment as `driftboard.toml` describes it.

    `tier` and `region` are empty on pinned pages: the file may change, and a pinned page may not.
    """

    slug: str
    tier: str = ""
    region: str = ""


@dataclass(frozen=True, eq=False)
class FleetFacts:
    """
    Every environment of a project at one moment.

    `sightings` and `histories` are by slug. `now` is the moment of the facts. `at` is the moment that a pinned address
    names, and None on a live page. `removed` are the slugs of environments that have a history and are left out: on a
    live page because they are not configured any more, on a pinned page because the address says `without=`. `code` is
    the history of the code. A pinned page has none: that history grows, and a pinned page shows the same for ever.

    Each environment is held against the release that runs in it, `against` by slug, or all against the one that the
    reader has `picked`; `chosen` is that one, or the same release of all, or that of the project. `running` says who
    tells what runs, and `standings` where the rows stand, where that is known: on live pages alone.
    """

    project: Project
    chosen: ChosenRelease
    environments: tuple[EnvironmentInfo, ...]
    sightings: Mapping[str, Sighting]
    histories: Mapping[str, History]
    now: datetime
    at: datetime | None = None
    removed: tuple[str, ...] = ()
    code: CodeHistory = NO_HISTORY
    against: Mapping[str, ChosenRelease] = field(default_factory=dict)
    running: Mapping[str, RunningRelease] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    picked: bool = False

    @property
    def newer(self) -> str | None:
        """The newer releases that some environments have rows of, as a pinned address names them."""
        return newer_of(self.sightings.values())

    def release_of(self, slug: str) -> ChosenRelease:
        """The release that an environment is held against."""
        return self.against.get(slug, self.chosen)

    def mismatch(self, slug: str) -> str:
        """That what runs there and the rows do not belong together; empty where the reader picked the release."""
        if self.picked:
            return ""
        return mismatch(self.running.get(slug), self.sightings[slug].verdict, self.standings.get(slug))

    def rows_place(self, slug: str) -> str:
        """`rows at v1.1`, where that is not the release that runs there; else empty."""
        standing = self.standings.get(slug)
        if standing is None or self.picked:
            return ""
        is_elsewhere = stand_elsewhere(self.running.get(slug), self.sightings[slug].verdict, standing)
        return f"rows {standing.brief}" if is_elsewhere else ""

    @property
    def compared(self) -> tuple[ChosenRelease, ...]:
        """The releases that environments are held against, each once, the one with the most environments first."""
        by_identity: dict[str, list[ChosenRelease]] = {}
        for info in self.environments:
            each = self.release_of(info.slug)
            by_identity.setdefault(each.identity, []).append(each)
        most_first = sorted(by_identity.values(), key=lambda same: (-len(same), same[0].word))
        return tuple(same[0] for same in most_first) or (self.chosen,)

    @property
    def has_release(self) -> bool:
        """Whether at least one environment is held against a release that is known."""
        return any(each.release is not None for each in self.compared)

    @property
    def has_several_releases(self) -> bool:
        """Whether the environments are held against different releases."""
        return len(self.compared) > 1


@dataclass(frozen=True, eq=False)
class EnvironmentFacts:
    """
    One environment at one moment: the table at one `location` of it.

    `snapshot` is None if nothing was ever collected, `drift` also if there is no release. `summaries` are the snapshots
    of the table, `now` is the present, and `whole` what is known of all parts of the environment: these are for a live
    page alone. `apps` are the labels of the apps that live at the location, or None for all. `is_overview`: the reader
    asked for a database with schemas, and for none of these. `running` says who tells what runs here, and `standing`
    where the rows stand: for a live page alone. With `picked` the reader chose the release.
    """

    project: Project
    environment: EnvironmentInfo
    location: TableLocation
    chosen: ChosenRelease
    snapshot: Snapshot | None
    sighting: Sighting
    summaries: tuple[SnapshotSummary, ...] = ()
    now: datetime | None = None
    whole: Sighting | None = None
    apps: frozenset[str] | None = None
    is_overview: bool = False
    running: RunningRelease | None = None
    standing: Standing | None = None
    picked: bool = False

    @property
    def alias(self) -> str:
        """The alias of the database in Django's settings."""
        return self.location.alias

    @property
    def name(self) -> str:
        """The environment by its slug, and the database or the schema that the facts are of where it has several."""
        if self.location.schema:
            return f"{self.environment.slug}, schema {self.location.schema},"
        if self.has_parts:
            return f"{self.environment.slug}, database {self.location.alias},"
        return self.environment.slug

    @property
    def schemas(self) -> tuple[Sighting, ...]:
        """What is known of the schemas of the database, a sighting for each distinct history, the worst first."""
        if self.whole is None:
            return ()
        return tuple(
            part
            for part in self.whole.parts or (self.whole,)
            if part.schemas and part.location.alias == self.location.alias
        )

    @property
    def has_parts(self) -> bool:
        """Whether the environment has several databases or schemas, so that an address says which one it is of."""
        return self.whole is not None and bool(self.whole.parts or self.whole.schemas)

    @property
    def drift(self) -> Drift | None:
        return self.sighting.drift

    @property
    def mismatch(self) -> str:
        """That what runs here and the rows do not belong together; empty where the reader picked the release."""
        return "" if self.picked else mismatch(self.running, self.sighting.verdict, self.standing)


def fleet(
    session: ReadSession,
    project: Project,
    *,
    now: datetime,
    release_text: str | None,
    with_standings: bool = True,
) -> FleetFacts:
    """
    Every configured environment as it is now; `release_text` is the value of `release=`.

    Where each stands among the known releases is asked only `with_standings`: it takes all of them.
    """
    slugs = [environment.slug for environment in project.environments]
    releases = running_of(session, project, slugs, release_text=release_text)
    stored = StoredTables.of(session, project.slug)
    known_code = knowledge.of_project(session, project.slug)
    sightings: dict[str, Sighting] = {}
    histories: dict[str, History] = {}
    for environment in project.environments:
        parts = stored.parts(environment.slug, environment)
        against = releases.against[environment.slug]
        sightings[environment.slug] = whole = Sighting.of_parts(
            sighting(project, environment, part, against=against, known_code=known_code, now=now)
            for part in parts
        )
        history = next((part.snapshot.history for part in parts if part.snapshot is not None), None)
        if history is not None:
            histories[environment.slug] = history if whole.drift is None else whole.drift.history
    return FleetFacts(
        project,
        releases.chosen,
        tuple(map(_environment_info, project.environments)),
        sightings,
        histories,
        now,
        removed=tuple(sorted({slug for slug, _ in (*stored.snapshots, *stored.clusters)} - sightings.keys())),
        code=known_code.history,
        against=releases.against,
        running=releases.running,
        standings=standings_of(session, project, known_code.history, _whole(project, sightings, histories))
        if with_standings
        else {},
        picked=bool(release_text),
    )


def environment(  # noqa: PLR0913 - all that the address of an environment says
    session: ReadSession,
    project: Project,
    configured: Environment,
    *,
    now: datetime,
    release_text: str | None,
    alias: str | None = None,
    schema: str | None = None,
) -> EnvironmentFacts:
    """
    One configured environment as it is now; `release_text` is the value of `release=`.

    The facts are those of the database `alias`, or of its `schema`; without them of the worst part. Raises `NotFound`
    for a database or a schema of which nothing is known.
    """
    releases = running_of(session, project, [configured.slug], release_text=release_text)
    chosen = releases.against[configured.slug]
    known_code = knowledge.of_project(session, project.slug)
    stored = StoredTables.of(session, project.slug)
    parts = stored.parts(configured.slug, configured)

    def sighting_of(part: Part) -> Sighting:
        return sighting(project, configured, part, against=chosen, known_code=known_code, now=now)

    whole = Sighting.of_parts(map(sighting_of, parts))
    part = _chosen_part(parts, whole, alias, schema)
    if part is None:
        raise NotFound(f"{configured.slug} has no {_named(alias, schema)}.")
    location = TableLocation(part.location.alias, schema or part.location.schema)
    snapshot = part.snapshot
    if snapshot is not None and snapshot.location != location:
        snapshot = snapshots.latest(session, project.slug, configured.slug, location)
        seen_at = None if snapshot is None else snapshot.seen_at
        part = replace(part, snapshot=snapshot, location=location, seen_at=seen_at)
    apps = project.apps(configured.slug, location)
    histories = {} if snapshot is None or apps is not None else {configured.slug: snapshot.history}
    standings = standings_of(session, project, known_code.history, histories)
    return EnvironmentFacts(
        project,
        _environment_info(configured),
        location,
        chosen,
        snapshot,
        sighting_of(part),
        snapshots.summaries(session, project.slug, configured.slug, location),
        now,
        whole,
        apps,
        is_overview=schema is None and bool(part.schemas),
        running=releases.running.get(configured.slug),
        standing=standings.get(configured.slug),
        picked=bool(release_text),
    )


def _whole(
    project: Project, sightings: Mapping[str, Sighting], histories: Mapping[str, History]
) -> dict[str, History]:
    """The histories of databases in which all apps live: where another one stands, its rows do not tell."""
    return {
        slug: history
        for slug, history in histories.items()
        if project.apps(slug, sightings[slug].location) is None
    }


def _chosen_part(
    parts: Sequence[Part], whole: Sighting, alias: str | None, schema: str | None
) -> Part | None:
    """The part that an address names; the worst one of those where it names none, or a database alone."""
    worst_first = [part.location for part in whole.parts or (whole,)]
    in_order = sorted(parts, key=lambda part: worst_first.index(part.location))
    return next(
        (
            part
            for part in in_order
            if alias in (None, part.location.alias) and (schema is None or schema in part.schemas)
        ),
        None,
    )


def _named(alias: str | None, schema: str | None) -> str:
    words = [f"schema {schema}"] if schema else []
    return " in ".join((*words, *([f"database {alias}"] if alias else [])))


def _environment_info(configured: Environment) -> EnvironmentInfo:
    return EnvironmentInfo(configured.slug, configured.tier, configured.region)


def sighting(  # noqa: PLR0913 - all that is known of an environment
    project: Project,
    configured: Environment,
    part: Part,
    *,
    against: ChosenRelease,
    known_code: Knowledge,
    now: datetime,
) -> Sighting:
    """
    What is known now of a part of an environment: its last snapshot, and the failure that lasts.

    `known_code` is what is known of the code now: it tells the findings.
    """
    location = part.location
    drift = (
        None
        if against.release is None or part.snapshot is None
        else comparisons.informed_drift_of(
            against.release,
            part.snapshot.history,
            known_code,
            alias=location.alias,
            apps=project.apps(configured.slug, location),
        )
    )
    return Sighting(
        environment=configured.slug,
        drift=drift,
        failure=part.failure,
        seen_at=part.seen_at,
        stale=is_stale(part.seen_at, now=now, limit=configured.stale_after),
        is_pushed=not configured.databases,
        location=location,
        schemas=part.schemas,
        unknown_release="" if against.release else against.word,
    )


def newer_of(sightings: Iterable[Sighting]) -> str | None:
    """The newer releases of which there are rows, as a pinned address names them; None without any."""
    parts = (part for sighting in sightings for part in sighting.parts or (sighting,))
    leads = (lead for part in parts if part.drift for lead in part.drift.leads)
    return newer_value((lead.release, lead.fingerprint) for lead in leads if lead.fingerprint)
