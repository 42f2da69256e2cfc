"""One environment, or a database or a schema of it, as it is now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.config import Environment, Project
from app.domain.fleet import Sighting
from app.domain.table_location import TableLocation
from app.store import knowledge, snapshots
from app.store.errors import DamagedHistoryError
from app.store.sessions import ReadSession
from app.web.facts import dialect
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.live.tables import environment_info, sighting, stored_tables
from app.web.facts.parts import Part, damaged
from app.web.facts.running import running_of, standings_of
from app.web.facts.steady import Steady, next_turn_of, steady
from app.web.server.errors import NotFound


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
        part = _of_schema(session, project.slug, part, configured.slug, location)
        snapshot = part.snapshot
    apps = project.apps(configured.slug, location)
    histories = {} if snapshot is None or apps is not None else {configured.slug: snapshot.history}
    standings = standings_of(session, project, known_code.history, histories)
    facts = EnvironmentFacts(
        project,
        environment_info(configured),
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


def _of_schema(
    session: ReadSession, project: str, part: Part, environment: str, location: TableLocation
) -> Part:
    """The part of one schema alone, with its own history. One that is damaged fails, whatever its like say."""
    try:
        snapshot = snapshots.latest(session, project, environment, location)
    except DamagedHistoryError:
        seen_at = snapshots.seen_at(session, project, environment, location) or part.seen_at
        failure = None if seen_at is None else damaged(environment, location, seen_at)
        return replace(part, snapshot=None, location=location, seen_at=seen_at, failure=failure)
    seen_at = None if snapshot is None else snapshot.seen_at
    return replace(part, snapshot=snapshot, location=location, seen_at=seen_at)


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
