"""
The migrations that `migrate` passes over without a word, although the graph has them and nothing says that they ran.

    shop:   1 <-- 0 <-- 1_squashed     `0` was put below a squash whose parts all have rows: the squash counts as
                                       applied, it is the leaf, and Django plans towards leaves that are not applied

Each is given with the applied migration that hides it.

Source: `migration_plan` in `django/db/migrations/executor.py`.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from app.domain.drift import Drift
from app.domain.keys import MigrationKey


def never_run(drift: Drift, apps: AbstractSet[str] | None) -> Mapping[MigrationKey, MigrationKey]:
    """
    Each migration that would never run, and the nearest migration after it in its app that counts as applied; sorted.

    Empty where Django refuses, or chance decides. `apps` are those that live in the database, None for all.
    """
    plan = drift.outcome.plan
    if plan is None:
        return {}
    graph, applied = drift.resolution.graph, drift.resolution.applied
    hidden = graph.declared - applied - frozenset(plan)
    found: dict[MigrationKey, MigrationKey] = {}
    for key in reversed(graph.topological_order) if hidden else ():
        if key in hidden and (apps is None or key.app_label in apps):
            # It is no leaf: a leaf that is not applied is in the plan, with all that it needs.
            child = min(child for child in graph.children[key] if child.app_label == key.app_label)
            found[key] = found.get(child, child)
    return dict(sorted(found.items()))
