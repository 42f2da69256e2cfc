"""
An inversion: two recorded migrations whose rows stand in the other order than the graph says, and why.

Inversions are for people. Django itself never compares ids or times.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.keys import MigrationKey


class Weight(StrEnum):
    """How much an inversion says: nothing, nothing certain, or that somebody should look."""

    EXPLAINED = "explained"
    AMBIGUOUS = "ambiguous"
    UNEXPLAINED = "unexplained"


class InversionReason(StrEnum):
    """Why two rows may stand the other way round although nothing went wrong, or that nothing explains it."""

    SQUASH = "squash"
    INSIDE_SQUASH = "inside-squash"
    FORMER_SQUASH = "former-squash"
    RENAMED = "renamed"
    EDGE_ADDED_LATER = "edge-added-later"
    MOVING_DEPENDENCY = "moving-dependency"
    TIE = "tie"
    CLOCK = "clock"
    IDS = "ids"
    BASELINE = "baseline"
    RE_RECORDED = "re-recorded"
    REPAIR = "repair"
    UNKNOWN = "unknown"

    @property
    def sentence(self) -> str:
        """The reason in words, to stand after a colon."""
        return SENTENCES[self]


SENTENCES = {
    InversionReason.SQUASH: "a squash's row is written when all it replaces is recorded, not when it runs",
    InversionReason.INSIDE_SQUASH: "one squash recorded both, in the order of its list",
    InversionReason.FORMER_SQUASH: "it was a squash, and a squash's row is written late",
    InversionReason.RENAMED: "it was recorded under another name before",
    InversionReason.EDGE_ADDED_LATER: "an earlier release did not have this dependency",
    InversionReason.MOVING_DEPENDENCY: "the dependency names no migration, but the first or last of an app",
    InversionReason.TIE: "ids say so, but both carry the same time",
    InversionReason.CLOCK: "times say so, but ids do not: a clock went back or two hosts disagree",
    InversionReason.IDS: "ids say so, but times do not: ids were reused or rows were copied",
    InversionReason.BASELINE: "both were recorded in one moment with many others, in the order of the code of that day",
    InversionReason.RE_RECORDED: "the whole app was recorded again in one run",
    InversionReason.REPAIR: "the later row has a round time, as one has that was written by hand",
    InversionReason.UNKNOWN: "none that is known here",
}

AMBIGUOUS_REASONS = frozenset({InversionReason.TIE, InversionReason.CLOCK, InversionReason.IDS})


@dataclass(frozen=True, slots=True, order=True)
class Inversion:
    """A recorded migration, its parent, which was recorded after it, and the reason."""

    child: MigrationKey
    parent: MigrationKey
    reason: InversionReason

    @property
    def weight(self) -> Weight:
        if self.reason is InversionReason.UNKNOWN:
            return Weight.UNEXPLAINED
        return Weight.AMBIGUOUS if self.reason in AMBIGUOUS_REASONS else Weight.EXPLAINED
