"""The releases that the settings name: each is read from its source and stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app import sources
from app.config import ReleaseSource, Settings
from app.domain.release import Release
from app.sources import ReadingOptions, SourceError

if TYPE_CHECKING:
    from app.store.engine import Store


@dataclass(frozen=True, slots=True)
class AddResult:
    """One release of the settings that was read and stored, or the problem as a sentence."""

    project: str
    label: str
    release: Release | None = None
    problem: str = ""


def reading_options(source: ReleaseSource) -> ReadingOptions:
    """The options for reading a release, as the settings give them."""
    return ReadingOptions(
        django=source.django,
        settings=source.settings,
        env=source.env,
        installed_apps=source.installed_apps,
        migration_modules=source.migration_modules,
        labels=source.labels,
        roots=source.roots,
        overlay=source.overlay,
        migrations=source.migrations,
    )


def add_from_source(
    store: "Store", project: str, source: ReleaseSource, *, now: Callable[[], datetime]
) -> Release:
    """
    Read one release and store it under its label. The same content again adds nothing.

    Raises `SourceError` when the release cannot be read.
    """
    from app.store import releases  # noqa: PLC0415 - a command without a store reads options here

    release = sources.read(source.path, reading_options(source), ref=source.ref, folder=source.folder)
    with store.writing() as session:
        releases.add(session, project, release, label=source.label, at=now())
    return release


def add_all(
    store: "Store",
    settings: Settings,
    *,
    now: Callable[[], datetime],
    report: Callable[[AddResult], None] | None = None,
) -> tuple[AddResult, ...]:
    """
    Read every release of the settings, in sorted order. One that cannot be read does not stop the others.

    `report` is called with each as soon as it is stored.
    """
    results = []
    for project in settings.projects:
        for source in project.releases:
            try:
                release = add_from_source(store, project.slug, source, now=now)
                result = AddResult(project.slug, source.label, release)
            except SourceError as error:
                result = AddResult(project.slug, source.label, problem=str(error))
            results.append(result)
            if report is not None:
                report(result)
    return tuple(results)
