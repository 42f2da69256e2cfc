"""
Moments on a page.

Live pages say how long ago something was. Pinned pages never change, so they say when it was.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from app.domain import english

MAX_MOMENTS = 4096
"""A fleet has one or two for each environment."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as a template shows it: `text`, `iso` for the `datetime` attribute, `title` for the tooltip."""

    text: str
    iso: str
    title: str


@dataclass(frozen=True, slots=True)
class Times:
    """The moments of one page, in words; `now` is None on a pinned page."""

    now: datetime | None

    def of(self, moment: datetime) -> Moment:
        """`2 min ago` on a live page, `19 Jun 2026, 09:12 UTC` on a pinned one."""
        text = english.absolute(moment) if self.now is None else english.ago(moment, now=self.now)
        return _moment(moment, text)

    def short(self, moment: datetime) -> Moment:
        """The moment for a narrow column: `2 min` on a live page, `19 Jun 2026` on a pinned one."""
        if self.now is None:
            return _moment(moment, english.date(moment))
        relative = self.of(moment)
        return Moment(relative.text.removesuffix(" ago"), relative.iso, relative.title)

    @staticmethod
    def absolute(moment: datetime, *, seconds: bool = False) -> Moment:
        """The date and the time, on any page."""
        return _moment(moment, english.absolute(moment, seconds=seconds))

    def clock(self, moment: datetime) -> str:
        """`08:55 UTC` on a live page of the same day, `19 Jun 2026, 08:55 UTC` elsewhere."""
        return english.absolute(moment) if self.now is None else english.clock(moment, now=self.now)

    @property
    def as_of(self) -> str:
        """` As of 09:14 UTC.` for the preview of a live page, which may be read later; empty on a pinned page."""
        return "" if self.now is None else f" As of {self.now.astimezone(UTC):%H:%M} UTC."

    def since(self, moment: datetime) -> str:
        """`for 3 h 12 min` on a live page, `since 19 Jun 2026, 09:12 UTC` on a pinned one."""
        if self.now is None:
            return f"since {english.absolute(moment)}"
        if english.is_later(moment, now=self.now):
            return f"since {english.absolute(moment)}, which is later than now: the clock here was ahead"
        return f"for {english.span(self.now - moment)}"


def _moment(moment: datetime, text: str) -> Moment:
    return Moment(text, *_iso_and_title(moment))


@lru_cache(MAX_MOMENTS)
def _iso_and_title(moment: datetime) -> tuple[str, str]:
    """What is said of a moment whenever it is said."""
    iso = moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return iso, english.absolute(moment, seconds=True)
