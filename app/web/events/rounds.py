"""What was seen first in one round: many environments that stand on the page as one event."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from app.domain.events.event import Event
from app.domain.events.what import What

APART = timedelta(minutes=1)
"""Looks of one round are not further apart."""

FEW = 3
"""So many environments each keep an event of their own."""


def rounds(events: Iterable[Event]) -> Iterator[tuple[Event, ...]]:
    """Yield the events in their order: first looks of one round that follow one another together, others alone."""
    together: list[Event] = []
    for event in events:
        if together and not _belongs(together[-1], event):
            yield from _told(together)
            together = []
        together.append(event)
    yield from _told(together)


def _belongs(before: Event, event: Event) -> bool:
    is_first = before.what is What.FIRST_SEEN is event.what
    return is_first and before.at - event.at < APART


def _told(together: list[Event]) -> Iterator[tuple[Event, ...]]:
    if len({event.environment for event in together}) > FEW:
        yield tuple(together)
    else:
        yield from ((event,) for event in together)
