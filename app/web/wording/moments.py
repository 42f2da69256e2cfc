"""Moments on a page: relative on live pages, absolute on pinned ones, which must read the same for ever."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain import english


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a template shows it: the text, the machine's form, and the long form for the tooltip."""

    text: str
    iso: str
    title: str


@dataclass(frozen=True, slots=True)
class Times:
    """How this page speaks of time; `now` is None on a pinned page."""

    now: datetime | None

    def of(self, moment: datetime) -> Moment:
        """`2 min ago` on a live page, `19 Jun 2026, 09:12 UTC` on a pinned one."""
        text = english.absolute(moment) if self.now is None else english.ago(moment, now=self.now)
        return _moment(moment, text)

    def short(self, moment: datetime) -> Moment:
        """As `of`, for a narrow place: without the word ago, and on a pinned page the day only."""
        if self.now is None:
            return _moment(moment, english.date(moment))
        shown = self.of(moment)
        return Moment(shown.text.removesuffix(" ago"), shown.iso, shown.title)

    @staticmethod
    def absolute(moment: datetime, *, seconds: bool = False) -> Moment:
        """Always the date and the time."""
        return _moment(moment, english.absolute(moment, seconds=seconds))

    @property
    def as_of(self) -> str:
        """What a live page says of itself where it is quoted; a pinned one says nothing."""
        return "" if self.now is None else f" As of {self.now.astimezone(UTC):%H:%M} UTC."

    def since(self, moment: datetime) -> str:
        """`for 3 h 12 min` on a live page, `since 19 Jun 2026, 09:12 UTC` on a pinned one."""
        if self.now is None:
            return f"since {english.absolute(moment)}"
        return f"for {english.span(self.now - moment)}"


def _moment(moment: datetime, text: str) -> Moment:
    iso = moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Moment(text, iso, english.absolute(moment, seconds=True))
