"""Why nothing is known of an environment, or why what is known may not be the present."""

from datetime import datetime

from app.domain.english import absolute, capital
from app.domain.failure import Cause


def unseen(cause: Cause | None, *, is_pushed: bool) -> str:
    """Why there is no history; `cause` is that of the collections that fail. With `is_pushed` nothing is collected."""
    if cause is not None:
        return f"It was never read: {cause.sentence}. {capital(cause.next_step)}"
    return (
        "Nothing was handed over from it yet."
        if is_pushed
        else "It was never seen: driftboard collect reads its history."
    )


def doubt(seen_at: datetime | None, cause: Cause | None, *, is_stale: bool) -> str:
    """Why the last history, seen at that moment, may not be the present one; empty where there is no doubt."""
    seen = "It was seen" if seen_at is None else f"It was last seen on {absolute(seen_at)}"
    if cause is not None:
        return f"{seen}, and cannot be seen since: {cause.sentence}."
    return f"{seen}, and that is too long ago." if is_stale else ""
