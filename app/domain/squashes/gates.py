"""
The three things that are taken away in the life of a squash, and what the rows of one database have against each.

    files       the files that it replaces are deleted
    replaces    `replaces` is taken out of it, so that it is a migration like others
    rows        `migrate APP --prune` deletes the rows that were left
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.keys import MigrationKey


class Gate(StrEnum):
    """What is taken away, in the order in which Django's documentation has it."""

    FILES = "files"
    REPLACES = "replaces"
    ROWS = "rows"


class GateAnswer(StrEnum):
    """Whether something can be taken away. `PASSED`: it is gone already."""

    PASSED = "passed"
    OPEN = "open"
    NOT_KNOWN = "not-known"
    SHUT = "shut"


class Effect(StrEnum):
    """What a gate does to one database. Of a gate that is passed, `HOLDS` says that it was hurt."""

    FREE = "free"
    UNKNOWN = "unknown"
    HOLDS = "holds"


class Reason(StrEnum):
    """Why one database holds a gate shut, or why that is not known; the worst first."""

    SKIPPED = "skipped"
    LEFT_BEHIND = "left-behind"
    HALF_APPLIED = "half-applied"
    UNCOUNTED_ROW = "uncounted-row"
    NOT_RECORDED = "not-recorded"
    OTHER_SQUASH = "other-squash"
    REFUSED = "refused"
    STILL_REPLACED = "still-replaced"
    OTHER_ROWS = "other-rows"
    DOUBTFUL_ROW = "doubtful-row"
    UNDECIDED = "undecided"
    CHANCE = "chance"
    NO_ROWS = "no-rows"
    UNSEEN = "unseen"


REASON_ORDER = {reason: place for place, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class Hold:
    """
    What one gate does to one database, and why.

    `rows` are those that `--prune` would delete beside the rows of squashes, sorted.
    """

    effect: Effect = Effect.FREE
    reason: Reason | None = None
    rows: tuple[MigrationKey, ...] = ()


FREE = Hold()


def holds(reason: Reason, rows: tuple[MigrationKey, ...] = ()) -> Hold:
    """A database that a gate breaks, or of which Django would skip a part."""
    return Hold(Effect.HOLDS, reason, rows)


def unknown(reason: Reason) -> Hold:
    """A database of which nobody can tell."""
    return Hold(Effect.UNKNOWN, reason)


class First(StrEnum):
    """What holds a gate shut, or keeps it from being known, whatever the environments are."""

    REPLACES_IN = "replaces-in"
    EDGES_LOST = "edges-lost"
    NO_PRUNE = "no-prune"
    OVERLAP = "overlap"
    UNREADABLE = "unreadable"
    NO_ENVIRONMENT = "no-environment"
