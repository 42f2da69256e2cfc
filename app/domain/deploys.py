"""
Deploys: groups of rows that were recorded shortly after each other.

They help people to read a history. Django itself never looks at times.

    rows:      ||| |        ||                |
    deploys:   4 rows       2 rows            1 row
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.history import History

DEPLOY_GAP = timedelta(seconds=120)
"""A row recorded this long after the one before it, or longer, begins a new deploy."""


@dataclass(frozen=True, slots=True)
class Deploy:
    """A group of rows: the times of its first and its last row, and how many rows it has."""

    start: datetime
    end: datetime
    row_count: int


def deploys(history: History) -> tuple[Deploy, ...]:
    """Return the deploys, the oldest first. Rows whose time cannot be read belong to none."""
    return tuple(_deploys(sorted(time for row in history.rows if (time := row.applied_at) is not None)))


def _deploys(times: list[datetime]) -> Iterator[Deploy]:
    start = 0
    for index, time in enumerate(times):
        if index + 1 == len(times) or times[index + 1] - time >= DEPLOY_GAP:
            yield Deploy(times[start], time, index + 1 - start)
            start = index + 1
