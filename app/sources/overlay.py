"""What the last manifest knows of the apps that no root has: they are taken as they were then."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from app.domain.release import Migration, Release


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


def read(path: Path | None) -> Overlay | None:
    """The overlay in a manifest file. Raises `SourceError`."""
    if path is None:
        return None
    from app.sources import manifest  # noqa: PLC0415 - few have an overlay, and the rest should start quickly

    return Overlay(manifest.read(path), path.name)
