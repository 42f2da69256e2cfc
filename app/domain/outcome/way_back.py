"""
Whether what a plan runs can be unapplied again, as far as the files say.

    a.1   a.2   a.3 (irreversible)   a.4        a.4 can be unapplied; Django stops at a.3
"""

from collections.abc import Collection, Sequence

from app.domain.english import count, plural
from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release


def way_back(release: Release, plan: Sequence[MigrationKey], drops: Collection[MigrationKey]) -> str:
    """One sentence about the way back once the plan has run; `drops` are the migrations of it that drop data."""
    migrations = [release.migrations[key] for key in plan]
    irreversible = [each.key for each in migrations if each.irreversible]
    if irreversible:
        number = len(irreversible)
        first = f", the first of {number:,}" if number > 1 else ""
        return f"There is no full way back: {irreversible[0]} is irreversible{first}."
    unknown = sum(map(_is_unknown, migrations))
    if unknown:
        return f"Whether there is a way back is not known of {count(unknown, 'migration')}."
    can = "it can" if len(migrations) == 1 else f"all {len(migrations):,} can"
    lost = f", without the data that {len(drops):,} {plural(len(drops), 'drops', 'drop')}" if drops else ""
    return f"There is a way back: {can} be unapplied{lost}."


def _is_unknown(migration: Migration) -> bool:
    """Whether of an operation nothing says if it is reversible."""
    return any(operation.reversible is None for operation in migration.operations)
