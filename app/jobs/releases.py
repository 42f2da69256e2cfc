"""Releases, read from where the settings say and put into the store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app import sources
from app.config import ReleaseSource, Settings
from app.domain.release import Release
from app.sources import ReadingOptions, SourceError
from app.store import releases
from app.store.engine import Store


@dataclass(frozen=True, slots=True)
class AddResult:
    """One release of the settings: read and stored, or the problem in a sentence."""

    project: str
    label: str
    release: Release | None = None
    problem: str = ""


def reading_options(source: ReleaseSource) -> ReadingOptions:
    """What the settings say about one release."""
    return ReadingOptions(
        django=source.django,
        settings=source.settings,
        installed_apps=source.installed_apps,
        migration_modules=source.migration_modules,
        labels=source.labels,
        roots=source.roots,
        overlay=source.overlay,
    )


def add_from_source(
    store: Store, project: str, source: ReleaseSource, *, now: Callable[[], datetime]
) -> Release:
    """
    Read one release and point its label to it; the same content again adds nothing.

    Raises `SourceError` when it cannot be read.
    """
    release = sources.read(source.path, reading_options(source), ref=source.ref, folder=source.folder)
    with store.writing() as session:
        releases.add(session, project, release, label=source.label, at=now())
    return release


def add_all(store: Store, settings: Settings, *, now: Callable[[], datetime]) -> tuple[AddResult, ...]:
    """Read every release of the settings, in sorted order; one that cannot be read stops no other."""
    found = []
    for project in settings.projects:
        for source in project.releases:
            try:
                release = add_from_source(store, project.slug, source, now=now)
                found.append(AddResult(project.slug, source.label, release))
            except SourceError as error:
                found.append(AddResult(project.slug, source.label, problem=str(error)))
    return tuple(found)
