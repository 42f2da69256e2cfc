"""The words along an axis of time: at most eight, on round moments, in UTC."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

MOST = 8
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 30, 60, 180, 360, 720, 1440, 2880, 7 * 1440, 14 * 1440)
)
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


def ticks(start: datetime, end: datetime) -> tuple[tuple[datetime, str], ...]:
    """Round moments from `start` to `end` with their words: `08:40`, `19 Jun`, `May 2026`; none where there is none."""
    length = end - start
    for step in STEPS:
        if length <= step * MOST:
            form = "%H:%M" if step < timedelta(days=1) else ""
            return tuple((moment, _words(moment, form)) for moment in _even(start, end, step))
    for months in MONTHS:
        found = tuple(_monthly(start, end, months))
        if len(found) <= MOST:
            break
    return tuple((moment, f"{moment:%b %Y}") for moment in found[:MOST])


def _words(moment: datetime, form: str) -> str:
    return moment.strftime(form) if form else f"{moment.day} {moment:%b}"


def _even(start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    moment = EPOCH + step * -((EPOCH - start) // step)
    while moment <= end:
        yield moment
        moment += step


def _monthly(start: datetime, end: datetime, months: int) -> Iterator[datetime]:
    number = start.year * 12 + start.month
    number += -number % months
    while number // 12 <= end.year:
        moment = datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
        if moment > end:
            return
        yield moment
        number += months
