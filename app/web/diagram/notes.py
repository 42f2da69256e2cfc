"""The cards of one comparison: which status a key has, and the line of words under it."""

from dataclasses import dataclass

from app.domain import english
from app.domain.drift import Drift
from app.domain.history import Row
from app.domain.keys import MigrationKey
from app.domain.status import Status
from app.web.diagram.card import Card

MAX_CARDS = 4
"""Of so many cards, one above the other, a diagram shows all; of more it shows one less, and counts the others."""


@dataclass(frozen=True, eq=False)
class Cards:
    """Makes the cards of one comparison."""

    drift: Drift

    def card(self, key: MigrationKey, status: Status | None = None, note: str = "") -> Card:
        """The card of a migration; without a `status` or a `note` with those that the comparison gives."""
        return Card(key, self._status(key, status), note or self.note(key))

    def cards(
        self, keys: tuple[MigrationKey, ...], status: Status | None = None, note: str = ""
    ) -> tuple[Card, ...]:
        """The cards of several migrations, and where there are too many a last one that counts the others."""
        shown = keys if len(keys) <= MAX_CARDS else keys[: MAX_CARDS - 1]
        cards = tuple(self.card(key, status, note) for key in shown)
        others = len(keys) - len(shown)
        return (*cards, more(others)) if others else cards

    def neighbour(self, keys: frozenset[MigrationKey], beside: MigrationKey) -> Card | None:
        """A quiet card of one of these keys, of the app of `beside` if there is one; None without any."""
        nearest = sorted(keys, key=lambda key: (key.app_label != beside.app_label, key))
        if not nearest:
            return None
        return Card(nearest[0], self._status(nearest[0], None), self._brief(nearest[0]), quiet=True)

    def row(self, row: Row, status: Status) -> Card:
        """The card of one row."""
        number = "a row" if row.id is None else f"row {row.id}"
        return Card(row.key, status.value, f"{number}, {_moment(row)}")

    def note(self, key: MigrationKey) -> str:
        """`applied 1 May 2026, 11:58 UTC`, or `no row · RunPython without reverse`, or `no row, no file`."""
        rows = self.drift.history.rows_of(key)
        migration = self.drift.release.migrations.get(key)
        if rows and migration is None:
            return f"recorded {_moment(rows[0])}, no file"
        if rows:
            word = "applied" if key in self.drift.resolution.applied else "recorded"
            return f"{word} {_moment(rows[0])}"
        if migration is None:
            return "no row, no file"
        one_way = next((step.kind for step in migration.operations if step.reversible is False), None)
        return f"no row · {one_way} without reverse" if one_way else "no row"

    def _brief(self, key: MigrationKey) -> str:
        rows = self.drift.history.rows_of(key)
        at = rows[0].applied_at if rows else None
        return "no row" if not rows else "applied" if at is None else f"applied {english.date(at)}"

    def _status(self, key: MigrationKey, status: Status | None) -> str:
        found = status or self.drift.statuses.get(key)
        if found is not None:
            return found.value
        return (Status.UNKNOWN if key in self.drift.history.recorded else Status.MISSING).value


def more(number: int) -> Card:
    """The card that counts those that are not shown."""
    return Card(None, Status.APPLIED.value, f"and {number:,} more", quiet=True)


def _moment(row: Row) -> str:
    """When a row was recorded; the database's own text where that is no time."""
    return row.applied if row.applied_at is None else english.absolute(row.applied_at)
