"""Facts of a live page, remembered until something is written or the clock alone changes one of them."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from app.config import Environment
from app.domain.fleet.sighting import next_turn
from app.store.revision import remembered
from app.store.sessions import Answers, ReadSession, StoreCache
from app.web.facts.parts import Part

Facts = TypeVar("Facts")


@dataclass(frozen=True, eq=False)
class Steady(Generic[Facts]):
    """Facts that stay the same from one moment until another (None: for ever), while nothing is written."""

    facts: Facts
    since: datetime
    until: datetime | None

    def holds_at(self, now: datetime) -> bool:
        """Whether they are the facts of this moment too."""
        return self.since <= now and (self.until is None or now < self.until)


def steady(  # noqa: PLR0913 - what an answer is remembered by
    session: ReadSession,
    key: Hashable,
    make: Callable[[], Steady[Facts]],
    *,
    now: datetime,
    weight: Callable[[Facts], int],
    among: Callable[[StoreCache], Answers] = lambda cache: cache.answers,
) -> Facts:
    """
    What `make` answers, as long as it holds. The key has all that it depends on beside the store and the clock.

    `among` are the answers with which it shares its bound.
    """
    found = remembered(
        session,
        key,
        make,
        weight=lambda made: 1 + weight(made.facts),
        holds=lambda made: made.holds_at(now),
        among=among,
    )
    return found.facts


def next_turn_of(parts: Iterable[tuple[Environment, Part]], now: datetime) -> datetime | None:
    """When the first of these parts counts as unseen, or as seen again, by the clock alone; None for never."""
    turns = (next_turn(part.seen_at, now=now, limit=of.stale_after) for of, part in parts)
    return min(filter(None, turns), default=None)
