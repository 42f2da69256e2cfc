"""Why a history is not known, or may not be the present one."""

from datetime import UTC, datetime

from app.domain.failure import Cause
from app.domain.impact.doubts import doubt, unseen

SEEN = datetime(2026, 6, 19, 9, 12, tzinfo=UTC)


def test_why_there_is_no_history():
    assert unseen(None, is_pushed=True) == "Nothing was handed over from it yet."
    assert unseen(None, is_pushed=False) == "It was never seen: driftboard collect reads its history."
    assert unseen(Cause.SCHEMA_GONE, is_pushed=False) == (
        "It was never read: the schema is not there any more. Nothing, if its tenant has left."
    )


def test_why_the_last_history_may_not_be_the_present_one():
    assert not doubt(SEEN, None, is_stale=False)
    assert (
        doubt(SEEN, None, is_stale=True)
        == "It was last seen on 19 Jun 2026, 09:12 UTC, and that is too long ago."
    )
    assert doubt(None, Cause.BUSY, is_stale=True) == (
        "It was seen, and cannot be seen since: the table django_migrations is locked, a migration may be running."
    )
