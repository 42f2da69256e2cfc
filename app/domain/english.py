"""
Small words for sentences: lists, plurals, spans of time and dates.

Every sentence that a user reads takes them from here. Plain English text, no markup.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

DAY = timedelta(hours=24)

LEEWAY = timedelta(minutes=1)
"""How far a clock that is right may go back."""

NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def listed(names: Iterable[object], most: int | None = None) -> str:
    """`a`, `a and b`, `a, b and c`; with `most` the others are counted: `a, b, c and 4 more`. Empty for no name."""
    words = [str(name) for name in names]
    if most is not None and len(words) > most:
        words = [*words[:most], f"{len(words) - most:,} more"]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 migration`, `13 migrations`, `1,988 rows`."""
    return f"{number:,} {plural(number, one, many or one + 's')}"


def plural(number: int, one: str, many: str) -> str:
    """The word for one thing, or the word for any other number: `is` or `are`, `has` or `have`."""
    return one if number == 1 else many


def date(moment: datetime) -> str:
    """`19 Jun 2026`, in UTC."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%b %Y}"


def absolute(moment: datetime, *, seconds: bool = False) -> str:
    """`19 Jun 2026, 08:55 UTC`."""
    moment = moment.astimezone(UTC)
    return f"{date(moment)}, {moment:%H:%M:%S} UTC" if seconds else f"{date(moment)}, {moment:%H:%M} UTC"


def clock(moment: datetime, *, now: datetime) -> str:
    """`08:55 UTC` for a moment of the same day, else `19 Jun 2026, 08:55 UTC`."""
    moment = moment.astimezone(UTC)
    is_today = moment.date() == now.astimezone(UTC).date()
    return f"{moment:%H:%M} UTC" if is_today else absolute(moment)


def span(length: timedelta) -> str:
    """A length of time in digits, rounded down: `40 s`, `12 min`, `3 h 12 min`, `2 days`."""
    seconds = max(0, int(length.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return count(hours // 24, "day")


def duration(length: timedelta) -> str:
    """A length of time in words, in one unit, rounded down: `three days`, `an hour`, `less than a minute`."""
    seconds = max(0, int(length.total_seconds()))
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        number = seconds // size
        if number == 1:
            return f"{'an' if unit == 'hour' else 'a'} {unit}"
        if number:
            return f"{NUMBERS[number] if number < len(NUMBERS) else f'{number:,}'} {unit}s"
    return "less than a minute"


def is_later(moment: datetime, *, now: datetime) -> bool:
    """Whether a moment of our own clock is yet to come, by more than clocks are set right: it was wrong then."""
    return moment - now > LEEWAY


def ago(moment: datetime, *, now: datetime) -> str:
    """
    `just now`, then `40 s ago`, `2 min ago`, `3 h ago` for a day, then the date.

    `later than now` tells of a clock that was wrong.
    """
    length = now - moment
    if is_later(moment, now=now):
        return "later than now"
    if length > DAY:
        return date(moment)
    seconds = int(length.total_seconds())
    if seconds < 10:
        return "just now"
    if seconds < 60:
        return f"{seconds} s ago"
    return f"{seconds // 60} min ago" if seconds < 3600 else f"{seconds // 3600} h ago"


def cut(text: str, most: int, ending: str = "") -> str:
    """At most `most` characters, cut between two words; `ending` always stays whole."""
    if len(text) + len(ending) <= most:
        return text + ending
    kept = text[: most - len(ending) - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(",;: ") + "…" + ending


def visible(text: str) -> str:
    r"""The text in one line. What is no letter to be seen, such as `\n` or the escape of a terminal, is written out."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text
    )


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]
