"""Which rows came and which went from one history to another."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.english import count, listed, plural
from app.domain.findings import Finding
from app.domain.history import History
from app.domain.keys import MigrationKey

MAX_NAMED = 3
"""Of more rows than this the number is said."""


@dataclass(frozen=True, slots=True)
class Moves:
    """The keys of rows that came and of rows that went, each sorted; a key twice where two rows of it did."""

    came: tuple[MigrationKey, ...] = ()
    went: tuple[MigrationKey, ...] = ()

    def of(self, finding: Finding) -> "Moves":
        """The moves of the migrations that a finding names; all, where none of those moved."""
        keys = {finding.subject, *finding.related}
        named = Moves(_among(self.came, keys), _among(self.went, keys))
        return named if named.came or named.went else self

    @property
    def sentence(self) -> str:
        """`orders.0001 was recorded and the row of users.0010 went`; empty where no row moved."""
        return " and ".join(filter(None, (self._came, self._went)))

    @property
    def deed(self) -> str:
        """`recording users.0010`, as what somebody did; empty where no row moved."""
        parts = [f"recording {_named(self.came)}" if self.came else ""]
        parts += [f"taking out {_rows(self.went)}" if self.went else ""]
        return " and ".join(filter(None, parts))

    @property
    def _came(self) -> str:
        if not self.came:
            return ""
        return f"{_named(self.came)} {plural(len(self.came), 'was', 'were')} recorded"

    @property
    def _went(self) -> str:
        return f"{_rows(self.went)} went" if self.went else ""


def moves(before: History, after: History) -> Moves:
    """The rows that came and went. A row that only got another time or id did neither."""
    old, new = (Counter(row.key for row in history.rows) for history in (before, after))
    return Moves(tuple(sorted((new - old).elements())), tuple(sorted((old - new).elements())))


def _among(keys: Iterable[MigrationKey], wanted: set[MigrationKey]) -> tuple[MigrationKey, ...]:
    return tuple(key for key in keys if key in wanted)


def _named(keys: tuple[MigrationKey, ...]) -> str:
    return listed(keys) if len(keys) <= MAX_NAMED else count(len(keys), "migration")


def _rows(keys: tuple[MigrationKey, ...]) -> str:
    if len(keys) > MAX_NAMED:
        return count(len(keys), "row")
    return f"the {plural(len(keys), 'row', 'rows')} of {listed(keys)}"
