"""Which history of a table was held against which release, from which moment on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Look:
    """A history, by its fingerprint, when it was first received, and when it was last seen."""

    history: str
    received_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """From a moment on an environment is held against a release; `is_told`: somebody told that it runs there."""

    release: str
    name: str
    at: datetime
    is_told: bool = False


class Arrival(StrEnum):
    """What a stage began with: the first look of all, another history, or another release."""

    FIRST = "first"
    HISTORY = "history"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Stage:
    """
    One history against one release, known from `at` on.

    `before` is when the history before was last seen: another one came between then and `at`. It is None where the
    stage did not begin with another history.
    """

    history: str
    placement: Placement
    arrival: Arrival
    at: datetime
    before: datetime | None = None


def stages(looks: Iterable[Look], placements: Iterable[Placement]) -> tuple[Stage, ...]:
    """The stages that looks and placements make, newest first. Either may come in any order."""
    return tuple(_stages(looks, placements))[::-1]


def _stages(looks: Iterable[Look], placements: Iterable[Placement]) -> Iterator[Stage]:
    events: list[tuple[datetime, int, Look | Placement]] = [
        *((placement.at, 0, placement) for placement in placements),
        *((look.received_at, 1, look) for look in looks),
    ]
    look: Look | None = None
    placement: Placement | None = None
    for at, _, event in sorted(events, key=lambda event: event[:2]):
        if isinstance(event, Placement):
            is_other = placement is None or placement.release != event.release
            placement = event
            if look is not None and is_other:
                yield Stage(look.history, placement, Arrival.RELEASE, at)
        else:
            previous, look = look, event
            if placement is None or (previous is not None and previous.history == event.history):
                continue
            if previous is None:
                yield Stage(event.history, placement, Arrival.FIRST, at)
            else:
                yield Stage(event.history, placement, Arrival.HISTORY, at, min(previous.seen_at, at))
