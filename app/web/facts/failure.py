"""A failure as a part of JSON documents."""

from app.domain.failure import Failure
from app.web.urls import segments


def failure_document(failure: Failure | None) -> dict[str, str] | None:
    """Why an environment is not seen, what to do next, and since when; None where it is seen."""
    if failure is None:
        return None
    return {
        "cause": failure.cause.value,
        "sentence": failure.cause.sentence,
        "next_step": failure.cause.next_step,
        "since": segments.iso(failure.since),
    }
