"""
Whether two texts tell one time.

A database, a backup and a push write the same time in their own forms: `2026-05-01 11:58:00.123456+00`,
`2026-05-01T11:58:00.123Z`, `2026-05-01 13:58:00.12+02`, `2026-05-01 11:58:00`. Where a form has fewer digits of a
second than another, it was cut or rounded.
"""

import re
from datetime import timedelta

from app.domain.history import Row

FRACTION = re.compile(r"\.([0-9]+)")

MOST_DIGITS = 6
"""Digits of a second that are compared: Python, and all databases of Django, know no more."""


def same_moment(one: Row, other: Row) -> bool:
    """Whether two rows tell the same time, as far as the one with fewer digits of a second tells it."""
    if one.applied == other.applied:
        return True
    first, second = one.applied_at, other.applied_at
    if first is None or second is None:
        return False
    digits = min(_digits(one.applied), _digits(other.applied))
    if digits == MOST_DIGITS:
        return first == second
    return abs(first - second) < timedelta(seconds=10**-digits)


def _digits(text: str) -> int:
    """How many digits of a second a text tells, without zeros at their end."""
    found = FRACTION.search(text)
    return 0 if found is None else min(MOST_DIGITS, len(found[1].rstrip("0")))
