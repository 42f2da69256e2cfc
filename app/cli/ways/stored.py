"""What the store knows of one environment: the release that runs there, its newest history, the other releases."""

from app.cli.output import stop
from app.cli.release_arguments import project_of
from app.config import Settings
from app.domain.fleet.running_release import running_release
from app.domain.table_location import TableLocation
from app.domain.ways import Situation
from app.store import releases, snapshots
from app.store.engine import Store
from app.store.pushed import deployments

MAX_RELEASES = 200
"""Of so many labels, the newest, it is asked which release helps."""


def stored_situation(
    settings: Settings, store: Store, environment: str, *, project: str | None, alias: str
) -> tuple[Situation, str]:
    """
    The situation of one table of an environment, and the scheme of its database's URL; empty where it has none.

    What is not known ends the command with a sentence.
    """
    slug = project_of(settings, project)
    configured = next(each for each in settings.projects if each.slug == slug)
    place = configured.environment(environment)
    if place is None:
        slugs = ", ".join(each.slug for each in configured.environments)
        stop(f"There is no environment {environment} in {slug}: {slugs or 'it has none'}.")
    with store.reading() as session:
        snapshot = snapshots.latest(session, slug, environment, TableLocation(alias))
        labels = releases.labels(session, slug)
        told = deployments.latest(session, slug).get(environment)
        running = running_release(
            configured.declared_release(environment), told, labels, places=releases.all_labels(session, slug)
        )
        known = releases.of_labels(session, slug, labels[:MAX_RELEASES])
        label = running.label if running else None
        release = releases.of_labels(session, slug, [label])[label] if label else None
    if snapshot is None:
        stop(f"{environment} was never seen: driftboard collect reads its history.")
    if release is None:
        stop(f"No release {running.name} is known yet." if running else "No release is known yet.")
    database = place.database(alias)
    situation = Situation(release, snapshot.history, tuple(reversed(known.values())), alias)
    return situation, database.url.scheme if database else ""
