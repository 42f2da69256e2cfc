"""
The outline of a release: what it holds, app by app.

The leaves are those on a new database, where each squash stands for what it replaces.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.resolution.app_order import app_order
from app.domain.resolution.declared import declare
from app.domain.resolution.squash import resolve


@dataclass(frozen=True, slots=True)
class AppOutline:
    """
    One app: its migrations in the order in which they run, and which of them are leaves, irreversible or squashes.

    An app with more than one leaf is forked.
    """

    label: str
    migrations: tuple[Migration, ...]
    leaves: tuple[MigrationKey, ...]
    irreversible: tuple[MigrationKey, ...]
    squashes: tuple[MigrationKey, ...]

    @property
    def is_forked(self) -> bool:
        return len(self.leaves) > 1


@dataclass(frozen=True, eq=False)
class Outline:
    """The apps in the order of the map's lanes, and the labels of apps that are referred to and not covered."""

    apps: tuple[AppOutline, ...]
    not_covered: tuple[str, ...]

    @property
    def forked(self) -> tuple[AppOutline, ...]:
        return tuple(app for app in self.apps if app.is_forked)

    @property
    def irreversible_count(self) -> int:
        """How many migrations of all apps are irreversible."""
        return sum(len(app.irreversible) for app in self.apps)


@lru_cache(maxsize=64)
def outline(release: Release) -> Outline:
    """Return the outline of a release. Linear in migrations and edges; the last results are cached."""
    graph = resolve(release, frozenset()).graph
    position = {key: index for index, key in enumerate(declare(release).graph.topological_order)}
    migrations: dict[str, list[Migration]] = {}
    for key in sorted(release.migrations, key=lambda key: (position.get(key, len(position)), key)):
        migrations.setdefault(key.app_label, []).append(release.migrations[key])
    leaves: dict[str, list[MigrationKey]] = {}
    for key in graph.leaf_nodes:
        if key in release.migrations:
            leaves.setdefault(key.app_label, []).append(key)
    return Outline(
        tuple(_app(label, migrations[label], leaves) for label in app_order(release) if label in migrations),
        declare(release).not_covered,
    )


def _app(label: str, migrations: list[Migration], leaves: Mapping[str, list[MigrationKey]]) -> AppOutline:
    return AppOutline(
        label,
        tuple(migrations),
        tuple(leaves.get(label, ())),
        tuple(migration.key for migration in migrations if migration.irreversible),
        tuple(migration.key for migration in migrations if migration.replaces),
    )
