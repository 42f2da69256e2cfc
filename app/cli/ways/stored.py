"""What the store knows of one environment: its release, its newest history, and what is known beside them."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.cli.arguments.releases import project_of
from app.cli.output import stop
from app.config import Settings
from app.config.urls import search_path_of
from app.domain.fleet.running_release import running_release
from app.domain.history import History
from app.domain.release import Release
from app.domain.table_location import TableLocation
from app.domain.ways import Situation
from app.store import checkouts, knowledge, releases, snapshots
from app.store.engine import Store
from app.store.errors import DamagedHistoryError
from app.store.pushed import deployments

LOOK_AGAIN = "driftboard collect reads it anew and stores it whole; where it is pushed, the next push does."
"""What to do about the newest history of an environment that was damaged in the store."""


@dataclass(frozen=True, slots=True)
class StoredSituation:
    """
    The situation of one table of an environment, and the newest histories of the others by their slugs.

    `scheme` is that of its database's URL; empty where it has none.
    """

    situation: Situation
    scheme: str
    others: Mapping[str, History]


def stored_situation(  # noqa: PLR0913 - what the command names
    settings: Settings,
    store: Store,
    environment: str,
    *,
    project: str | None,
    location: TableLocation,
    release: Release | None = None,
) -> StoredSituation:
    """
    The situation of an environment, as its page has it, or on another `release`.

    What is not known ends the command with a sentence.
    """
    slug = project_of(settings, project)
    configured = next(each for each in settings.projects if each.slug == slug)
    place = configured.environment(environment)
    if place is None:
        slugs = ", ".join(each.slug for each in configured.environments)
        stop(f"There is no environment {environment} in {slug}: {slugs or 'it has none'}.")
    with store.reading() as session:
        try:
            snapshot = snapshots.latest(session, slug, environment, location)
        except DamagedHistoryError as error:
            stop(f"{error} {LOOK_AGAIN}")
        labels = releases.labels(session, slug)
        told = deployments.latest(session, slug).get(environment)
        running = running_release(
            configured.declared_release(environment), told, labels, places=releases.all_labels(session, slug)
        )
        label = running.label if running and release is None else None
        release = releases.of_labels(session, slug, [label])[label] if label else release
        known, knows = checkouts.of_project(session, slug), knowledge.of_project(session, slug)
        histories = {
            other: found.history
            for (other, where), found in snapshots.latest_of_all(session, slug).readable.items()
            if other != environment and where == location
        }
    if snapshot is None and location.schema:
        stop(
            f"The schema {location.schema} of {environment} was never seen: driftboard collect reads the schemas that "
            "driftboard.toml names."
        )
    if snapshot is None:
        stop(f"{environment} was never seen: driftboard collect reads its history.")
    if release is None:
        stop(f"No release {running.name} is known yet." if running else "No release is known yet.")
    database = place.database(location.alias)
    situation = Situation(
        release,
        snapshot.history,
        known,
        location.alias,
        knows,
        configured.apps(environment, location),
        location.schema,
        search_path_of(database.url) if database else (),
    )
    return StoredSituation(situation, database.url.scheme if database else "", histories)
