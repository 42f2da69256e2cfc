"""What was seen last of every environment of a project, for other programs: names and fingerprints, no comparison."""

from collections.abc import Sequence
from datetime import datetime

from app.config import Environment, Project
from app.domain.fleet.last_seen.values import LastSeen, NamedRelease, SeenEnvironment, SeenTable
from app.domain.fleet.running_release import RunningRelease
from app.domain.fleet.sighting import is_stale
from app.store.sessions import ReadSession
from app.web.facts.live.tables import stored_tables
from app.web.facts.parts import Part
from app.web.facts.running import running_of

MAX_TABLES = 500
"""So many tables of an environment are told; of schemas with the same history there is one."""


def of_project(
    session: ReadSession, project: Project, *, candidate: str | None = None, now: datetime
) -> LastSeen:
    """
    Every configured environment as it is known now. The queries do not grow with the environments.

    Where nobody says what runs, the newest release counts, but not the one with the fingerprint `candidate`.
    """
    slugs = [environment.slug for environment in project.environments]
    running = running_of(session, project, slugs, release_text=None, besides=candidate).running
    stored = stored_tables(session, project)
    return LastSeen(
        project.slug,
        tuple(
            _environment(project, each, running.get(each.slug), stored.parts(each.slug, each), now=now)
            for each in project.environments
        ),
    )


def _environment(
    project: Project,
    configured: Environment,
    running: RunningRelease | None,
    parts: Sequence[Part],
    *,
    now: datetime,
) -> SeenEnvironment:
    return SeenEnvironment(
        configured.slug,
        None if running is None else _release(running),
        tuple(_table(project, configured, part, now=now) for part in parts[:MAX_TABLES]),
        max(0, len(parts) - MAX_TABLES),
        not configured.databases,
    )


def _release(running: RunningRelease) -> NamedRelease:
    label = running.label
    if label is None:
        return NamedRelease(running.name, running.basis)
    return NamedRelease(running.name, running.basis, label.label, label.fingerprint, label.commit)


def _table(project: Project, configured: Environment, part: Part, *, now: datetime) -> SeenTable:
    return SeenTable(
        part.location,
        part.schemas,
        None if part.snapshot is None else part.snapshot.history.fingerprint,
        part.seen_at,
        is_stale(part.seen_at, now=now, limit=configured.stale_after),
        None if part.failure is None else part.failure.cause,
        project.apps(configured.slug, part.location),
    )
