"""
What Django would do when asked: `migrate` in all its forms, and `makemigrations`.

Source: `handle` in `django/core/management/commands/migrate.py` and `makemigrations.py`, and
`MigrationExecutor.migration_plan`. The order of events is Django's: build the graph, consistency, conflicts, the
arguments, the plan; the first error speaks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome.consistency import violations
from app.domain.outcome.outcome import Outcome, one_or_undefined
from app.domain.outcome.plan import backwards, forwards, towards
from app.domain.release import Release
from app.domain.resolution import MigrationGraph, Resolution
from app.domain.resolution.declared import declarations
from app.domain.resolution.graph import cycles
from app.domain.resolution.squash import resolutions

APPS_PERMUTED = 5
"""Django lists forked apps in the order of a set; beyond so many apps only the sorted text is given."""

ZERO = "zero"


@dataclass(frozen=True, slots=True)
class MigrateArguments:
    """The arguments of `migrate`: nothing, an app, an app and a name (a prefix will do), an app and `zero`."""

    app_label: str | None = None
    name: str | None = None


EVERYTHING = MigrateArguments()


def migrate(
    release: Release, history: History, target: MigrateArguments = EVERYTHING, *, alias: str = "default"
) -> Outcome:
    """What `migrate` would do; `alias` is the database's name in Django's messages."""
    return one_or_undefined(
        migrate_on(release, history, one, target, alias) for one in resolutions(release, history.recorded)
    )


def makemigrations(release: Release, history: History, *, alias: str = "default") -> Outcome:
    """
    What `makemigrations` would do before it looks at models. An empty plan says that it would go on.

    It builds the graph with every squash in place, whatever is recorded, and holds the rows against that; so it can
    refuse where `migrate` runs, and the other way round.
    """
    return one_or_undefined(
        first_error(release, history, one, alias) or Outcome(plan=())
        for one in resolutions(release, frozenset(), lenient=True)
    )


def first_error(release: Release, history: History, resolution: Resolution, alias: str) -> Outcome | None:
    """The first error of any command that checks the history, or None."""
    if resolution.refusal:
        return Outcome(resolution.refusal.raises, resolution.refusal.messages)
    graph = resolution.graph
    unbuilt = graph_error(graph)
    if unbuilt:
        return unbuilt
    pairs = violations(release, history.recorded, graph)
    if pairs:
        texts = (
            f"Migration {key} is applied before its dependency {parent} on database '{alias}'."
            for key, parents in pairs.items()
            for parent in parents
        )
        return Outcome("InconsistentMigrationHistory", tuple(sorted(texts)))
    if graph.conflicts:
        return Outcome("CommandError", tuple(sorted(_conflict_texts(graph.conflicts))))
    needed = sorted(resolution.dropped & graph.declared)
    if needed:
        return Outcome("KeyError", tuple(repr(tuple(key)) for key in needed))
    return None


def graph_error(graph: MigrationGraph) -> Outcome | None:
    """Why a graph cannot be used at all: a missing file, else a cycle."""
    if graph.missing:
        return Outcome(
            "NodeNotFoundError", tuple(sorted({t for texts in graph.missing.values() for t in texts}))
        )
    if graph.has_cycle:
        return Outcome("CircularDependencyError", tuple(sorted(set(_cycle_texts(graph)))))
    return None


def migrate_on(
    release: Release, history: History, resolution: Resolution, target: MigrateArguments, alias: str
) -> Outcome:
    refused = first_error(release, history, resolution, alias)
    if refused:
        return refused
    graph, applied = resolution.graph, resolution.applied
    if target.app_label is None:
        return Outcome(plan=forwards(graph, applied))
    wrong = _wrong_app(release, target.app_label)
    if wrong:
        return Outcome("CommandError", (wrong,))
    if target.name is None:
        return Outcome(plan=towards(graph, applied, graph.leaves(target.app_label)))
    if target.name == ZERO:
        return Outcome(plan=backwards(graph, applied, graph.roots(target.app_label)), backwards=True)
    return _migrate_to(release, history, resolution, target.app_label, target.name)


def _wrong_app(release: Release, app_label: str) -> str | None:
    if app_label in release.apps:
        return None
    if app_label in release.unmigrated_apps:
        return f"App '{app_label}' does not have migrations."
    return f"No installed app with label '{app_label}'."


def _migrate_to(
    release: Release, history: History, resolution: Resolution, app_label: str, name: str
) -> Outcome:
    matches = [key for key in release.migrations if key.app_label == app_label and key.name.startswith(name)]
    if not matches:
        return Outcome(
            "CommandError", (f"Cannot find a migration matching '{name}' from app '{app_label}'.",)
        )
    if len(matches) > 1:
        text = f"More than one migration matches '{name}' in app '{app_label}'. Please be more specific."
        return Outcome("CommandError", (text,))
    goal = matches[0]
    graph, applied = resolution.graph, resolution.applied
    if goal not in graph.parents and release.migrations[goal].replaces and release.version >= (4, 0):
        goal = release.migrations[goal].replaces[-1]  # a squash that stepped aside: its last replaced instead
    if goal not in graph.parents and release.version >= ((4, 0) if goal in applied else (6, 0)):
        # A replaced migration: Django reloads the graph with no squash in place.
        return one_or_undefined(_reloaded(one.graph, history, goal) for one in declarations(release))
    return _planned(graph, applied, goal)


def _reloaded(graph: MigrationGraph, history: History, goal: MigrationKey) -> Outcome:
    return graph_error(graph) or _planned(graph, history.recorded, goal)


def _planned(graph: MigrationGraph, applied: frozenset[MigrationKey], goal: MigrationKey) -> Outcome:
    if goal not in graph.parents:
        if goal in applied:
            return Outcome("KeyError", (repr(tuple(goal)),))
        return Outcome("NodeNotFoundError", (f"Node {tuple(goal)!r} not a valid node",))
    if goal not in applied:
        return Outcome(plan=towards(graph, applied, (goal,)))
    next_in_app = sorted(child for child in graph.children[goal] if child.app_label == goal.app_label)
    plan = backwards(graph, applied, next_in_app)
    return Outcome(plan=plan, backwards=True)


def _cycle_texts(graph: MigrationGraph) -> Iterator[str]:
    for cycle in cycles(graph):
        for start in range(len(cycle)):
            yield ", ".join(map(str, cycle[start:] + cycle[:start]))


def _conflict_texts(conflicts: Mapping[str, tuple[MigrationKey, ...]]) -> Iterator[str]:
    parts = [
        f"{', '.join(key.name for key in leaves)} in {label}" for label, leaves in sorted(conflicts.items())
    ]
    orders: Iterable[tuple[str, ...]] = (
        permutations(parts) if len(parts) <= APPS_PERMUTED else (tuple(parts),)
    )
    for order in orders:
        yield (
            f"Conflicting migrations detected; multiple leaf nodes in the migration graph: ({'; '.join(order)}).\n"
            "To fix them run 'python manage.py makemigrations --merge'"
        )
