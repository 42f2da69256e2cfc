"""Whether a difference leads to a newer release, back to an older one, or to one beside it."""

from enum import StrEnum


class Direction(StrEnum):
    """Where the second release of a difference stands: after the first, before it, or neither is known."""

    FORWARD = "forward"
    BACK = "back"
    NEUTRAL = "neutral"
