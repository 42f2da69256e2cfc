"""The matrix: a column for each environment, a row for each app."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.findings import Verdict
from app.domain.fleet import Sighting
from app.domain.keys import MigrationKey
from app.domain.matrix.column import Column, column_of
from app.domain.matrix.mark import Mark
from app.domain.release import Release


@dataclass(frozen=True, slots=True)
class AppRow:
    """
    An app: how many migrations it has, the worst mark in any environment, and in how many something differs.

    `worst` is None where nothing is to be done in any environment that was seen. `keys` are the migrations that differ
    somewhere, sorted. `blocks` says that a finding that blocks is about it.
    """

    app: str
    migrations: int
    worst: Mark | None
    environments: int
    keys: tuple[MigrationKey, ...]
    blocks: bool


@dataclass(frozen=True, eq=False)
class Matrix:
    """
    Every environment with its column; environments whose cells are all the same have one and the same column.

    `migrations` are those of every release that an environment is held against, and every row and missing key beside
    them, by app; sorted.
    """

    columns: Mapping[str, Column]
    migrations: Mapping[str, tuple[MigrationKey, ...]]

    def of_environments(self, slugs: Iterable[str]) -> "Matrix":
        """The same with some environments alone, in this order."""
        return Matrix({slug: self.columns[slug] for slug in slugs}, self.migrations)

    @cached_property
    def merged(self) -> Mapping[Column, tuple[str, ...]]:
        """Each column once, with its environments; both in the order of the environments."""
        by_column: dict[Column, list[str]] = {}
        for slug, column in self.columns.items():
            by_column.setdefault(column, []).append(slug)
        return {column: tuple(slugs) for column, slugs in by_column.items()}

    @cached_property
    def rows(self) -> tuple[AppRow, ...]:
        """The apps that differ, worst first; then those that differ in most environments."""
        rows = (row for row in self._rows if row.worst is not None)
        return tuple(
            sorted(
                rows,
                key=lambda row: (
                    not row.blocks,
                    row.worst.rank if row.worst else 0,
                    -row.environments,
                    row.app,
                ),
            )
        )

    @cached_property
    def same(self) -> tuple[AppRow, ...]:
        """The apps about which nothing is to be done in any environment that was seen, by label."""
        return tuple(row for row in self._rows if row.worst is None)

    @cached_property
    def _rows(self) -> tuple[AppRow, ...]:
        keys: dict[str, set[MigrationKey]] = {app: set() for app in self.migrations}
        worst: dict[str, Mark] = {}
        environments = dict.fromkeys(self.migrations, 0)
        blocking: set[str] = set()
        for column, slugs in self.merged.items():
            blocking |= column.blocking
            for app, cell in column.apps.items():
                keys[app].update(column.differing[app])
                environments[app] += len(slugs)
                worst[app] = min(cell.mark, worst.get(app, cell.mark), key=lambda mark: mark.rank)
        return tuple(
            AppRow(
                app,
                len(self.migrations[app]),
                worst.get(app),
                environments[app],
                tuple(sorted(keys[app])),
                app in blocking and app in worst,
            )
            for app in sorted(self.migrations)
        )

    @cached_property
    def judged(self) -> int:
        """In how many environments something was seen and judged, at least in one of their tables."""
        return sum(column.is_judged for column in self.columns.values())

    def count(self, verdict: Verdict) -> int:
        """The number of environments with a verdict."""
        return sum(column.verdict is verdict for column in self.columns.values())


def matrix(sightings: Iterable[Sighting], releases: Mapping[str, Release | None]) -> Matrix:
    """
    The matrix of these environments, in their order; `releases` are what each is held against, by slug.

    Linear in migrations and environments.
    """
    columns: dict[str, Column] = {}
    of_drift: dict[object, Column] = {}
    of_signature: dict[tuple[object, ...], Column] = {}
    for sighting in sightings:
        slug = sighting.environment
        known = (id(sighting.drift), sighting.verdict) if _is_plain(sighting) else None
        column = of_drift.get(known) if known else None
        if column is None:
            made = column_of(sighting, releases.get(slug))
            column = of_signature.setdefault(made.signature, made)
            if known:
                of_drift[known] = column
        columns[slug] = column
    return Matrix(columns, _migrations(columns.values(), releases.values()))


def _is_plain(sighting: Sighting) -> bool:
    """Whether its one comparison says everything of an environment."""
    return not sighting.parts and sighting.drift is not None and sighting.is_judged


def _migrations(
    columns: Iterable[Column], releases: Iterable[Release | None]
) -> dict[str, tuple[MigrationKey, ...]]:
    keys: set[MigrationKey] = set()
    for release in {id(each): each for each in releases if each is not None}.values():
        keys.update(release.migrations)
    for column in {id(each): each for each in columns}.values():
        keys.update(column.marks)
    by_app: dict[str, list[MigrationKey]] = {}
    for key in sorted(keys):
        by_app.setdefault(key.app_label, []).append(key)
    return {app: tuple(of_app) for app, of_app in by_app.items()}
