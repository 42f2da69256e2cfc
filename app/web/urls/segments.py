"""
The parts of a path: moments, labels and fingerprints.

    2026-06-19T0912Z~7c1f0a9e41     a moment and a history
    v2.4~4be19d02aa                 a label (`labels`) and a release

The words before `~` are for readers; the fingerprint decides. Addresses are written with its first 10 hex digits; any
unique prefix of 8 or more is accepted. Times are UTC.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

WRITTEN_DIGITS = 10
"""Hex digits of a fingerprint in the addresses that we write."""

MIN_DIGITS = 8
"""An address with fewer hex digits of a fingerprint is no address."""

FINGERPRINT = re.compile(rf"[0-9a-f]{{{MIN_DIGITS},64}}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{4}(\d{2})?Z")


class AddressError(ValueError):
    """An address of a form that no page has; the text is a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class MomentSegment:
    """A moment in an address: a minute or a second, from `start` to just before `end`."""

    start: datetime
    end: datetime

    @classmethod
    def parse(cls, text: str) -> Self:
        """The moment that `2026-06-19T0912Z` or `2026-06-19T091240Z` names; raises `AddressError` for other texts."""
        match = _MOMENT.fullmatch(text)
        seconds = bool(match and match[1])
        form = "%Y-%m-%dT%H%M%SZ" if seconds else "%Y-%m-%dT%H%MZ"
        try:
            moment = datetime.strptime(text if match else "", form).replace(tzinfo=UTC)
            return cls(moment, moment + (timedelta(seconds=1) if seconds else timedelta(minutes=1)))
        except (ValueError, OverflowError) as error:
            raise AddressError(f"{text} is not a moment; one looks like 2026-06-19T0912Z.") from error

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def last(self) -> datetime:
        """The last microsecond of it."""
        return self.end - timedelta(microseconds=1)


def minute(moment: datetime) -> str:
    """The minute of a moment, `2026-06-19T0912Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H%MZ}"


def second(moment: datetime) -> str:
    """The second of a moment, `2026-06-19T091240Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"


def iso(moment: datetime) -> str:
    """A moment in JSON, `2026-06-19T09:12:40Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def short(fingerprint: str) -> str:
    """The first digits of a fingerprint, as addresses are written."""
    return fingerprint[:WRITTEN_DIGITS]


def split_segment(segment: str) -> tuple[str, str]:
    """
    The words and the digits of the fingerprint in a segment: `v2.4` and `4be19d02aa` of `v2.4~4be19d02aa`.

    Raises `AddressError` for a segment without a fingerprint.
    """
    words, _, digits = segment.rpartition("~")
    if not words or not FINGERPRINT.fullmatch(digits.lower()):
        raise AddressError(f"{segment} names no fingerprint; one looks like v2.4~4be19d02aa.")
    return words, digits.lower()
