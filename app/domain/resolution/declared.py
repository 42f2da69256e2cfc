"""
The graph as the files declare it, before any squash is settled.

`__first__`, `__latest__` and settings are looked up here, as Django's loader does: a dependency inside the app first,
then those on other apps, on a graph in which squashes and what they replace stand side by side.

Source: `MigrationLoader.build_graph`, `check_key`, `add_internal_dependencies`, `add_external_dependencies` in
`django/db/migrations/loader.py`, the same from Django 3.2 to 6.1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, permutations

from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.release import Migration, Release
from app.domain.resolution.graph import MigrationGraph

ORDERS_TRIED = 720
"""At most so many orders are tried where the order decides: six migrations that touch each other."""


@dataclass(frozen=True, slots=True)
class Declared:
    """
    The declared graph; what cannot be looked up, as (who refers, the text of Django's `ValueError`); and the app
    labels that are referred to and not covered by this release, sorted.
    """

    graph: MigrationGraph
    unknown_apps: tuple[tuple[MigrationKey, str], ...]
    not_covered: tuple[str, ...]


def declare(release: Release) -> Declared:
    """Draw the declared graph of a release; the first of `declarations` where chance decides."""
    return declarations(release)[0]


@lru_cache(maxsize=64)
def declarations(release: Release, *, lenient: bool = False) -> tuple[Declared, ...]:
    """
    Every graph that Django could draw, one in nearly all cases. Linear in migrations and edges; kept for the next call.

    Several where `__first__` or `__latest__` points into an app in which a reference to a missing file, or a
    `run_before` inside the app, makes or unmakes a root: then what it finds depends on which migration is met first.

    `lenient` is Django's `ignore_no_migrations`, with which `makemigrations` and `showmigrations` load: a reference
    into an app without a first or last migration is passed over.
    """
    plain = _DeclaredGraph(release, tuple(release.migrations), lenient=lenient).declared()
    found = [plain]
    for order in _orders(release):
        declared = _DeclaredGraph(release, order, lenient=lenient).declared()
        if all(
            (declared.graph.parents, declared.unknown_apps) != (o.graph.parents, o.unknown_apps)
            for o in found
        ):
            found.append(declared)
    return tuple(found)


def _orders(release: Release) -> Iterator[tuple[MigrationKey, ...]]:
    """The orders of the migrations that make or look up a moving root, each before the rest; at most `ORDERS_TRIED`."""
    looked_up, moved = set(), set()
    lookers, movers = set(), set()
    for migration in release.migrations.values():
        for reference in (*migration.dependencies, *migration.run_before):
            if reference.app_label == SETTING or reference.name in (FIRST, LATEST):
                looked_up.add(release.app_of(reference))
                lookers.add((migration.key, release.app_of(reference)))
            elif reference not in release.migrations and reference.app_label != migration.key.app_label:
                moved.add(reference.app_label)
                movers.add((migration.key, reference.app_label))
        if any(child.app_label == migration.key.app_label for child in migration.run_before):
            moved.add(migration.key.app_label)
            movers.add((migration.key, migration.key.app_label))
    involved = sorted({key for key, label in lookers | movers if label in looked_up & moved})
    for order in islice(orders_met(release, involved), ORDERS_TRIED if involved else 0):
        yield (*order, *(key for key in release.migrations if key not in involved))


def orders_met(release: Release, keys: Sequence[MigrationKey]) -> Iterator[tuple[MigrationKey, ...]]:
    """
    The orders in which Django could meet some migrations, the sorted one first.

    Any up to 6.0, where the files of an app come out of a set. From 6.1 on they come sorted, and only the order of the
    apps (INSTALLED_APPS) is open.
    """
    if release.version < (6, 1):
        yield from permutations(sorted(keys))
        return
    by_app: dict[str, list[MigrationKey]] = {}
    for key in sorted(keys):
        by_app.setdefault(key.app_label, []).append(key)
    for labels in permutations(by_app):
        yield tuple(key for label in labels for key in by_app[label])


class _DeclaredGraph:
    """The graph while it is drawn: Django's two passes, the second in the given order."""

    def __init__(self, release: Release, order: tuple[MigrationKey, ...], *, lenient: bool) -> None:
        self.release = release
        self.order = order
        self.lenient = lenient
        self.parents: dict[MigrationKey, set[MigrationKey]] = {key: set() for key in release.migrations}
        self.children: dict[MigrationKey, set[MigrationKey]] = {key: set() for key in release.migrations}
        self.origins: dict[MigrationKey, list[tuple[Migration, str]]] = {}
        self.of_app: dict[str, set[MigrationKey]] = {}
        for key in release.migrations:
            self.of_app.setdefault(key.app_label, set()).add(key)
        self.unknown_apps: list[tuple[MigrationKey, str]] = []
        self.not_covered: set[str] = set()

    def declared(self) -> Declared:
        for migration in self.release.migrations.values():
            for parent in self._dependencies(migration):
                if parent.app_label == migration.key.app_label and parent.name != FIRST:
                    self._add(migration, child=migration.key, parent=parent)
        inside = frozenset(self.origins)
        for migration in (self.release.migrations[key] for key in self.order):
            for parent in self._dependencies(migration):
                if parent.app_label != migration.key.app_label:
                    found = self._looked_up(migration, parent)
                    if found is not None:
                        self._add(migration, child=migration.key, parent=found, inside=inside)
            for child in migration.run_before:
                found = self._looked_up(migration, child)
                if found is not None:
                    self._add(migration, child=found, parent=migration.key, inside=inside)
        graph = MigrationGraph(
            {key: frozenset(parents) for key, parents in self.parents.items()},
            {key: self._texts(key, origins) for key, origins in sorted(self.origins.items())},
        )
        return Declared(graph, tuple(sorted(set(self.unknown_apps))), tuple(sorted(self.not_covered)))

    def _dependencies(self, migration: Migration) -> Iterator[MigrationKey]:
        for dependency in migration.dependencies:
            label = self.release.app_of(dependency)
            if label:
                yield MigrationKey(label, FIRST) if dependency.app_label == SETTING else dependency

    def _looked_up(self, migration: Migration, key: MigrationKey) -> MigrationKey | None:
        """Django's `check_key`: what `__first__` and `__latest__` mean here, or None where the edge is ignored."""
        label = key.app_label
        covered = label in self.of_app
        if not covered and not self.release.complete and label not in self.release.unmigrated_apps:
            self.not_covered.add(label)
            return None
        if key.name not in (FIRST, LATEST) or key in self.parents:
            return key
        if label == migration.key.app_label or label in self.release.unmigrated_apps:
            return None
        if covered and label in self.release.apps:
            beside = self.parents if key.name == FIRST else self.children
            ends = (
                end for end in self.of_app[label] if all(other.app_label != label for other in beside[end])
            )
            found = min(ends, default=None)
            if found is None and not self.lenient:
                self.unknown_apps.append((migration.key, f"Dependency on app with no migrations: {label}"))
            return found
        self.unknown_apps.append((migration.key, f"Dependency on unknown app: {label}"))
        return None

    def _add(
        self,
        migration: Migration,
        *,
        child: MigrationKey,
        parent: MigrationKey,
        inside: frozenset[MigrationKey] = frozenset(),
    ) -> None:
        for key, side in ((child, "child"), (parent, "parent")):
            if key not in self.release.migrations:
                if key not in self.parents:
                    self.parents[key] = set()
                    self.children[key] = set()
                    self.of_app.setdefault(key.app_label, set()).add(key)
                if key not in inside:
                    self.origins.setdefault(key, []).append((migration, side))
        self.parents[child].add(parent)
        self.children[parent].add(child)

    def _texts(self, key: MigrationKey, origins: list[tuple[Migration, str]]) -> tuple[str, ...]:
        """
        Every text Django could give for a missing key. Which reference it meets first depends on the order in
        which files and apps were loaded: by chance up to 6.0; from 6.1 on sorted within an app.
        """
        if self.release.version >= (6, 1):
            first: dict[str, tuple[Migration, str]] = {}
            for migration, side in origins:
                first.setdefault(migration.key.app_label, (migration, side))
            origins = list(first.values())
        return tuple(
            sorted(
                {
                    f"Migration {migration.key} dependencies reference nonexistent {side} node {tuple(key)!r}"
                    for migration, side in origins
                }
            )
        )
