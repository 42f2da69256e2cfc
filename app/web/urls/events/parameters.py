"""The parameters of a time line: kinds, days, and a place in it."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from app.domain.events.span import Mark
from app.domain.events.what import EventKind
from app.web.urls.segments import AddressError

_MARK = re.compile(r"([0-9]{8}T[0-9]{6}\.[0-9]{6})Z-([0-9])-([0-9]{1,18})")
_FORM = "%Y%m%dT%H%M%S.%f"


def mark_text(mark: Mark) -> str:
    """A mark in an address: `20260619T091240.123456Z-3-4711`."""
    return f"{mark.at.astimezone(UTC).strftime(_FORM)}Z-{mark.source}-{mark.number}"


def mark_of(text: str) -> Mark | None:
    """The mark that a text names, None for an empty one; raises `AddressError` for other texts."""
    if not text:
        return None
    found = _MARK.fullmatch(text)
    try:
        moment = datetime.strptime(found[1] if found else "", _FORM).replace(tzinfo=UTC)
    except ValueError as error:
        raise AddressError(f"{text} is no place in a time line.") from error
    assert found is not None  # noqa: S101 - for the type checker: else no moment was read
    return Mark(moment, int(found[2]), int(found[3]))


def day_of(text: str) -> date | None:
    """The day that a text names, None for an empty one; raises `AddressError` for other texts."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        _ = datetime.combine(day, time(), UTC) + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise AddressError(f"{text} is no day; one looks like 2026-06-19.") from error
    return day


def kinds_of(texts: Iterable[str]) -> tuple[EventKind, ...]:
    """The kinds that texts name, each once, in the order in which they are shown; raises `AddressError`."""
    found = set()
    for text in texts:
        if text not in set(EventKind):
            raise AddressError(f"{text} is no kind of event; the kinds are {', '.join(EventKind)}.")
        found.add(EventKind(text))
    return tuple(kind for kind in EventKind if kind in found)
