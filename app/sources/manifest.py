"""Manifest files, which a project's reporter has written: read as a release, or as the overlay of a reading."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from app.domain.json_values import ManifestError
from app.domain.manifest import loads
from app.domain.release import Migration, Release
from app.sources.errors import SourceError

MAX_BYTES = 200_000_000
"""Longer manifest files are refused, in bytes."""


def read(path: Path) -> Release:
    """The release in a manifest of format 1. Raises `SourceError`, whose message names the path to the wrong value."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for, and a device never ends
            raise SourceError(f"{path.name}: cannot be read (it is no file)")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise SourceError(f"{path.name}: over {MAX_BYTES} bytes long")
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{path.name}: not UTF-8, so no manifest") from None
    except OSError as error:
        raise SourceError(f"{path.name}: cannot be read ({error.strerror})") from None
    try:
        return loads(text)
    except ManifestError as error:
        raise SourceError(f"{path.name}: {error}") from None


class Overlay(NamedTuple):
    """The release of a manifest, whose apps complete a reading that does not cover all of them; and the file's name."""

    release: Release
    name: str

    def migrations(self, covered: Iterable[str]) -> tuple[Migration, ...]:
        """The migrations of the apps that are not covered. Their paths begin with the file's name: `v1.1.json#…`."""
        covered_apps = frozenset(covered)
        return tuple(
            replace(migration, path=f"{self.name}#{migration.path or migration.key}")
            for migration in self.release.migrations.values()
            if migration.key.app_label not in covered_apps
        )

    def unmigrated_apps(self, covered: Iterable[str]) -> frozenset[str]:
        """The labels of the apps without migrations that are not covered."""
        return self.release.unmigrated_apps - frozenset(covered)


def overlay(path: Path | None) -> Overlay | None:
    """The overlay in a manifest file, if a path is given. Raises `SourceError`."""
    if path is None:
        return None
    return Overlay(read(path), path.name)
