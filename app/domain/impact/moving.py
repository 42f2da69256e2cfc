"""Dependencies that no edit touched, and that stand for another migration in the candidate than in the base."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.provenance.indirect_edges import stood_for
from app.domain.release import Release


@dataclass(frozen=True, slots=True, order=True)
class MovingDependency:
    """
    An entry of `child`'s dependencies that is `__first__`, `__latest__` or a setting.

    `before` is what it stands for in the base, `after` in the candidate. `path` is the file of the child.
    """

    child: MigrationKey
    entry: MigrationKey
    before: MigrationKey
    after: MigrationKey
    path: str | None = None


def is_indirect(entry: MigrationKey) -> bool:
    """Whether an entry names no migration, but what stands in its place decides."""
    return entry.app_label == SETTING or entry.name in (FIRST, LATEST)


def moving_dependencies(base: Release, candidate: Release) -> tuple[MovingDependency, ...]:
    """
    The entries that both releases have and that stand for another migration in the candidate; sorted.

    One whose migration is not plain in either release is left out. Linear in migrations and their edges.
    """
    return tuple(sorted(_moving(base, candidate)))


def _moving(base: Release, candidate: Release) -> Iterator[MovingDependency]:
    for child, migration in candidate.migrations.items():
        former = base.migrations.get(child)
        for entry in dict.fromkeys(migration.dependencies) if former else ():
            if former and is_indirect(entry) and entry in former.dependencies:
                before, after = stood_for(base, child, entry), stood_for(candidate, child, entry)
                if before is not None and after is not None and before != after:
                    yield MovingDependency(child, entry, before, after, migration.path)
