"""What a release holds, app by app, as a new database would see it: squashes stand for what they replace."""

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
    One app: its migrations in the order in which they run, and its last ones.

    With more than one leaf the app is forked. `irreversible` are those without a way back.
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
    """The apps in the order of the map's lanes, and the labels that are referred to and not covered."""

    apps: tuple[AppOutline, ...]
    not_covered: tuple[str, ...]

    @property
    def forked(self) -> tuple[AppOutline, ...]:
        """The forked apps."""
        return tuple(app for app in self.apps if app.is_forked)

    @property
    def irreversible(self) -> int:
        """How many migrations have no way back."""
        return sum(len(app.irreversible) for app in self.apps)


@lru_cache(maxsize=64)
def outline(release: Release) -> Outline:
    """The outline of a release. Linear in migrations and edges; kept for the next call."""
    graph = resolve(release, frozenset()).graph
    places = {key: place for place, key in enumerate(declare(release).graph.order)}
    of_app: dict[str, list[Migration]] = {}
    for key in sorted(release.migrations, key=lambda key: (places.get(key, len(places)), key)):
        of_app.setdefault(key.app_label, []).append(release.migrations[key])
    leaves: dict[str, list[MigrationKey]] = {}
    for key in graph.leaf_nodes:
        if key in release.migrations:
            leaves.setdefault(key.app_label, []).append(key)
    return Outline(
        tuple(_app(label, of_app[label], leaves) for label in app_order(release) if label in of_app),
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
