"""
The seats for connections: so many and no more, each for a client that does its part.

A process has so many files open and no more, and whoever takes them all with half requests locks everybody out, our own
store too. When all seats are taken, a new client gets that of the one who has kept us waiting for longest.
"""

import asyncio
import resource
from enum import IntEnum
from typing import Protocol

import structlog

log = structlog.get_logger(__name__)

MOST = 500
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_WORDS = 60.0
SECONDS_TO_BE_HEARD = 0.5
"""For so long a connection is new."""


class Part(IntEnum):
    """What a connection waits for, in the order in which seats are taken away where there are no more."""

    HEAD = 0
    BODY = 1
    TAKING = 2
    ANSWER = 3


class Seated(Protocol):
    """A connection, as the seats see it."""

    @property
    def part(self) -> Part:
        """What it waits for."""
        ...

    since: float
    """The moment of the loop's clock since when."""

    def is_overdue(self, now: float) -> bool:
        """Whether its client has not done its part in time."""
        ...

    def end(self) -> None:
        """Close it now."""
        ...


def number_of_seats() -> int:
    """Half of the files that the process may open, as databases, the store and repositories need the others."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if limit == resource.RLIM_INFINITY else max(4, min(MOST, limit // 2))


def _rank(seated: Seated, now: float) -> tuple[float, float]:
    """
    The order in which seats are taken away: half heads, bodies, who has just come, who takes an answer.

    Of a crowd that comes at once none has been heard yet: without a moment for that, each would take the seat of the
    one before it, a good client's too, while the slow ones keep theirs.
    """
    is_new = seated.part is Part.HEAD and now - seated.since < SECONDS_TO_BE_HEARD
    return (Part.BODY + 0.5 if is_new else seated.part, seated.since)


class Seats:
    """The connections of a server. All is done in the loop of that server."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._taken: set[Seated] = set()
        self._looks: asyncio.TimerHandle | None = None
        self._ended = 0
        self._told = -SECONDS_BETWEEN_WORDS

    def take(self, seated: Seated) -> None:
        """Give a seat to a new connection: the one that its client has wasted for longest, where none is free."""
        self._taken.add(seated)
        if len(self._taken) > self._number:
            now = asyncio.get_running_loop().time()
            first = min(self._taken - {seated}, key=lambda one: _rank(one, now))
            self._end(seated if first.part is Part.ANSWER else first)
        if self._looks is None:
            self._looks = asyncio.get_running_loop().call_later(SECONDS_BETWEEN_LOOKS, self._look)

    def leave(self, seated: Seated) -> None:
        """The connection is closed."""
        self._taken.discard(seated)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for seated in [one for one in self._taken if one.is_overdue(now)]:
            self._end(seated)
        if self._ended and now - self._told >= SECONDS_BETWEEN_WORDS:
            log.warning("connections.ended", number=self._ended, seats=self._number)
            self._ended, self._told = 0, now
        self._looks = (
            loop.call_later(SECONDS_BETWEEN_LOOKS, self._look) if self._taken or self._ended else None
        )

    def _end(self, seated: Seated) -> None:
        self._taken.discard(seated)
        self._ended += 1
        seated.end()
