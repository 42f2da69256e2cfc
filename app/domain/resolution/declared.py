"""
The graph as the files declare it: squashes stand beside the migrations that they replace.

`__first__`, `__latest__` and settings are looked up here, as Django's loader does it: first the dependencies inside
each app are drawn, then those on other apps.

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

MAX_ORDERS = 720
"""At most this many orders of loading are tried: all orders of six migrations that interact."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """
    The declared graph of a release.

    `lookup_errors` are the references that Django cannot look up, sorted: the migration that refers, and the text of
    Django's `ValueError`. `not_covered` are the labels of apps that the files refer to and the release does not cover,
    sorted.
    """

    graph: MigrationGraph
    lookup_errors: tuple[tuple[MigrationKey, str], ...]
    not_covered: tuple[str, ...]


def declare(release: Release) -> Declaration:
    """Return the declared graph of a release: the first of `declarations` when chance decides."""
    return declarations(release)[0]


@lru_cache(maxsize=64)
def declarations(release: Release, *, ignore_no_migrations: bool = False) -> tuple[Declaration, ...]:
    """
    Return every graph that Django could draw, without repetition. Nearly always it is one.

    There are several when a root moves while Django draws the graph. A reference to a missing file, or a `run_before`
    inside an app, can make or unmake a root of that app. What `__first__` or `__latest__` means there then depends on
    the order in which Django loads the migrations, which is left to chance.

    `ignore_no_migrations` is Django's option of `makemigrations` and `showmigrations`: a reference into an app without
    a first or last migration is ignored.

    Linear in migrations and edges; the last results are cached.
    """
    declared = [
        _GraphBuilder(release, tuple(release.migrations), ignore_no_migrations=ignore_no_migrations).build()
    ]
    for order in _orders(release):
        declaration = _GraphBuilder(release, order, ignore_no_migrations=ignore_no_migrations).build()
        if all(
            (declaration.graph.parents, declaration.lookup_errors)
            != (earlier.graph.parents, earlier.lookup_errors)
            for earlier in declared
        ):
            declared.append(declaration)
    return tuple(declared)


def _orders(release: Release) -> Iterator[tuple[MigrationKey, ...]]:
    """
    Orders of all migrations that may give different graphs, at most `MAX_ORDERS`.

    Only the migrations that move a root, or look up one that moves, change their order. They come first. An app
    without files has no root.
    """
    lookups: set[tuple[MigrationKey, str]] = set()
    moves: set[tuple[MigrationKey, str]] = set()
    for migration in release.migrations.values():
        for reference in (*migration.dependencies, *migration.run_before):
            if reference.app_label == SETTING or reference.name in (FIRST, LATEST):
                lookups.add((migration.key, release.app_of(reference)))
            elif reference not in release.migrations and reference.app_label != migration.key.app_label:
                moves.add((migration.key, reference.app_label))
        if any(child.app_label == migration.key.app_label for child in migration.run_before):
            moves.add((migration.key, migration.key.app_label))
    labels = {label for _, label in lookups} & {label for _, label in moves} & release.apps
    order_matters = sorted({key for key, label in lookups | moves if label in labels})
    for order in islice(possible_orders(release, order_matters), MAX_ORDERS if order_matters else 0):
        yield (*order, *(key for key in release.migrations if key not in order_matters))


def possible_orders(release: Release, keys: Sequence[MigrationKey]) -> Iterator[tuple[MigrationKey, ...]]:
    """
    The orders in which Django could load some migrations, the sorted one first.

    Up to 6.0 every order is possible, as Django collects the files of an app in a set. From 6.1 on it sorts them, and
    only the order of the apps (INSTALLED_APPS) is unknown.
    """
    if release.version < (6, 1):
        yield from permutations(sorted(keys))
        return
    by_app: dict[str, list[MigrationKey]] = {}
    for key in sorted(keys):
        by_app.setdefault(key.app_label, []).append(key)
    for labels in permutations(by_app):
        yield tuple(key for label in labels for key in by_app[label])


class _GraphBuilder:
    """Draws the declared graph in Django's two passes. The second pass takes the migrations in `order`."""

    def __init__(
        self, release: Release, order: tuple[MigrationKey, ...], *, ignore_no_migrations: bool
    ) -> None:
        self.release = release
        self.order = order
        self.ignore_no_migrations = ignore_no_migrations
        self.parents: dict[MigrationKey, set[MigrationKey]] = {key: set() for key in release.migrations}
        self.children: dict[MigrationKey, set[MigrationKey]] = {key: set() for key in release.migrations}
        self.missing: dict[MigrationKey, list[tuple[Migration, str]]] = {}
        """For each key without a file: the migrations that refer to it, and whether as "child" or "parent"."""
        self.keys_of_app: dict[str, set[MigrationKey]] = {}
        for key in release.migrations:
            self.keys_of_app.setdefault(key.app_label, set()).add(key)
        self.lookup_errors: list[tuple[MigrationKey, str]] = []
        self.not_covered: set[str] = set()

    def build(self) -> Declaration:
        for migration in self.release.migrations.values():
            for parent in self._dependencies(migration):
                if parent.app_label == migration.key.app_label and parent.name != FIRST:
                    self._add(migration, child=migration.key, parent=parent)
        missing_inside_apps = frozenset(self.missing)
        for migration in (self.release.migrations[key] for key in self.order):
            for parent in self._dependencies(migration):
                if parent.app_label != migration.key.app_label:
                    key = self._lookup(migration, parent)
                    if key is not None:
                        self._add(migration, child=migration.key, parent=key, explained=missing_inside_apps)
            for child in migration.run_before:
                key = self._lookup(migration, child)
                if key is not None:
                    self._add(migration, child=key, parent=migration.key, explained=missing_inside_apps)
        graph = MigrationGraph(
            {key: frozenset(parents) for key, parents in self.parents.items()},
            {key: self._texts(key, references) for key, references in sorted(self.missing.items())},
        )
        return Declaration(graph, tuple(sorted(set(self.lookup_errors))), tuple(sorted(self.not_covered)))

    def _dependencies(self, migration: Migration) -> Iterator[MigrationKey]:
        """The dependencies of a migration; a setting means the first migration of its model's app."""
        for dependency in migration.dependencies:
            label = self.release.app_of(dependency)
            if label:
                yield MigrationKey(label, FIRST) if dependency.app_label == SETTING else dependency

    def _lookup(self, migration: Migration, key: MigrationKey) -> MigrationKey | None:
        """Django's `check_key`: the migration that `__first__` or `__latest__` means, or None to ignore the edge."""
        label = key.app_label
        is_covered = label in self.keys_of_app
        if not is_covered and not self.release.complete and label not in self.release.unmigrated_apps:
            self.not_covered.add(label)
            return None
        if key.name not in (FIRST, LATEST) or key in self.parents:
            return key
        if label == migration.key.app_label or label in self.release.unmigrated_apps:
            return None
        if is_covered and label in self.release.apps:
            neighbours = self.parents if key.name == FIRST else self.children
            ends = (
                end
                for end in self.keys_of_app[label]
                if all(neighbour.app_label != label for neighbour in neighbours[end])
            )
            first_end = min(ends, default=None)
            if first_end is None and not self.ignore_no_migrations:
                self.lookup_errors.append((migration.key, f"Dependency on app with no migrations: {label}"))
            return first_end
        self.lookup_errors.append((migration.key, f"Dependency on unknown app: {label}"))
        return None

    def _add(
        self,
        migration: Migration,
        *,
        child: MigrationKey,
        parent: MigrationKey,
        explained: frozenset[MigrationKey] = frozenset(),
    ) -> None:
        """
        Add an edge that `migration` declares.

        Keys without a file become missing. Django's text about those in `explained` is settled already.
        """
        for key, side in ((child, "child"), (parent, "parent")):
            if key not in self.release.migrations:
                if key not in self.parents:
                    self.parents[key] = set()
                    self.children[key] = set()
                    self.keys_of_app.setdefault(key.app_label, set()).add(key)
                if key not in explained:
                    self.missing.setdefault(key, []).append((migration, side))
        self.parents[child].add(parent)
        self.children[parent].add(child)

    def _texts(self, key: MigrationKey, references: list[tuple[Migration, str]]) -> tuple[str, ...]:
        """
        Every text that Django could give for a missing key, sorted.

        Django names the reference that it loads first: any of them up to 6.0, the first of an app from 6.1 on.
        """
        if self.release.version >= (6, 1):
            first: dict[str, tuple[Migration, str]] = {}
            for migration, side in references:
                first.setdefault(migration.key.app_label, (migration, side))
            references = list(first.values())
        return tuple(
            sorted(
                {
                    f"Migration {migration.key} dependencies reference nonexistent {side} node {tuple(key)!r}"
                    for migration, side in references
                }
            )
        )
