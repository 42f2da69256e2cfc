"""The status of one migration in one environment."""

from enum import StrEnum


class Status(StrEnum):
    """One word all the way: the JSON value, the CSS class, the colour token, the legend entry, the icon."""

    APPLIED = "applied"
    PENDING = "pending"
    MISSING_DEPENDENCY = "missing-dependency"
    MISSING = "missing"
    OUT_OF_ORDER = "out-of-order"
    UNKNOWN = "unknown"
    REPLACED = "replaced"
    SQUASH = "squash"
    PARTIAL_SQUASH = "partial-squash"
    DUPLICATE = "duplicate"
    FORKED = "forked"
    ELSEWHERE = "elsewhere"


STATUS_WORDS = {status: status.value.replace("-", " ") for status in Status}
"""A status in words, as pages and terminal say it."""

WORST = (
    Status.MISSING_DEPENDENCY,
    Status.MISSING,
    Status.FORKED,
    Status.PARTIAL_SQUASH,
    Status.UNKNOWN,
    Status.DUPLICATE,
    Status.OUT_OF_ORDER,
    Status.PENDING,
    Status.SQUASH,
    Status.APPLIED,
    Status.REPLACED,
    Status.ELSEWHERE,
)
"""Every status, the worst first: what a lane, or a capsule of several statuses, is coloured by."""

SEVERITY = {status: place for place, status in enumerate(WORST)}
QUIET = frozenset((Status.APPLIED, Status.SQUASH, Status.REPLACED, Status.ELSEWHERE))
"""Statuses in which nothing is to be done. `ELSEWHERE`: the app lives in another database."""
