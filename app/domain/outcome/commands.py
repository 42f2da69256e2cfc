"""
What `migrate`, in all its forms, and `makemigrations` would do.

The checks run in Django's order: build the graph, consistency, conflicts, the arguments, the plan. The first error ends
the command.

Source: `handle` in `django/core/management/commands/migrate.py` and `makemigrations.py`, and
`MigrationExecutor.migration_plan`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.outcome.outcome import Outcome, one_or_undefined
from app.domain.outcome.outside import all_violations
from app.domain.outcome.plan import backwards, forwards, towards
from app.domain.release import Release
from app.domain.resolution import MigrationGraph, Resolution
from app.domain.resolution.declared import declarations
from app.domain.resolution.graph import cycles
from app.domain.resolution.squash import resolutions

MAX_PERMUTED_APPS = 5
"""Django lists forked apps in the order of a set. With more apps than this, only the sorted text is given."""

MAX_NAMES = 20_000
"""So many migrations are named in all texts of cycles together: a long one can begin with each of its own."""

ZERO = "zero"


@dataclass(frozen=True, slots=True)
class MigrateArguments:
    """
    The arguments of `migrate`: nothing, an app, or an app and the name of a migration.

    `name` may be a unique prefix of the name, or `zero`.
    """

    app_label: str | None = None
    name: str | None = None


MIGRATE_ALL = MigrateArguments()


def migrate(
    release: Release, history: History, arguments: MigrateArguments = MIGRATE_ALL, *, alias: str = "default"
) -> Outcome:
    """Return what `migrate` would do. `alias` is the database's name in Django's messages."""
    return one_or_undefined(
        migrate_on(release, history, resolution, arguments, alias)
        for resolution in resolutions(release, history.recorded)
    )


def makemigrations(release: Release, history: History, *, alias: str = "default") -> Outcome:
    """
    Return what `makemigrations` would do before it looks at models. An empty plan means that it goes on to the models.

    Its graph has every squash in place, whatever is recorded, and it checks the rows against that graph. So it can end
    with an error when `migrate` runs, and the other way round.
    """
    return one_or_undefined(
        makemigrations_on(release, history, resolution, alias=alias)
        for resolution in resolutions_of_makemigrations(release)
    )


def resolutions_of_makemigrations(release: Release) -> tuple[Resolution, ...]:
    """Every resolution that `makemigrations` could come to; it looks at no rows."""
    return resolutions(release, frozenset(), ignore_no_migrations=True)


def makemigrations_on(
    release: Release, history: History, resolution: Resolution, *, alias: str = "default"
) -> Outcome:
    """Return what `makemigrations` would do on one resolution."""
    error = first_error(release, history, resolution, alias)
    return error or _plan_or_key_error(resolution.graph, frozenset(), (), ())


def first_error(release: Release, history: History, resolution: Resolution, alias: str) -> Outcome | None:
    """Return the first error of a command that checks the history, or None when there is none."""
    if resolution.refusal:
        return Outcome(resolution.refusal.raises, resolution.refusal.messages)
    graph = resolution.graph
    error = graph_error(graph)
    if error:
        return error
    parents_without_row = all_violations(release, history.recorded, graph)
    if parents_without_row:
        texts = (
            f"Migration {key} is applied before its dependency {parent} on database '{alias}'."
            for key, parents in parents_without_row.items()
            for parent in parents
        )
        return Outcome("InconsistentMigrationHistory", tuple(sorted(texts)))
    if graph.conflicts:
        return Outcome("CommandError", tuple(sorted(_conflict_texts(graph.conflicts))))
    return None


def graph_error(graph: MigrationGraph) -> Outcome | None:
    """Return the error of a graph that Django cannot use: a missing file, else a cycle. None when it can."""
    if graph.missing:
        messages = {text for texts in graph.missing.values() for text in texts}
        return Outcome("NodeNotFoundError", tuple(sorted(messages)))
    return cycle_error(graph) if graph.has_cycle else None


def cycle_error(graph: MigrationGraph) -> Outcome:
    """Return the error of a graph with a cycle. Where it `is_endless`, Django does not end, and this stands for it."""
    texts: set[str] = set()
    named = 0
    for names in _cycle_names(graph):
        if named + len(names) > MAX_NAMES and texts:
            return Outcome("CircularDependencyError", tuple(sorted(texts)), has_more=True)
        texts.add(", ".join(names))
        named += len(names)
    return Outcome("CircularDependencyError", tuple(sorted(texts)))


def migrate_on(
    release: Release, history: History, resolution: Resolution, arguments: MigrateArguments, alias: str
) -> Outcome:
    """Return what `migrate` would do on one resolution."""
    error = first_error(release, history, resolution, alias)
    if error:
        return error
    graph, applied = resolution.graph, resolution.applied
    if arguments.app_label is None:
        return _plan_or_key_error(graph, applied, forwards(graph, applied), graph.leaf_nodes)
    app_error = _app_error(release, arguments.app_label)
    if app_error:
        return Outcome("CommandError", (app_error,))
    if arguments.name is None:
        leaves = graph.leaves(arguments.app_label)
        return _plan_or_key_error(graph, applied, towards(graph, applied, leaves), leaves)
    if arguments.name == ZERO:
        return _backwards_outcome(graph, applied, graph.roots(arguments.app_label))
    return _migrate_to(release, history, resolution, arguments.app_label, arguments.name)


def _app_error(release: Release, app_label: str) -> str | None:
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
    if goal not in graph.nodes and release.migrations[goal].replaces and release.version >= (4, 0):
        # This squash has stepped aside. Django takes the last migration that it replaces.
        goal = release.migrations[goal].replaces[-1]
    if goal not in graph.nodes and release.version >= ((4, 0) if goal in applied else (6, 0)):
        # A squash stands for this migration. Django reloads the graph without replacing anything.
        return one_or_undefined(
            graph_error(declaration.graph) or _plan_outcome(declaration.graph, history.recorded, goal)
            for declaration in declarations(release)
        )
    return _plan_outcome(graph, applied, goal)


def _plan_outcome(graph: MigrationGraph, applied: frozenset[MigrationKey], goal: MigrationKey) -> Outcome:
    if goal not in graph.nodes:
        if goal in applied:
            return Outcome("KeyError", (repr(tuple(goal)),))
        return _not_a_node(repr(tuple(goal)))
    if goal not in applied:
        return _plan_or_key_error(graph, applied, towards(graph, applied, (goal,)), (goal,))
    next_in_app = sorted(child for child in graph.children[goal] if child.app_label == goal.app_label)
    return _backwards_outcome(graph, applied, next_in_app)


def _not_a_node(text: str) -> Outcome:
    return Outcome("NodeNotFoundError", (f"Node {text} not a valid node",))


def _plan_or_key_error(
    graph: MigrationGraph,
    applied: frozenset[MigrationKey],
    plan: tuple[MigrationKey, ...],
    goals: Iterable[MigrationKey],
) -> Outcome:
    """A forwards plan to some goals, or the error when Django comes to a squash that has left its graph."""
    return plan_error(graph, applied, goals) or _state_error(graph) or Outcome(plan=plan)


def plan_error(
    graph: MigrationGraph, applied: frozenset[MigrationKey], goals: Iterable[MigrationKey]
) -> Outcome | None:
    """Return the error when Django comes to a squash that has left its graph while it plans; else None."""
    for goal in goals if graph.dropped else ():
        steps = graph.forwards_plan(goal) if goal not in applied else []
        if graph.goes_round(steps):
            return cycle_error(graph)
        for key in steps:
            if key in graph.dropped and key not in applied:
                return key_error(graph, key)
    return None


def _backwards_outcome(
    graph: MigrationGraph, applied: frozenset[MigrationKey], starts: Iterable[MigrationKey]
) -> Outcome:
    """A backwards plan, or the error when Django comes to a squash that has left its graph."""
    starts = tuple(starts)
    for start in starts if graph.dropped else ():
        if start in graph.dropped:
            return _not_a_node(f"<Node: {tuple(start)!r}>")
        if graph.goes_round(graph.backwards_plan(start)):
            return cycle_error(graph)
        key = next((key for key in backwards(graph, applied, (start,)) if key in graph.dropped), None)
        if key:
            return key_error(graph, key)
    plan = backwards(graph, applied, starts)
    error = _state_error(graph)
    if error or not graph.dropped:
        return error or Outcome(plan=plan, backwards=True)
    # Django looks up each step among the states of a full plan, which leads only to what some leaf needs.
    unreached = next((key for key in plan if key not in graph.full_plan), None)
    if unreached:
        return Outcome("KeyError", (f"<Migration {unreached}>",))
    return Outcome(plan=plan, backwards=True)


def _state_error(graph: MigrationGraph) -> Outcome | None:
    """Return the error with which Django ends when it computes the models of a whole project, or None."""
    if graph.is_endless:
        return cycle_error(graph)
    needed = (key for key in graph.full_plan if key in graph.dropped) if graph.dropped else ()
    return next((key_error(graph, key) for key in needed), None)


def key_error(graph: MigrationGraph, key: MigrationKey) -> Outcome:
    """Return the error when Django comes to a squash that has left its graph, or to what chance left linked to it."""
    return Outcome("KeyError", tuple(sorted(repr(tuple(name)) for name in (key, *graph.dropped[key]))))


def _cycle_names(graph: MigrationGraph) -> Iterator[list[str]]:
    """The names of each text of a cycle: Django begins with any of them."""
    for cycle in cycles(graph):
        names = list(map(str, cycle))
        for start in range(len(cycle)):
            yield names[start:] + names[:start]


def _conflict_texts(conflicts: Mapping[str, tuple[MigrationKey, ...]]) -> Iterator[str]:
    parts = [
        f"{', '.join(key.name for key in leaves)} in {label}" for label, leaves in sorted(conflicts.items())
    ]
    orders: Iterable[tuple[str, ...]] = (
        permutations(parts) if len(parts) <= MAX_PERMUTED_APPS else (tuple(parts),)
    )
    for order in orders:
        yield (
            f"Conflicting migrations detected; multiple leaf nodes in the migration graph: ({'; '.join(order)}).\n"
            "To fix them run 'python manage.py makemigrations --merge'"
        )
