"""The facts behind a live page: what the store knows now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.config import Environment, Project
from app.domain.fleet import Sighting
from app.domain.fleet.sighting import is_stale
from app.domain.fleet.standing import Standing
from app.domain.history import History
from app.domain.provenance import Knowledge
from app.domain.table_location import TableLocation
from app.store import knowledge, snapshots
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.facts import comparisons, dialect
from app.web.facts.chosen import ChosenRelease
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.fleet import EnvironmentInfo, FleetFacts
from app.web.facts.parts import Part, StoredTables
from app.web.facts.running import running_of, standings_of
from app.web.facts.steady import Steady, next_turn_of, steady
from app.web.server.errors import NotFound


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

    Where each stands among the known releases is asked only `with_standings`: it takes all of them. What is read is
    remembered until something is written: the entries hold their project, so that its identity names it.
    """
    facts = steady(
        session,
        ("fleet", id(project), release_text),
        lambda: _fleet(session, project, now=now, release_text=release_text),
        now=now,
        weight=lambda made: len(made.environments),
    )
    if not with_standings:
        return facts.later(now, {})
    _, standings = remembered(
        session,
        ("standings", id(project), release_text),
        lambda: (facts, _standings(session, facts)),
        holds=lambda made: made[0] is facts,
    )
    return facts.later(now, standings)


def _fleet(
    session: ReadSession, project: Project, *, now: datetime, release_text: str | None
) -> Steady[FleetFacts]:
    slugs = [environment.slug for environment in project.environments]
    releases = running_of(session, project, slugs, release_text=release_text)
    stored = stored_tables(session, project)
    known_code = knowledge.of_project(session, project.slug)
    sightings: dict[str, Sighting] = {}
    histories: dict[str, History] = {}
    received: dict[str, datetime] = {}
    parts_of: list[tuple[Environment, Part]] = []
    for environment in project.environments:
        parts = stored.parts(environment.slug, environment)
        against = releases.against[environment.slug]
        sightings[environment.slug] = whole = Sighting.of_parts(
            sighting(project, environment, part, against=against, known_code=known_code, now=now)
            for part in parts
        )
        parts_of += [(environment, part) for part in parts]
        history = next((part.snapshot.history for part in parts if part.snapshot is not None), None)
        if history is not None:
            histories[environment.slug] = history if whole.drift is None else whole.drift.history
        if len(parts) == 1 and parts[0].snapshot is not None and not parts[0].schemas:
            received[environment.slug] = parts[0].snapshot.received_at
    facts = FleetFacts(
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
        picked=bool(release_text),
        received=received,
    )
    _ = facts.sentence, facts.counts  # the copies of a moment keep what is worked out
    return Steady(facts, now, next_turn_of(parts_of, now))


def _standings(session: ReadSession, facts: FleetFacts) -> dict[str, Standing]:
    histories = _whole(facts.project, facts.sightings, facts.histories)
    return standings_of(session, facts.project, facts.code, histories)


def environment(  # noqa: PLR0913 - all that the address of an environment says
    session: ReadSession,
    project: Project,
    configured: Environment,
    *,
    now: datetime,
    release_text: str | None,
    alias: str | None = None,
    schema: str | None = None,
    sql: str = "",
) -> EnvironmentFacts:
    """
    One configured environment as it is now; `release_text` is the value of `release=`, `sql` that of `sql=`.

    The facts are those of the database `alias`, or of its `schema`; without them of the worst part. Raises `NotFound`
    for a database or a schema of which nothing is known. Remembered like those of `fleet`.
    """
    asked = (release_text, alias, schema, sql)
    facts = steady(
        session,
        ("environment", id(project), configured.slug, *asked),
        lambda: _environment(session, project, configured, *asked, now=now),
        now=now,
        weight=lambda made: len(made.schemas),
    )
    return replace(facts, now=now)


def _environment(  # noqa: PLR0913, PLR0917 - all that the address of an environment says
    session: ReadSession,
    project: Project,
    configured: Environment,
    release_text: str | None,
    alias: str | None,
    schema: str | None,
    sql: str,
    *,
    now: datetime,
) -> Steady[EnvironmentFacts]:
    releases = running_of(session, project, [configured.slug], release_text=release_text)
    chosen = releases.against[configured.slug]
    known_code = knowledge.of_project(session, project.slug)
    stored = stored_tables(session, project)
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
    facts = EnvironmentFacts(
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
        knowledge=known_code,
        dialect=dialect.named(sql) or dialect.of_database(configured, location),
        search_path=dialect.search_path_of_database(configured, location),
    )
    return Steady(facts, now, next_turn_of([(configured, each) for each in (*parts, part)], now))


def stored_tables(session: ReadSession, project: Project) -> StoredTables:
    """What the store holds of every table of a project now; remembered until something is written."""
    return remembered(
        session,
        ("tables", project.slug),
        lambda: StoredTables.of(session, project.slug),
        weight=lambda tables: 1 + len(tables.snapshots) + len(tables.clusters),
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
