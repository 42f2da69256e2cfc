"""
What a history has beyond its release: rows of a newer release, and how much of what that one adds they are.

    all 30 migrations that v2.0 adds                4 of the 30 migrations that v2.0 adds

Such rows are nothing wrong. The code is older than the database: it was rolled back, or its deployment is on its way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.english import count, listed
from app.domain.keys import MigrationKey

MAX_RELEASES = 3
"""A sentence names this many newer releases and counts the others."""


@dataclass(frozen=True, slots=True)
class Lead:
    """
    What a history has of one newer release: its name, and the rows that this release does not hold, sorted.

    `have` of the migrations that the newer release adds have run; they are `added` in all, None where its files are not
    known.
    """

    release: str
    rows: tuple[MigrationKey, ...]
    have: int
    added: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether everything that the newer release adds has run."""
        return self.have == self.added

    def __str__(self) -> str:
        if self.added is None:
            return f"{count(self.have, 'migration')} of {self.release}"
        if not self.is_whole:
            return f"{self.have:,} of the {count(self.added, 'migration')} that {self.release} adds"
        which = "the one migration" if self.added == 1 else f"all {count(self.added, 'migration')}"
        return f"{which} that {self.release} adds"


def has_more(leads: Sequence[Lead]) -> str:
    """`all 30 migrations that v2.0 adds`, of each newer release."""
    return listed(leads, MAX_RELEASES)
