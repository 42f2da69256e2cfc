"""
The rows of a history as deploys: bursts of rows close to each other in time. For people; Django looks at no time.

    rows:      ||| |        ||                |
    deploys:   4 rows       2 rows            1 row
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.history import History

DEPLOY_GAP = timedelta(seconds=120)
"""Rows less than this apart, one to the next, are of one run."""


@dataclass(frozen=True, slots=True)
class Deploy:
    """Rows of which each was recorded less than `DEPLOY_GAP` after the one before it, in order of time."""

    start: datetime
    end: datetime
    rows: int


def deploys(history: History) -> tuple[Deploy, ...]:
    """The deploys, the oldest first; rows whose time cannot be read are in none of them."""
    return tuple(_bursts(sorted(moment for row in history.rows if (moment := row.applied_at) is not None)))


def _bursts(moments: list[datetime]) -> Iterator[Deploy]:
    begun = 0
    for place, moment in enumerate(moments):
        if place + 1 == len(moments) or moments[place + 1] - moment >= DEPLOY_GAP:
            yield Deploy(moments[begun], moment, place + 1 - begun)
            begun = place + 1
