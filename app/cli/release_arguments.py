"""The releases that the words of a command name: looked up in the store, or read from a path."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from app.cli import known_releases
from app.cli.known_releases import KnownRelease, UnknownRelease
from app.cli.options import load_settings, store_of
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
    """The options with which releases are looked for and read."""

    project: str | None
    django: str | None
    settings: Mapping[str, str]
    config: Path


def find_releases(words: Sequence[str], asked: ReleaseArguments) -> list[KnownRelease]:
    """
    What these words name; one that names nothing ends the command with a sentence.

    A path with a slash in it, or to a .json file, is read; anything else is looked up first, and read where it is
    nothing there. Without something to look up, no configuration is needed.
    """
    try:
        without = not asked.config.exists() and all(map(_exists, words))
        if without or all(_is_path(word) for word in words):
            return [_read(word, asked) for word in words]
        settings = load_settings(asked.config)
        project = project_of(settings, asked.project)
        with store_of(settings) as store:
            return [_find(store, project, word, asked) for word in words]
    except (SourceError, UnknownRelease) as error:
        stop(str(error))


def distinct_names(one: KnownRelease, other: KnownRelease) -> tuple[str, str]:
    """What the two are called; with their fingerprints where that is the same and they are not."""
    if one.name != other.name or one.release.fingerprint == other.release.fingerprint:
        return one.name, other.name
    first, second = (f"{known.name}~{known.release.fingerprint[:8]}" for known in (one, other))
    return first, second


def project_of(settings: Settings, slug: str | None) -> str:
    """The project that is meant: the one that is named, or the only one; else the command ends with a sentence."""
    slugs = [one.slug for one in settings.projects]
    if slug is None and len(slugs) == 1:
        return slugs[0]
    if slug is None or slug not in slugs:
        stop(f"Say which project with --project: {', '.join(slugs) or 'none is configured'}.")
    return slug


def _find(store: Store, project: str, word: str, asked: ReleaseArguments) -> KnownRelease:
    if _is_path(word):
        return _read(word, asked)
    try:
        return known_releases.find(store, project, word)
    except UnknownRelease:
        if not _exists(word):
            raise
    return _read(word, asked)


def _is_path(word: str) -> bool:
    return ("/" in word or word.endswith(".json")) and _exists(word)


def _exists(word: str) -> bool:
    return os.path.exists(word)  # noqa: PTH110 - where a folder may not be entered that of Path raises


def _read(word: str, asked: ReleaseArguments) -> KnownRelease:
    path = Path(word)
    return known_releases.read(ReleaseSource(path.name or word, path, asked.django, asked.settings))
