"""
What one operation of a newer release means for the code of an older one that runs on: harmless, it breaks, or unknown.

    bearing       what it changes, of which table and column, whether reading or writing breaks
    judged step   a migration with the bearings of its operations: the worst one counts
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.keys import MigrationKey
from app.domain.release import Operation


class Judgement(StrEnum):
    """Whether old code works on: it does, it does not, or nobody can tell from the files."""

    HARMLESS = "harmless"
    CANNOT_TELL = "cannot-tell"
    BREAKS = "breaks"


WEIGHT = {answer: number for number, answer in enumerate(Judgement)}


class Reason(StrEnum):
    """Why an operation is harmless to old code, breaks it, or cannot be judged."""

    NOTHING = "nothing"
    NEW_TABLE = "new-table"
    NEW_COLUMN = "new-column"
    ONLY_NEW = "only-new"
    NOT_USED = "not-used"

    TABLE_GOES = "table-goes"
    TABLE_RENAMED = "table-renamed"
    COLUMN_GOES = "column-goes"
    COLUMN_RENAMED = "column-renamed"
    NEEDS_VALUE = "needs-value"
    REFUSES_EMPTY = "refuses-empty"

    CODE = "code"
    SQL = "sql"
    OWN = "own"
    SEPARATE = "separate"
    NO_NAMES = "no-names"
    MAY_BE_USED = "may-be-used"
    MAY_NEED_VALUE = "may-need-value"
    ALTERED = "altered"
    MODEL_RENAMED = "model-renamed"
    RULE_ADDED = "rule-added"
    RULE_REMOVED = "rule-removed"
    RULE_CHANGED = "rule-changed"
    CHANGED_LATER = "changed-later"
    PARTLY_KNOWN = "partly-known"
    NOT_COVERED = "not-covered"


ANSWERS = {
    reason: answer
    for answer, reasons in (
        (
            Judgement.HARMLESS,
            (Reason.NOTHING, Reason.NEW_TABLE, Reason.NEW_COLUMN, Reason.ONLY_NEW, Reason.NOT_USED),
        ),
        (
            Judgement.BREAKS,
            (
                *(Reason.TABLE_GOES, Reason.TABLE_RENAMED, Reason.COLUMN_GOES, Reason.COLUMN_RENAMED),
                *(Reason.NEEDS_VALUE, Reason.REFUSES_EMPTY),
            ),
        ),
    )
    for reason in reasons
}
"""The answer of each reason; nobody can tell of the others."""

ONLY_WRITES = frozenset({Reason.NEEDS_VALUE, Reason.REFUSES_EMPTY})
"""The reasons that break what is written, and leave reading alone."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """
    What one operation does to old code: the reason, and of which table and column, where these are known by name.

    `to` is the new name of either. `refers` are the tables whose rows cannot be deleted by old code once a new row
    refers to them: Django deletes or clears those itself, and old code does not know of them.
    """

    operation: Operation | None
    reason: Reason
    table: str = ""
    column: str = ""
    to: str = ""
    refers: tuple[str, ...] = ()

    @property
    def judgement(self) -> Judgement:
        return ANSWERS.get(self.reason, Judgement.CANNOT_TELL)

    @property
    def breaks(self) -> tuple[str, ...]:
        """What breaks: `read`, `write`, both or nothing."""
        if self.judgement is not Judgement.BREAKS:
            return ()
        return ("write",) if self.reason in ONLY_WRITES else ("read", "write")


@dataclass(frozen=True, slots=True)
class JudgedStep:
    """A migration that the older release does not have, and what each of its operations does to old code."""

    key: MigrationKey
    bearings: tuple[Bearing, ...]

    @property
    def judgement(self) -> Judgement:
        return worst(bearing.judgement for bearing in self.bearings)

    @property
    def worst(self) -> tuple[Bearing, ...]:
        """The bearings that decide its answer, each once."""
        judgement = self.judgement
        return tuple(dict.fromkeys(bearing for bearing in self.bearings if bearing.judgement is judgement))

    @property
    def refers(self) -> tuple[str, ...]:
        """The tables whose rows old code may fail to delete, sorted."""
        return tuple(sorted({table for bearing in self.bearings for table in bearing.refers}))


def worst(answers: Iterable[Judgement]) -> Judgement:
    """The worst of some answers: breaking before unknown, unknown before harmless."""
    return max(answers, key=WEIGHT.__getitem__, default=Judgement.HARMLESS)
