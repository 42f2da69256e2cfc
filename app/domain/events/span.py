"""A stretch of time, and where a reader stopped in it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """
    One stored fact in the order of a time line, the newest first: by moment, then by source, then by number.

    Of one moment the sources come in rising order, the numbers in falling.
    """

    at: datetime
    source: int
    number: int

    @property
    def order(self) -> tuple[float, int, int]:
        """Rises as the time line goes on to what is older."""
        return -self.at.timestamp(), self.source, -self.number


@dataclass(frozen=True, slots=True)
class Span:
    """From `begin` to just before `end`, each None for all time; with `after` only what comes after that mark."""

    begin: datetime | None = None
    end: datetime | None = None
    after: Mark | None = None
