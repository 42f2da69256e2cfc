"""
What a history has beyond its release: rows of a newer release, and how much of what that one adds they are.

    all 30 migrations that v2.0 adds                4 of the 30 migrations that v2.0 adds

Such rows are nothing wrong. The code is older than the database: it was rolled back, or its deployment is on its way.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from app.domain.english import count, listed
from app.domain.keys import MigrationKey

MAX_RELEASES = 3
"""A sentence names this many newer releases and counts the others."""


@dataclass(frozen=True, slots=True)
class Lead:
    """
    What a history has of one newer release: its name, and the rows that this release does not hold, sorted.

    Of the migrations that the newer release adds some have run (`ran`), others are lacking (`lacks`); None where its
    files are not known, and `fingerprint` is empty then.
    """

    release: str
    rows: tuple[MigrationKey, ...]
    ran: tuple[MigrationKey, ...]
    lacks: tuple[MigrationKey, ...] | None = None
    fingerprint: str = ""

    @property
    def have(self) -> int:
        """How many of the migrations that the newer release adds have run."""
        return len(self.ran)

    @property
    def added(self) -> int | None:
        """How many migrations the newer release adds; None where that is not known."""
        return None if self.lacks is None else len(self.ran) + len(self.lacks)

    def of_apps(self, apps: AbstractSet[str]) -> "Lead | None":
        """The same for a database in which only these apps live; None where no row is of one of them."""

        def limited(keys: tuple[MigrationKey, ...]) -> tuple[MigrationKey, ...]:
            return tuple(key for key in keys if key.app_label in apps)

        rows = limited(self.rows)
        lacks = None if self.lacks is None else limited(self.lacks)
        return replace(self, rows=rows, ran=limited(self.ran), lacks=lacks) if rows else None

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
