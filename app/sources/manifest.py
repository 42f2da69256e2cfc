"""A manifest file: the exact release, written from inside the project; as a release, or as an overlay."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from app.domain.json_values import ManifestError
from app.domain.manifest import loads
from app.domain.release import Migration, Release
from app.sources.errors import SourceError

SIZE = 200_000_000
"""No manifest is longer, in bytes."""


def read(path: Path) -> Release:
    """Read a manifest of format 1. Raises `SourceError`, which names the path to the wrong value."""
    try:
        if path.stat().st_size > SIZE:
            raise SourceError(f"{path.name}: over {SIZE} bytes long")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{path.name}: not UTF-8, so no manifest") from None
    except OSError as error:
        raise SourceError(f"{path.name}: cannot be read ({error.strerror})") from None
    try:
        return loads(text)
    except ManifestError as error:
        raise SourceError(f"{path.name}: {error}") from None


class Overlay(NamedTuple):
    """The migrations and the unmigrated apps that are taken, and the settings that were known."""

    release: Release
    name: str

    def migrations(self, covered: Iterable[str]) -> tuple[Migration, ...]:
        """Those of the apps that are not covered. Their path tells where they come from: `v1.1.json#…`."""
        known = frozenset(covered)
        return tuple(
            replace(migration, path=f"{self.name}#{migration.path or migration.key}")
            for migration in self.release.migrations.values()
            if migration.key.app_label not in known
        )

    def unmigrated(self, covered: Iterable[str]) -> frozenset[str]:
        """The apps without migrations among them."""
        return self.release.unmigrated_apps - frozenset(covered)


def overlay(path: Path | None) -> Overlay | None:
    """The overlay in a manifest file. Raises `SourceError`."""
    if path is None:
        return None
    return Overlay(read(path), path.name)
