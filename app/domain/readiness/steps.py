"""What the steps of a plan do, and which of them cannot be taken back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.domain.english import listed
from app.domain.keys import MigrationKey
from app.domain.outcome.way_back import way_back
from app.domain.release import Migration, Release
from app.domain.schema.loss import dropping

Keys = tuple[MigrationKey, ...]

WITHOUT = {"RunPython": "RunPython without reverse", "RunSQL": "RunSQL without reverse_sql"}
"""Why an operation cannot be unapplied, of the two that say it themselves."""

MAX_KINDS = 3
"""Further kinds of operations are counted, not named."""


@dataclass(frozen=True, eq=False)
class Steps:
    """
    The steps of a plan, in the order in which they run.

    `one_way` are those that are known to be irreversible, `unknown` those of which it is not known, `dropping` those
    that drop a table or a column. All are parts of the plan, in its order.
    """

    release: Release
    plan: Keys

    @cached_property
    def _positions(self) -> dict[MigrationKey, int]:
        return {key: position for position, key in enumerate(self.plan, start=1)}

    def position(self, key: MigrationKey) -> int:
        """The number of a step, from 1."""
        return self._positions[key]

    @cached_property
    def one_way(self) -> Keys:
        return tuple(key for key in self.plan if self.release.migrations[key].irreversible)

    @cached_property
    def unknown(self) -> Keys:
        migrations = (self.release.migrations[key] for key in self.plan)
        return tuple(each.key for each in migrations if not each.irreversible and _is_unknown(each))

    @cached_property
    def dropping(self) -> Keys:
        drops = dropping(self.release, self.plan)
        return tuple(key for key in self.plan if key in drops)

    @cached_property
    def apps(self) -> tuple[tuple[str, int], ...]:
        """The apps that the plan touches, each with its number of steps, in the order of their first steps."""
        return tuple(Counter(key.app_label for key in self.plan).items())

    @property
    def way_back(self) -> str:
        """One sentence about the way back once the whole plan has run."""
        return way_back(self.release, self.plan, self.dropping) if self.plan else ""


def steps_of(release: Release, plan: Sequence[MigrationKey]) -> Steps:
    """The steps of a plan of this release."""
    return Steps(release, tuple(plan))


def why_one_way(migration: Migration) -> str:
    """`RunPython without reverse`: which of its operations cannot be unapplied."""
    kinds = [operation.kind for operation in migration.operations if operation.reversible is False]
    return listed(dict.fromkeys(WITHOUT.get(kind, kind) for kind in kinds), MAX_KINDS)


def _is_unknown(migration: Migration) -> bool:
    return any(operation.reversible is None for operation in migration.operations)
