"""What the store knows of one environment, and of the releases of its project."""

from app.cli.arguments.releases import project_of
from app.cli.output import stop
from app.cli.upgrade.named import Goal
from app.cli.ways.stored import stored_situation
from app.config import Settings
from app.domain.english import listed
from app.domain.provenance.succession import succession
from app.domain.table_location import TableLocation
from app.domain.upgrade import stops_of
from app.store import codehistory, releases
from app.store.engine import Store
from app.versions import version_of

MAX_LABELS = 5
"""A sentence names this many labels and counts the others."""


def stored_goal(  # noqa: PLR0913 - what the command names
    settings: Settings,
    store: Store,
    environment: str,
    label: str,
    *,
    project: str | None,
    location: TableLocation,
) -> Goal:
    """What is asked of one table of an environment. What is not known ends the command with a sentence."""
    slug = project_of(settings, project)
    with store.reading() as session:
        labels = releases.labels(session, slug)
        code = codehistory.of_project(session, slug)
        chosen = next((each for each in labels if each.label == label), None)
        release = releases.of_labels(session, slug, [chosen])[chosen] if chosen else None
    if release is None:
        known = listed([each.label for each in labels], MAX_LABELS)
        stop(f"There is no release {label} in {slug}: {known or 'it has none'}.")
    found = stored_situation(
        settings, store, environment, project=slug, location=location, release=release
    ).situation
    configured = next(each for each in settings.projects if each.slug == slug)
    places = succession(labels, code, version_of, release=configured.release)
    return Goal(found, label, stops_of(found, label, places))
