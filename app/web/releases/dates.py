"""The date of a release: that of its commit, beside the moment at which Driftboard read it."""

from datetime import datetime

from app.domain import english


def commit_words(committed_at: datetime | None) -> str:
    """`commit of 19 Jun 2026`; empty where its date is not known."""
    return "" if committed_at is None else f"commit of {english.date(committed_at)}"
