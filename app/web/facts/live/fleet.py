"""Every configured environment as it is now."""

from collections.abc import Mapping
from datetime import datetime

from app.config import Environment, Project
from app.domain.fleet import Sighting
from app.domain.fleet.standing import Standing
from app.domain.history import History
from app.store import knowledge
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.facts.fleet import FleetFacts
from app.web.facts.live.tables import environment_info, sighting, stored_tables
from app.web.facts.parts import Part
from app.web.facts.running import running_of, standings_of
from app.web.facts.steady import Steady, next_turn_of, steady
from app.web.facts.told import told_of


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
        tuple(map(environment_info, project.environments)),
        sightings,
        histories,
        now,
        removed=tuple(sorted(stored.environments - sightings.keys())),
        code=known_code.history,
        against=releases.against,
        running=releases.running,
        picked=bool(release_text),
        received=received,
        told=told_of(releases.running),
        unstored=frozenset(sightings.keys() - stored.environments),
    )
    return Steady(facts.worked_out(), now, next_turn_of(parts_of, now))


def _standings(session: ReadSession, facts: FleetFacts) -> dict[str, Standing]:
    histories = _whole(facts.project, facts.sightings, facts.histories)
    return standings_of(session, facts.project, facts.code, histories)


def _whole(
    project: Project, sightings: Mapping[str, Sighting], histories: Mapping[str, History]
) -> dict[str, History]:
    """The histories of databases in which all apps live: where another one stands, its rows do not tell."""
    return {
        slug: history
        for slug, history in histories.items()
        if project.apps(slug, sightings[slug].location) is None
    }
