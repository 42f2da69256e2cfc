"""What `migrate` would do, as a part of the document of a comparison and as lines for a terminal."""

from collections.abc import Iterator
from typing import Any

from app.domain.drift import Drift
from app.domain.outcome import Outcome

UNCERTAIN = "If what could not be read changes nothing, "


def document(drift: Drift) -> dict[str, Any]:
    """
    The outcome as JSON. `alternatives` is there where chance decides: every outcome that can come about.

    `certain` is there, and false, where a place that could not be read may change the outcome.
    """
    outcome = drift.outcome
    members = _members(outcome)
    if outcome.alternatives:
        members["alternatives"] = [_members(alternative) for alternative in outcome.alternatives]
    return members if drift.is_outcome_certain else {**members, "certain": False}


def _members(outcome: Outcome) -> dict[str, Any]:
    return {
        "raises": outcome.raises,
        "messages": list(outcome.messages),
        "plan": None if outcome.plan is None else [str(key) for key in outcome.plan],
    }


def lines(drift: Drift) -> Iterator[str]:
    """The outcome for a terminal, with an empty line after it; nothing where Django has nothing to run."""
    outcome = drift.outcome
    if not outcome.alternatives:
        yield from _lines(outcome, "" if drift.is_outcome_certain else UNCERTAIN)
        return
    number = len(outcome.alternatives)
    yield f"Chance decides between {number} outcomes:"
    yield ""
    for position, alternative in enumerate(outcome.alternatives, 1):
        yield from list(_lines(alternative, f"{position} of {number}: ")) or [
            f"{position} of {number}: Django has nothing to run.",
            "",
        ]


def _lines(outcome: Outcome, before: str) -> Iterator[str]:
    if outcome.raises:
        choice = "" if len(outcome.messages) == 1 else ", one of these, by chance"
        if outcome.has_more:
            choice = ", one of these or the same circle begun elsewhere, by chance"
        yield f"{before}Django raises {outcome.raises}{choice}:"
        yield from (f"  {message}" for message in outcome.messages)
        yield ""
    elif outcome.plan:
        yield f"{before}Django would run:"
        yield from (f"  {n:3}. {key}" for n, key in enumerate(outcome.plan, 1))
        yield ""
