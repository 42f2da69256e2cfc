"""
The squashes that share keys with one another, and how Django settles them on some rows.

A family is a release of its own: its squashes and what they replace, without edges. How squashes are settled depends on
rows, files and `replaces` alone, so a family is settled as the whole release settles it, and at once.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from app.domain.keys import MigrationKey
from app.domain.release import Migration, Release
from app.domain.resolution.squash import resolutions, squash_groups
from app.domain.squashes.squash import Squash


class Settlement(StrEnum):
    """How Django settles a squash: it counts as applied, it is to be run as a whole, or it steps aside."""

    APPLIED = "applied"
    TO_RUN = "to-run"
    ASIDE = "aside"


Settlements = Mapping[MigrationKey, Settlement]
"""Of each squash of a family; a squash that is in no graph has none."""


@dataclass(frozen=True, eq=False)
class Family:
    """Some squashes and what they replace."""

    release: Release
    settled: dict[frozenset[MigrationKey], tuple[Settlements, ...]] = field(default_factory=dict)
    """What was answered before, by the rows that decide."""

    @cached_property
    def keys(self) -> frozenset[MigrationKey]:
        """The keys whose rows decide."""
        return self.release.keys_to_record

    def standings(self, recorded: AbstractSet[MigrationKey]) -> tuple[Settlements, ...]:
        """Every way in which Django could settle the squashes; none where it may end with an error."""
        rows = self.keys & recorded
        if rows not in self.settled:
            self.settled[rows] = tuple(self._settle(rows))
        return self.settled[rows]

    def _settle(self, rows: frozenset[MigrationKey]) -> Iterator[Settlements]:
        possible = resolutions(self.release, rows)
        for each in possible if not any(each.refusal for each in possible) else ():
            yield {
                squash.key: _standing(squash.key, each.partial, each.applied)
                for squash in self.release.squashes
                if squash.key in each.partial or squash.key in each.substituted
            }

    def without_files(self, squash: Squash) -> "Family":
        """The family once the files are gone that a squash replaces."""
        migrations = (each for each in self.release.migrations.values() if each.key not in squash.files)
        return Family(Release.of(migrations, django=self.release.django))

    def without_replaces(self, squash: Squash) -> "Family":
        """The family once these files and the `replaces` of the squash are gone."""
        kept = self.without_files(squash)
        migrations = (
            replace(migration, replaces=()) if migration.key == squash.key else migration
            for migration in kept.release.migrations.values()
        )
        return Family(Release.of(migrations, django=self.release.django))


def families_of(release: Release) -> Mapping[MigrationKey, Family]:
    """The family of each squash of a release that has `replaces`."""
    by_squash: dict[MigrationKey, Family] = {}
    for group in squash_groups(release):
        keys = {key for squash in group for key in (squash, *release.migrations[squash].replaces)}
        migrations = (
            Migration(key, replaces=release.migrations[key].replaces)
            for key in keys
            if key in release.migrations
        )
        family = Family(Release.of(migrations, django=release.django))
        by_squash |= dict.fromkeys(group, family)
    return by_squash


def _standing(
    squash: MigrationKey, partial: AbstractSet[MigrationKey], applied: AbstractSet[MigrationKey]
) -> Settlement:
    if squash in partial:
        return Settlement.ASIDE
    return Settlement.APPLIED if squash in applied else Settlement.TO_RUN
