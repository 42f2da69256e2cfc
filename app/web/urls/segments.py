"""
The parts of a path: moments, labels and fingerprints.

    2026-06-19T0912Z~7c1f0a9e41     a moment and a history
    v2.4~4be19d02aa                 a label and a release

The words are for readers, the fingerprint decides. An address writes 10 hex digits of it; any unique prefix of 8 or
more is accepted. Times are UTC.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

DIGITS = 10
SHORTEST = 8
FINGERPRINT = re.compile(rf"[0-9a-f]{{{SHORTEST},64}}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{4}(\d{2})?Z")


class AddressError(ValueError):
    """An address that nothing of ours writes; the text is a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class MomentSegment:
    """A moment in an address: from `start` to just before `end`, a minute or a second long."""

    start: datetime
    end: datetime

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-06-19T0912Z` or `2026-06-19T091240Z`."""
        found = _MOMENT.fullmatch(text)
        seconds = bool(found and found[1])
        form = "%Y-%m-%dT%H%M%SZ" if seconds else "%Y-%m-%dT%H%MZ"
        try:
            moment = datetime.strptime(text if found else "", form).replace(tzinfo=UTC)
        except ValueError as error:
            raise AddressError(f"{text} is not a moment; one looks like 2026-06-19T0912Z.") from error
        return cls(moment, moment + (timedelta(seconds=1) if seconds else timedelta(minutes=1)))

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def last(self) -> datetime:
        """The last instant that still belongs to it."""
        return self.end - timedelta(microseconds=1)


def minute(moment: datetime) -> str:
    """`2026-06-19T0912Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H%MZ}"


def second(moment: datetime) -> str:
    """`2026-06-19T091240Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"


def iso(moment: datetime) -> str:
    """`2026-06-19T09:12:40Z`, for JSON."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def short(fingerprint: str) -> str:
    """The digits that an address writes."""
    return fingerprint[:DIGITS]


def word(label: str) -> str:
    """A label as one segment of a path: whatever is not a letter, a digit, a dot or a dash becomes a dash."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", label) or "release"


def named(segment: str) -> tuple[str, str]:
    """Split `v2.4~4be19d02aa` into the word and the digits of the fingerprint."""
    text, _, digits = segment.rpartition("~")
    if not text or not FINGERPRINT.fullmatch(digits.lower()):
        raise AddressError(f"{segment} names no fingerprint; one looks like v2.4~4be19d02aa.")
    return text, digits.lower()
