"""The labels along an axis of time: at most eight, on round moments, in UTC."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

MAX_TICKS = 8

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Steps are counted from here, so that the same moments are round on every axis."""

STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 30, 60, 180, 360, 720, 1440, 2880, 7 * 1440, 14 * 1440)
)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def ticks(start: datetime, end: datetime) -> tuple[tuple[datetime, str], ...]:
    """
    The round moments from `start` to `end` with their labels: `08:40`, `19 Jun`, `May 2026`.

    Empty where there is no round moment between the two.
    """
    length = end - start
    for step in STEPS:
        if length <= step * MAX_TICKS:
            time_format = "%H:%M" if step < timedelta(days=1) else ""
            return tuple((moment, _label(moment, time_format)) for moment in _even(start, end, step))
    for months in MONTH_STEPS:
        moments = tuple(_monthly(start, end, months))
        if len(moments) <= MAX_TICKS:
            break
    return tuple((moment, f"{moment:%b %Y}") for moment in moments[:MAX_TICKS])


def _label(moment: datetime, time_format: str) -> str:
    return moment.strftime(time_format) if time_format else f"{moment.day} {moment:%b}"


def _even(start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    """The multiples of `step` from the first one not before `start`."""
    moment = EPOCH + step * -((EPOCH - start) // step)
    while moment <= end:
        yield moment
        moment += step


def _monthly(start: datetime, end: datetime, months: int) -> Iterator[datetime]:
    """The first days of every so many months, after `start`'s month where that one is not round."""
    number = start.year * 12 + start.month
    number += -number % months
    while number // 12 <= end.year:
        moment = datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
        if moment > end:
            return
        yield moment
        number += months
