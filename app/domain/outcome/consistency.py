"""
Which recorded migrations have a dependency without a row. Django refuses to run on such a history.

The check compares rows as a set. Ids and times do not matter.

Source: `MigrationLoader.check_consistent_history` and, from 6.0 on, `all_replaced_applied` in
`django/db/migrations/loader.py`.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution import MigrationGraph

Violations = Mapping[MigrationKey, tuple[MigrationKey, ...]]
"""For each recorded migration that is applied before a dependency, those dependencies."""


def violations(release: Release, recorded: AbstractSet[MigrationKey], graph: MigrationGraph) -> Violations:
    """
    Return the recorded migrations that have parents without a row, and these parents; both sorted.

    Parents without a file do not count: they are another finding. Linear in the migrations without a row and their
    edges.
    """
    parents_without_row: dict[MigrationKey, list[MigrationKey]] = {}
    recorded_nodes = recorded - graph.dropped.keys() if graph.dropped else recorded
    nodes = graph.declared.union(graph.dropped) if graph.dropped else graph.declared
    for parent in nodes - recorded:
        children = graph.children[parent] & recorded_nodes
        if children and not all_replaced_applied(release, parent, recorded):
            for child in children:
                parents_without_row.setdefault(child, []).append(parent)
    return {child: tuple(sorted(parents)) for child, parents in sorted(parents_without_row.items())}


def all_replaced_applied(
    release: Release,
    key: MigrationKey,
    recorded: AbstractSet[MigrationKey],
    enclosing: frozenset[MigrationKey] = frozenset(),
) -> bool:
    """
    Whether a squash counts as done because every migration that it replaces has a row.

    From 6.0 on a replaced squash without a row counts too when the same is true of it. `enclosing` are the squashes
    whose `replaces` led to this one. If they form a circle, Django ends with an error before this check.
    """
    migration = release.migrations.get(key)
    if migration is None or not migration.replaces or key in enclosing:
        return False
    if release.version < (6, 0):
        return all(replaced in recorded for replaced in migration.replaces)
    return all(
        replaced in recorded or all_replaced_applied(release, replaced, recorded, enclosing | {key})
        for replaced in migration.replaces
    )
