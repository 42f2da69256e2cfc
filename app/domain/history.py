"""What one database remembers: the rows of its django_migrations table."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from app.domain.keys import MigrationKey

SECONDS = len("2026-05-01 11:58:00")


@dataclass(frozen=True, slots=True)
class Row:
    """
    One recorded application of a migration.

    `applied` is the text the database gave, kept byte for byte; `id` is None where the source had none.
    """

    key: MigrationKey
    applied: str
    id: int | None = None

    @property
    def applied_at(self) -> datetime | None:
        """The moment in UTC; a text without an offset is taken as UTC; None where it is no time."""
        try:
            moment = datetime.fromisoformat(self.applied)
        except ValueError:
            return None
        try:
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except OverflowError:
            return None


@dataclass(frozen=True)
class History:
    """
    The rows in recorded order (by id). A list, not a set: duplicate rows are legal.

    `table` is False where the database has no django_migrations table, which to Django means nothing applied.
    """

    rows: tuple[Row, ...] = ()
    table: bool = True

    def __hash__(self) -> int:
        return hash(self.rows)

    @cached_property
    def fingerprint(self) -> str:
        """64 hex digits over every row, in order."""
        content = [self.table, [[row.id, row.key.app_label, row.key.name, row.applied] for row in self.rows]]
        return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()

    @cached_property
    def recorded(self) -> frozenset[MigrationKey]:
        """The keys that have a row."""
        return frozenset([row.key for row in self.rows])

    @cached_property
    def first_position(self) -> Mapping[MigrationKey, int]:
        """The position of the first row of each key, counted from 0."""
        positions: dict[MigrationKey, int] = {}
        for position, row in enumerate(self.rows):
            positions.setdefault(row.key, position)
        return positions

    @cached_property
    def repeated(self) -> frozenset[MigrationKey]:
        """Keys with more than one row: the table has no unique constraint."""
        if len(self.recorded) == len(self.rows):
            return frozenset()
        return frozenset(key for key, count in Counter(row.key for row in self.rows).items() if count > 1)

    @cached_property
    def in_time(self) -> bool:
        """Whether the times never go back by a second or more; False also where a text is odd."""
        text = "\n".join([row.applied for row in self.rows])
        shapes = set(text.encode().translate(None, b"0123456789.").split(b"\n"))
        if len(shapes) > 1 or not (text.count("+00") == len(self.rows) or self._one_offset):
            return False
        seconds = [row.applied[:SECONDS] for row in self.rows]
        return seconds == sorted(seconds)

    @property
    def _one_offset(self) -> bool:
        """Whether all times are of one zone; asked only where it is not plain that all are UTC."""
        return len({row.applied[SECONDS:].lstrip(".0123456789") for row in self.rows}) <= 1

    def of(self, key: MigrationKey) -> tuple[Row, ...]:
        """Every row of one migration, in recorded order."""
        return tuple(row for row in self.rows if row.key == key)
