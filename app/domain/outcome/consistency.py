"""
Which recorded migrations stand on something that has no row: the check that makes Django refuse.

Source: `MigrationLoader.check_consistent_history` and, from 6.0 on, `all_replaced_applied` in
`django/db/migrations/loader.py`. It compares rows as a set; ids and times play no part.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.resolution import MigrationGraph

Pairs = Mapping[MigrationKey, tuple[MigrationKey, ...]]


def violations(release: Release, recorded: AbstractSet[MigrationKey], graph: MigrationGraph) -> Pairs:
    """
    Each recorded migration that has direct parents without a row, and these parents: every pair, sorted.

    Looks only at what has no row: linear in that and its edges. A parent without a file is another finding.
    """
    late: dict[MigrationKey, list[MigrationKey]] = {}
    for parent in graph.declared - recorded:
        children = graph.children[parent] & recorded
        if children and not excused(release, parent, recorded):
            for child in children:
                late.setdefault(child, []).append(parent)
    return {child: tuple(sorted(parents)) for child, parents in sorted(late.items())}


def excused(
    release: Release,
    key: MigrationKey,
    recorded: AbstractSet[MigrationKey],
    outer: frozenset[MigrationKey] = frozenset(),
) -> bool:
    """
    Whether a squash without a row counts as done: all it replaces have rows; from 6.0 on, or are excused too.

    `outer` are the squashes on the way to this one. Where they close a circle Django refuses before it asks.
    """
    migration = release.migrations.get(key)
    if migration is None or not migration.replaces or key in outer:
        return False
    if release.version < (6, 0):
        return all(other in recorded for other in migration.replaces)
    return all(
        other in recorded or excused(release, other, recorded, outer | {key}) for other in migration.replaces
    )
