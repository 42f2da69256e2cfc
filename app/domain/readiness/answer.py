"""
Whether one database can take a release.

    no         Django refuses, or runs something else than what is meant
    unknown    nobody can tell: not seen, not readable, left to chance
    mind       the plan runs, and a finding or a newer release is worth a thought before it
    yes        the plan runs, or there is nothing to run

A plan that exits with 0 is not yet a yes. After a partial squash whose replaced files are gone, Django skips migrations
without a word; over tables that are there it creates them again and fails half-way.
"""

from enum import StrEnum

from app.domain.drift import Drift
from app.domain.findings import Code, Finding, Severity


class Answer(StrEnum):
    """Whether an environment can take a release, in the order in which it is shown everywhere."""

    NO = "no"
    UNKNOWN = "unknown"
    MIND = "mind"
    YES = "yes"


ANSWER_WORDS = {
    Answer.NO: "No",
    Answer.UNKNOWN: "Unknown",
    Answer.MIND: "Yes, mind",
    Answer.YES: "Yes",
}
"""An answer in words, as pages and terminal say it."""

ANSWER_ORDER = {answer: position for position, answer in enumerate(Answer)}
"""The position of each answer, the worst first."""

STOPPING = frozenset(
    {Code.SILENT_SKIP, Code.STARTS_ANEW, Code.RUNS_AGAIN, Code.RENAMED, Code.TABLES_WITHOUT_ROWS}
)
"""Findings that Django lets pass and that stop a release: migrations are skipped, or run over what they made before."""

DOUBTFUL = frozenset({Code.HOLLOW_SQUASH_ROW, Code.RELABELLED, Code.TABLE_ELSEWHERE})
"""Findings of which the rows do not tell whether the tables that the plan creates are there already."""


def answer_of(drift: Drift) -> Answer:
    """Whether a database with this history can take the release that it is compared with."""
    if not drift.is_outcome_certain:
        return Answer.UNKNOWN
    if drift.outcome.refuses or any(finding.code in STOPPING for finding in drift.findings):
        return Answer.NO
    if drift.undecided or drift.outcome.plan is None or any(f.code in DOUBTFUL for f in drift.findings):
        return Answer.UNKNOWN
    is_quiet = all(finding.code.severity is Severity.INFORMATION for finding in drift.findings)
    return Answer.YES if is_quiet and not drift.leads else Answer.MIND


def grounds(drift: Drift) -> tuple[Finding, ...]:
    """The findings for which the answer is not yes, the one to tell first at the beginning; empty where none is."""
    match answer_of(drift):
        case Answer.NO:
            blocking = [each for each in drift.findings if each.code.severity is Severity.BLOCKING]
            return (*blocking, *(each for each in drift.findings if each.code in STOPPING))
        case Answer.UNKNOWN if drift.is_outcome_certain:
            return tuple(each for each in drift.findings if each.code in DOUBTFUL | {Code.UNDEFINED})
        case Answer.MIND:
            return tuple(each for each in drift.findings if each.code.severity is not Severity.INFORMATION)
        case _:
            return ()
