"""When a row was recorded, as surely as its text tells: one without a UTC offset may be of any time zone."""

from datetime import datetime, timedelta

from app.domain.history import Row

MAX_OFFSET = timedelta(hours=14)
"""A recorded time without a UTC offset may be wrong by this much, the largest offset on earth."""


def uncertainty(row: Row) -> timedelta:
    """By how much the time of a row may be wrong. Raises `ValueError` where its text is no time."""
    return MAX_OFFSET if datetime.fromisoformat(row.applied).tzinfo is None else timedelta()


def is_surely_before(row: Row, moment: datetime) -> bool:
    """Whether a row was recorded before a moment in every time zone; not so where its time cannot be read."""
    return row.applied_at is not None and row.applied_at + uncertainty(row) < moment
