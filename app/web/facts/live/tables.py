"""What is stored of the tables of a project now, and what is known of each."""

from datetime import datetime

from app.config import Environment, Project
from app.domain.fleet import Sighting
from app.domain.fleet.sighting import is_stale
from app.domain.provenance import Knowledge
from app.store.revision import remembered
from app.store.sessions import ReadSession
from app.web.facts import comparisons
from app.web.facts.chosen import ChosenRelease
from app.web.facts.fleet import EnvironmentInfo
from app.web.facts.parts import Part, StoredTables


def stored_tables(session: ReadSession, project: Project) -> StoredTables:
    """What the store holds of every table of a project now; remembered until something is written."""
    return remembered(
        session,
        ("tables", project.slug),
        lambda: StoredTables.of(session, project.slug),
        weight=lambda tables: 1 + len(tables.snapshots) + len(tables.clusters),
    )


def environment_info(configured: Environment) -> EnvironmentInfo:
    """What `driftboard.toml` says of an environment."""
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
