"""
The plan of `migrate`: what runs, and in which order, forwards and backwards.

Source: `MigrationExecutor.migration_plan` and `_migrate_all_forwards` in `django/db/migrations/executor.py`. They are
the same from Django 3.2 to 6.1, except for the reload of the graph, which `app.domain.outcome.commands` does.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution import MigrationGraph


@dataclass(frozen=True, slots=True)
class IrreversibleStop:
    """
    Where a backwards plan stops: at its first irreversible migration.

    The migrations in `unapplied` come before it in the plan, and stay unapplied.
    """

    unapplied: tuple[MigrationKey, ...]
    irreversible: MigrationKey


def forwards(graph: MigrationGraph, applied: AbstractSet[MigrationKey]) -> tuple[MigrationKey, ...]:
    """
    Return the plan of `migrate` without arguments, in the order in which it runs. The graph must have no cycle.

    Only leaves that are not applied count. So a pending migration that only an applied leaf needs is not in the plan.
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
    """
    Return the plan that applies some migrations with everything they need, in the order of a run on an empty database.

    A leaf that is applied already adds nothing to the plan.
    """
    needed = set(graph.forwards_plan(*(leaf for leaf in leaves if leaf not in applied))) - applied
    return tuple(key for key in graph.full_plan if key in needed)


def backwards(
    graph: MigrationGraph, applied: AbstractSet[MigrationKey], starts: Iterable[MigrationKey]
) -> tuple[MigrationKey, ...]:
    """Return the plan that unapplies each of `starts` and everything that needs it, also in other apps."""
    return tuple(key for key in graph.backwards_plan(*starts) if key in applied)


def irreversible_stop(release: Release, plan: tuple[MigrationKey, ...]) -> IrreversibleStop | None:
    """
    Return where a backwards plan would stop half-way, or None when no migration in it is known to be irreversible.

    Django commits each step, so the migrations before that one stay unapplied.
    """
    for position, key in enumerate(plan):
        if release.migrations[key].irreversible:
            return IrreversibleStop(plan[:position], key)
    return None
