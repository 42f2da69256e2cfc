"""
The worst that was known of an environment on each of the last days.

    day        1  2  3  4  5  6  7  8  9 10 11 12 13 14
    verdict    –  –  i  i  i  B  B  i  i  ?  ?  i  b  b      B blocked, b behind, i in step, ? unseen

A day counts what was seen on it. A day on which nothing was seen is unseen, whatever was seen before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.domain.events.placements import Placements
from app.domain.findings import Verdict
from app.domain.fleet.sighting import VERDICT_ORDER
from app.domain.label import Label

DAYS = 14


@dataclass(frozen=True, slots=True)
class SeenHistory:
    """A history of one table, by its fingerprint, from its first look to when it was seen last or counted as seen."""

    table: int
    history: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class DayVerdict:
    """A day in UTC and the worst verdict on it; None before the environment was first looked at."""

    day: date
    verdict: Verdict | None


Judge = Callable[[SeenHistory, Label], Verdict | None]
"""The verdict of a history against a release."""


def days_until(now: datetime) -> tuple[date, ...]:
    """The last days, the present one last."""
    today = now.astimezone(UTC).date()
    return tuple(today - timedelta(days=DAYS - 1 - number) for number in range(DAYS))


def start_of(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), UTC)


def fortnight(
    seen: Iterable[SeenHistory],
    placements: Placements,
    outages: Sequence[tuple[int, datetime, datetime]],
    judge: Judge,
    *,
    now: datetime,
) -> tuple[DayVerdict, ...]:
    """
    The days of one environment.

    `seen` are the histories of all its tables that were seen in that time, and `outages` the table, the start and the
    end of each time in which one could not be read. The work is that of their number, times the days.
    """
    days = days_until(now)
    worst: dict[date, Verdict] = {}
    first: datetime | None = None
    dark = _dark_days(outages, days)
    for history in seen:
        first = history.start if first is None else min(first, history.start)
        for start, end, release in _held_against(history, placements, now):
            lit = [day for day in _days_between(start, end, days) if (history.table, day) not in dark]
            if not lit:
                continue
            verdict = Verdict.NOT_JUDGED if release is None else judge(history, release)
            if verdict is None:
                continue
            for day in lit:
                if day not in worst or VERDICT_ORDER[verdict] < VERDICT_ORDER[worst[day]]:
                    worst[day] = verdict
    begins = None if first is None else first.astimezone(UTC).date()
    return tuple(
        DayVerdict(day, worst.get(day, None if begins is None or day < begins else Verdict.UNSEEN))
        for day in days
    )


def _held_against(
    history: SeenHistory, placements: Placements, now: datetime
) -> Iterable[tuple[datetime, datetime, Label | None]]:
    """The stretches of a history against one release each."""
    end = min(history.end, now)
    if history.start > end:
        return
    inside = [moment for moment in placements.moments if history.start < moment <= end]
    starts = [history.start, *inside]
    for start, until in zip(starts, [*inside, end], strict=True):
        yield start, until, placements.at(start)


def _days_between(start: datetime, end: datetime, days: Sequence[date]) -> Sequence[date]:
    first, last = start.astimezone(UTC).date(), end.astimezone(UTC).date()
    return [day for day in days if first <= day <= last]


def _dark_days(
    outages: Iterable[tuple[int, datetime, datetime]], days: Sequence[date]
) -> set[tuple[int, date]]:
    """The days on the whole of which a table could not be read."""
    return {
        (table, day)
        for table, start, end in outages
        for day in days
        if start <= start_of(day) and start_of(day + timedelta(days=1)) <= end
    }
