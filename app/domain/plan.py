"""
What `migrate` runs, in which order.

Source: `MigrationExecutor.migration_plan` in `django/db/migrations/executor.py`.
"""

from collections.abc import Iterable, Set

from app.domain.graph import MigrationGraph
from app.domain.keys import MigrationKey


def forwards(graph: MigrationGraph, applied: Set[MigrationKey]) -> tuple[MigrationKey, ...]:
    """
    The plan of `migrate` without arguments, in the order in which it runs. The graph must have no cycle.

    An applied leaf asks for nothing, so what only an applied leaf needs is not in the plan, even when it is not applied.
    """
    pending = [key for key in graph.full_plan if key not in applied]
    if any(child in applied for key in pending for child in graph.children[key]):
        return towards(graph, applied, (leaf for leaf in graph.leaf_nodes if leaf not in applied))
    return tuple(pending)


def towards(
    graph: MigrationGraph, applied: Set[MigrationKey], leaves: Iterable[MigrationKey]
) -> tuple[MigrationKey, ...]:
    """The forward plan to some unapplied migrations."""
    done = set(applied)
    plan = []
    for leaf in leaves:
        for key in graph.forwards_plan(leaf):
            if key not in done:
                done.add(key)
                plan.append(key)
    return tuple(plan)
