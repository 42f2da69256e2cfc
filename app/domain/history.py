"""The history of one database: the rows of its django_migrations table."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from functools import cached_property

from app.domain.keys import MigrationKey

LENGTH_TO_SECONDS = len("2026-05-01 11:58:00")
"""How many characters of a time there are before its fraction and its offset."""


@dataclass(frozen=True, slots=True)
class Row:
    """
    One recorded application of a migration.

    `applied` is the text that the database gave, byte for byte. `id` is None when the source had none.
    """

    key: MigrationKey
    applied: str
    id: int | None = None

    @property
    def applied_at(self) -> datetime | None:
        """The time in UTC, or None when the text is no time. A text without an offset is taken as UTC."""
        try:
            time = datetime.fromisoformat(self.applied)
        except ValueError:
            return None
        try:
            return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """
    What a database holds around a table that cannot speak for itself: it has no row, is not there, or lies elsewhere.

    `schema` is the first schema of the search path that is there: Django would create the table in it. `table_schema`
    is the one in which the table lies, or None. Both are empty where it is not PostgreSQL. `is_schema_chosen` says that
    the URL itself names the search path. `other_schemas` have such a table too and are not on the search path. `tables`
    are the other tables in `schema`. Both are sorted, and cut where there are very many. `is_case_blind` says that rows
    whose names differ only by case are one to a statement that names one of them.
    """

    schema: str = ""
    table_schema: str | None = None
    is_schema_chosen: bool = False
    other_schemas: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    is_case_blind: bool = False


@dataclass(frozen=True)
class History:
    """
    The rows in recorded order (by id). One migration may have several rows: Django's table allows duplicates.

    `has_table` is False when the database has no django_migrations table. To Django, nothing is applied there.
    `surroundings` are known only where there is something to tell of them.
    """

    rows: tuple[Row, ...] = ()
    has_table: bool = True
    surroundings: Surroundings | None = None

    def __hash__(self) -> int:
        return hash(self.rows)

    @cached_property
    def fingerprint(self) -> str:
        """64 hex digits, a hash of every row in order, and of the surroundings where they are known."""
        content: list[object] = [
            self.has_table,
            [[row.id, row.key.app_label, row.key.name, row.applied] for row in self.rows],
        ]
        if self.surroundings is not None:
            facts = list(astuple(self.surroundings))
            content.append(facts if self.surroundings.is_case_blind else facts[:-1])
        return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()

    @cached_property
    def shape(self) -> str:
        """
        64 hex digits, a hash of what two histories share that differ in their ids and moments alone.

        These are whether there is a table, the keys in order, and the order of their times.
        """
        keys = [[row.key.app_label, row.key.name] for row in self.rows]
        order = [] if self.is_in_time_order else sorted(range(len(keys)), key=lambda n: self.rows[n].applied)
        content = [self.has_table, keys, order]
        return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()

    @cached_property
    def recorded(self) -> frozenset[MigrationKey]:
        """The keys that have a row."""
        return frozenset([row.key for row in self.rows])

    @cached_property
    def differing_by_case(self) -> tuple[MigrationKey, ...]:
        """The keys from which another differs only by the case of letters, sorted."""
        by_small: dict[tuple[str, str], list[MigrationKey]] = {}
        for key in self.recorded:
            by_small.setdefault((key.app_label.casefold(), key.name.casefold()), []).append(key)
        return tuple(sorted(key for keys in by_small.values() if len(keys) > 1 for key in keys))

    @cached_property
    def first_position(self) -> Mapping[MigrationKey, int]:
        """The position of the first row of each key, counted from 0."""
        positions: dict[MigrationKey, int] = {}
        for position, row in enumerate(self.rows):
            positions.setdefault(row.key, position)
        return positions

    @cached_property
    def duplicates(self) -> frozenset[MigrationKey]:
        """The keys that have more than one row. Django's table has no unique constraint."""
        if len(self.recorded) == len(self.rows):
            return frozenset()
        return frozenset(key for key, count in Counter(row.key for row in self.rows).items() if count > 1)

    @cached_property
    def is_in_time_order(self) -> bool:
        """
        Whether no row is earlier, by a second or more, than the row before it.

        A quick check of the texts: it is also False when they are not all written in one form.
        """
        text = "\n".join([row.applied for row in self.rows])
        shapes = set(text.encode("utf-8", "surrogatepass").translate(None, b"0123456789.").split(b"\n"))
        if len(shapes) > 1 or not (text.count("+00") == len(self.rows) or self._has_one_offset):
            return False
        seconds = [row.applied[:LENGTH_TO_SECONDS] for row in self.rows]
        return seconds == sorted(seconds)

    @property
    def _has_one_offset(self) -> bool:
        """Whether all times have the same offset from UTC."""
        return len({row.applied[LENGTH_TO_SECONDS:].lstrip(".0123456789") for row in self.rows}) <= 1

    def rows_of(self, key: MigrationKey) -> tuple[Row, ...]:
        """Every row of one migration, in recorded order."""
        return tuple(self._rows_by_key.get(key, ()))

    @cached_property
    def _rows_by_key(self) -> Mapping[MigrationKey, list[Row]]:
        rows: dict[MigrationKey, list[Row]] = {}
        for row in self.rows:
            rows.setdefault(row.key, []).append(row)
        return rows

    @cached_property
    def recorded_before(self) -> Mapping[MigrationKey, MigrationKey | None]:
        """For each key the key of the same app whose first row stands before its own; None for the first of an app."""
        last: dict[str, MigrationKey] = {}
        before: dict[MigrationKey, MigrationKey | None] = {}
        for key in self.first_position:
            before[key] = last.get(key.app_label)
            last[key.app_label] = key
        return before

    @cached_property
    def apps_with_one_key(self) -> frozenset[str]:
        """The labels of the apps of which only one migration has a row."""
        counts = Counter(key.app_label for key in self.recorded)
        return frozenset(label for label, count in counts.items() if count == 1)
