"""The matrix together with the filters of its page: the columns and rows that are shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from app.domain.keys import MigrationKey
from app.domain.matrix import AppMigrations, AppRow, Column, Matrix, app_migrations
from app.web.matrix.facts import MatrixFacts
from app.web.matrix.filters import Filters
from app.web.matrix.search import Found, found

MAX_SINGLE = 120
"""With more environments than this, those with the same column share one."""

MAX_COLUMNS = 120
"""So many columns stand on the page; the CSV and the JSON have all."""

MAX_CELLS = 7_000
"""So many cells stand on the page: rows beyond them are counted."""

MAX_ROWS = 400
"""So many rows stand on the page, however few its columns are."""

Kept = TypeVar("Kept")

Place = tuple[Column, tuple[str, ...]]
"""A column of the page, and its environments."""


@dataclass(frozen=True, eq=False)
class Selection:
    """A matrix with its filters."""

    facts: MatrixFacts
    filters: Filters

    def of_all(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What `make` answers from the matrix and the filters, and from no moment; kept as long as the facts are."""
        key = (self.facts.release_text, tuple(self.filters.query))
        return self.facts.fleet.of_all(f"matrix {name}", key, make)

    @cached_property
    def found(self) -> Found:
        """What the search leaves."""
        return found(self.filters.q, self.facts.matrix, self.facts.fleet.environments)

    @cached_property
    def matrix(self) -> Matrix:
        """The environments that the filters let through."""
        fleet, whole = self.facts.fleet, self.facts.matrix
        if not self.filters.chosen and self.found.environments is None:
            return whole
        infos = {info.slug: info for info in fleet.environments}
        named = self.found.environments
        return whole.of_environments(
            slug
            for slug in whole.columns
            if (named is None or slug in named) and self.filters.matches(fleet.sightings[slug], infos[slug])
        )

    @cached_property
    def is_merged(self) -> bool:
        """Whether environments with the same column share one."""
        return len(self.matrix.columns) > MAX_SINGLE

    @cached_property
    def all_places(self) -> Sequence[Place]:
        """Every column, in the order of the page."""
        if self.is_merged:
            return tuple(self.matrix.merged.items())
        return tuple((column, (slug,)) for slug, column in self.matrix.columns.items())

    @cached_property
    def places(self) -> Sequence[Place]:
        """The columns of the page."""
        return self.all_places[:MAX_COLUMNS]

    @cached_property
    def rows(self) -> tuple[AppRow, ...]:
        """Every app that is shown as a row, worst first: those that differ, and with `show=all` the others too."""
        rows = (*self.matrix.rows, *self.matrix.same) if self.filters.everything else self.matrix.rows
        return tuple(row for row in rows if self._has(row))

    @cached_property
    def same(self) -> tuple[AppRow, ...]:
        """The apps that are the same everywhere, where they have no row of their own."""
        return () if self.filters.everything else tuple(filter(self._has, self.matrix.same))

    def _has(self, row: AppRow) -> bool:
        return self.found.apps is None or row.app in self.found.apps

    @cached_property
    def everywhere(self) -> str:
        """Where something is the same about which nothing is to be done."""
        is_whole = all(column.blank is None for column in self.matrix.merged)
        return "the same everywhere" if is_whole else "the same wherever they were seen"

    @cached_property
    def room(self) -> int:
        """How many rows the page has room for."""
        return min(MAX_ROWS, MAX_CELLS // max(1, len(self.places)))

    @cached_property
    def shown_rows(self) -> tuple[AppRow, ...]:
        """The apps that have a row on the page: half of its room is left for their migrations."""
        return self.rows[: max(1, self.room * 2 // 3)]

    @cached_property
    def migrations(self) -> Mapping[str, AppMigrations]:
        """The rows of the open apps of the page, by app, as far as there is room."""
        left = self.room - len(self.shown_rows)
        rows: dict[str, AppMigrations] = {}
        for row in self.shown_rows:
            if row.app in self.filters.open:
                rows[row.app] = of_app = self.migrations_of(row, most=max(left, 1))
                left -= sum(isinstance(each, MigrationKey) for each in of_app.rows)
        return rows

    def migrations_of(self, row: AppRow, *, most: int | None = None) -> AppMigrations:
        """The rows of the migrations of one app."""
        of_app = self.facts.matrix.migrations[row.app]
        return app_migrations(of_app, row.keys, everything=self.filters.everything, most=most)
