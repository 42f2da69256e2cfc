"""Numbers, times and sentences as a page says them. Plain text; the tone is decided here and nowhere else."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from app.domain.release import Operation

DAY = timedelta(hours=24)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 migration`, `13 migrations`, `1,988 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def date(moment: datetime) -> str:
    """`19 Jun 2026`, in UTC."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%b %Y}"


def absolute(moment: datetime, *, seconds: bool = False) -> str:
    """`19 Jun 2026, 08:55 UTC`."""
    moment = moment.astimezone(UTC)
    return f"{date(moment)}, {moment:%H:%M:%S} UTC" if seconds else f"{date(moment)}, {moment:%H:%M} UTC"


def span(length: timedelta) -> str:
    """`40 s`, `12 min`, `3 h 12 min`, `2 days`."""
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


def ago(moment: datetime, *, now: datetime) -> str:
    """`just now`, `2 min ago` and so on for a day, then the date."""
    length = now - moment
    if length > DAY:
        return date(moment)
    if length < timedelta(seconds=10):
        return "just now"
    return f"{_rough(length)} ago"


def _rough(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 3600 else f"{seconds // 3600} h"


def listed(names: Sequence[str], most: int = 3) -> str:
    """`a`, `a and b`, `a, b, c and 4 more`."""
    shown = list(names[:most])
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def kinds(operations: Iterable[Operation], most: int = 3) -> str:
    """What kinds of things a migration does: `AddField and RunPython`."""
    found = list(dict.fromkeys(operation.kind for operation in operations))
    return listed(found, most) if found else "no operation"


def cut(text: str, most: int, ending: str = "") -> str:
    """At most so many characters, cut between two words, with the ending whole."""
    if len(text) + len(ending) <= most:
        return text + ending
    kept = text[: most - len(ending) - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(",;: ") + "…" + ending


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]
