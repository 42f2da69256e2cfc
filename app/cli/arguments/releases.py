"""The releases that the arguments of a command name: found in the store, or read from a path."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from app.cli.arguments import known_releases
from app.cli.arguments.known_releases import KnownRelease, UnknownRelease
from app.cli.arguments.options import load_settings, store_of
from app.cli.output import stop
from app.config import ReleaseSource, Settings
from app.sources import SourceError
from app.store.engine import Store

ProjectOption = Annotated[
    str | None, typer.Option("--project", help="The project's slug; not needed when there is one.")
]
ReleaseArgument = Annotated[
    str, typer.Argument(help="A label, a fingerprint of 8 digits or more, a manifest file or a directory.")
]


@dataclass(frozen=True, slots=True)
class ReleaseArguments:
    """The options for finding and reading releases."""

    project: str | None
    django: str | None
    settings: Mapping[str, str]
    config: Path


def find_releases(words: Sequence[str], arguments: ReleaseArguments) -> list[KnownRelease]:
    """
    The release of each word, in order. A word that names none ends the command with a sentence.

    A path with a slash, or to a .json file, is read. Any other word is looked up in the store first, and read from
    its path when the store does not know it. Settings are needed only for a lookup.
    """
    try:
        needs_no_settings = not arguments.config.exists() and all(map(_exists, words))
        if needs_no_settings or all(_is_path(word) for word in words):
            return [_read(word, arguments) for word in words]
        settings = load_settings(arguments.config)
        project = project_of(settings, arguments.project)
        with store_of(settings) as store:
            return [_find(store, project, word, arguments) for word in words]
    except (SourceError, UnknownRelease) as error:
        stop(str(error))


def distinct_names(before: KnownRelease, after: KnownRelease) -> tuple[str, str]:
    """The names of two releases. Different releases with the same name get their fingerprints added."""
    if before.name != after.name or before.release.fingerprint == after.release.fingerprint:
        return before.name, after.name
    first, second = (f"{release.name}~{release.release.fingerprint[:8]}" for release in (before, after))
    return first, second


def project_of(settings: Settings, slug: str | None) -> str:
    """The slug of the project: the given one, or that of the only project. Else the command ends with a sentence."""
    slugs = [project.slug for project in settings.projects]
    if slug is None and len(slugs) == 1:
        return slugs[0]
    if slug is None or slug not in slugs:
        stop(f"Say which project with --project: {', '.join(slugs) or 'none is configured'}.")
    return slug


def _find(store: Store, project: str, word: str, arguments: ReleaseArguments) -> KnownRelease:
    if _is_path(word):
        return _read(word, arguments)
    try:
        return known_releases.find(store, project, word)
    except UnknownRelease:
        if not _exists(word):
            raise
    return _read(word, arguments)


def _is_path(word: str) -> bool:
    return ("/" in word or word.endswith(".json")) and _exists(word)


def _exists(word: str) -> bool:
    return os.path.exists(word)  # noqa: PTH110 - Path.exists raises where a folder may not be entered


def _read(word: str, arguments: ReleaseArguments) -> KnownRelease:
    path = Path(word)
    return known_releases.read(ReleaseSource(path.name or word, path, arguments.django, arguments.settings))
