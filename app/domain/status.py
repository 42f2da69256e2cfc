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
