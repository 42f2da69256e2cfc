"""
What `migrate` runs, in which order, forwards and backwards.

Source: `MigrationExecutor.migration_plan` and `_migrate_all_forwards` in `django/db/migrations/executor.py`, the same
from Django 3.2 to 6.1 but for the reload that `app.domain.command` does.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution import MigrationGraph


@dataclass(frozen=True, slots=True)
class Stuck:
    """Where a backwards plan stops: what is unapplied by then and stays so, and the migration that has no way back."""

    done: tuple[MigrationKey, ...]
    irreversible: MigrationKey


def forwards(graph: MigrationGraph, applied: AbstractSet[MigrationKey]) -> tuple[MigrationKey, ...]:
    """
    The plan of `migrate` without arguments, in the order in which it runs. The graph must have no cycle.

    An applied leaf asks for nothing: what only an applied leaf needs is not in the plan, even if it is not applied.
    """
    if applied >= graph.declared:
        return ()
    pending = tuple(key for key in graph.full_plan if key not in applied)
    if any(child in applied for key in pending for child in graph.children[key]):
        return towards(graph, applied, graph.leaf_nodes)
    return pending


def towards(
    graph: MigrationGraph, applied: AbstractSet[MigrationKey], leaves: Iterable[MigrationKey]
) -> tuple[MigrationKey, ...]:
    """The forward plan to those of some migrations that are not applied, in the order of a run on an empty database."""
    wanted = {
        key
        for leaf in leaves
        if leaf not in applied
        for key in graph.forwards_plan(leaf)
        if key not in applied
    }
    return tuple(key for key in graph.full_plan if key in wanted)


def backwards(
    graph: MigrationGraph, applied: AbstractSet[MigrationKey], starts: Iterable[MigrationKey]
) -> tuple[MigrationKey, ...]:
    """What is unapplied, in order, to be without each of `starts`; other apps' migrations are dragged along."""
    done: set[MigrationKey] = set()
    return tuple(key for start in starts for key in _undone(graph, applied, start, done))


def _undone(
    graph: MigrationGraph, applied: AbstractSet[MigrationKey], start: MigrationKey, done: set[MigrationKey]
) -> Iterator[MigrationKey]:
    for key in graph.backwards_plan(start):
        if key in applied and key not in done:
            done.add(key)
            yield key


def stuck(release: Release, plan: tuple[MigrationKey, ...]) -> Stuck | None:
    """
    Where a backwards plan would stick half-way: Django commits each step before it meets the first irreversible one.

    None where every step has a way back, as far as the operations could be read.
    """
    for position, key in enumerate(plan):
        if release.migrations[key].irreversible:
            return Stuck(plan[:position], key)
    return None
