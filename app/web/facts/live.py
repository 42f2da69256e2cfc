"""The facts behind a live page: what the store knows now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.config import Environment, Project
from app.domain.drift import Drift
from app.domain.fleet import Sighting
from app.domain.fleet.sighting import is_stale
from app.domain.history import History
from app.domain.label import Label
from app.domain.provenance import CodeHistory, Knowledge
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.release import Release
from app.domain.table_location import TableLocation
from app.store import knowledge, releases, snapshots
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot, SnapshotSummary
from app.web.facts import comparisons
from app.web.facts.parts import Part, StoredTables
from app.web.layout.views import Link
from app.web.server.errors import Ambiguous, NotFound
from app.web.urls import pages as addresses
from app.web.urls import segments


@dataclass(frozen=True, eq=False)
class ChosenRelease:
    """
    The release that a page compares environments with.

    `release` is None if the label points to none. `labels` are all labels of the project, newest first; a pinned page
    has none, as it offers no choice.
    """

    release: Release | None
    label: str
    labels: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The value of `release=` that chooses it: its label, else the start of its fingerprint; else empty."""
        return self.label or (segments.short(self.release.fingerprint) if self.release else "")


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


@dataclass(frozen=True, eq=False)
class EnvironmentFacts:
    """
    One environment at one moment: the table at one `location` of it.

    `snapshot` is None if nothing was ever collected, `drift` also if there is no release. `summaries` are the snapshots
    of the table, `now` is the present, and `whole` what is known of all parts of the environment: these are for a live
    page alone. `apps` are the labels of the apps that live at the location, or None for all. `is_overview`: the reader
    asked for a database with schemas, and for none of these.
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


def chosen_release(session: ReadSession, project: Project, release_text: str | None) -> ChosenRelease:
    """
    The release of a live page.

    `release_text` is the value of `release=`: a label, or the start of a fingerprint. Without it, the page takes the
    label that the project names in `driftboard.toml`, else the newest label.

    Raises `NotFound` for an unknown fingerprint, `Ambiguous` for one that several releases begin with.
    """
    stored_labels = releases.labels(session, project.slug)
    labels = tuple(label.label for label in stored_labels)
    label = release_text or project.release or (labels[0] if labels else "")
    if label in labels:
        return ChosenRelease(releases.with_label(session, project.slug, label), label, labels)
    if release_text and segments.FINGERPRINT.fullmatch(release_text.lower()):
        release = release_with_fingerprint(session, project.slug, release_text.lower())
        return ChosenRelease(release, newest_label(stored_labels, release) or "", labels)
    return ChosenRelease(None, label, labels)


def release_with_fingerprint(session: ReadSession, project: str, digits: str) -> Release:
    """The release whose fingerprint begins with `digits`; raises `NotFound` or `Ambiguous`."""
    matches = {
        release.fingerprint: release for release in releases.with_fingerprint(session, project, digits)
    }
    if not matches:
        raise NotFound(f"No release {digits} is stored here.")
    if len(matches) > 1:
        home = addresses.home(project)
        links = [
            Link(fingerprint, addresses.with_query(home, [("release", fingerprint)]))
            for fingerprint in sorted(matches)
        ]
        raise Ambiguous(f"{len(matches)} releases begin with {digits}.", links)
    return next(iter(matches.values()))


def newest_label(labels: Sequence[Label], release: Release) -> str | None:
    """The first of the labels, which come newest first, that points to this release; None if none does."""
    return next((label.label for label in labels if label.fingerprint == release.fingerprint), None)


def fleet(session: ReadSession, project: Project, *, now: datetime, release_text: str | None) -> FleetFacts:
    """Every configured environment as it is now; `release_text` is the value of `release=`."""
    chosen = chosen_release(session, project, release_text)
    stored = StoredTables.of(session, project.slug)
    known_code = knowledge.of_project(session, project.slug)
    sightings: dict[str, Sighting] = {}
    histories: dict[str, History] = {}
    for environment in project.environments:
        parts = stored.parts(environment.slug, environment)
        sightings[environment.slug] = whole = Sighting.of_parts(
            sighting(project, environment, part, release=chosen.release, known_code=known_code, now=now)
            for part in parts
        )
        history = next((part.snapshot.history for part in parts if part.snapshot is not None), None)
        if history is not None:
            histories[environment.slug] = history if whole.drift is None else whole.drift.history
    return FleetFacts(
        project,
        chosen,
        tuple(map(_environment_info, project.environments)),
        sightings,
        histories,
        now,
        removed=tuple(sorted({slug for slug, _ in (*stored.snapshots, *stored.clusters)} - sightings.keys())),
        code=known_code.history,
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
    chosen = chosen_release(session, project, release_text)
    known_code = knowledge.of_project(session, project.slug)
    stored = StoredTables.of(session, project.slug)
    parts = stored.parts(configured.slug, configured)

    def sighting_of(part: Part) -> Sighting:
        return sighting(project, configured, part, release=chosen.release, known_code=known_code, now=now)

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
        project.apps(configured.slug, location),
        is_overview=schema is None and bool(part.schemas),
    )


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
    release: Release | None,
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
        if release is None or part.snapshot is None
        else comparisons.informed_drift_of(
            release,
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
        location=location,
        schemas=part.schemas,
    )
