"""
What can be wrong, each with a code that never changes its meaning.

D1xx: Django refuses. D2xx: trouble that Django lets pass. D3xx: information.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from app.domain.keys import MigrationKey


class Verdict(StrEnum):
    """What is to be said of one environment; the worst finding speaks."""

    BLOCKED = "blocked"
    DRIFTED = "drifted"
    BEHIND = "behind"
    UNSEEN = "unseen"
    IN_STEP = "in-step"


VERDICT_WORDS = {
    Verdict.BLOCKED: "Blocked",
    Verdict.DRIFTED: "Drifted",
    Verdict.BEHIND: "Behind",
    Verdict.UNSEEN: "Unseen",
    Verdict.IN_STEP: "In step",
}
"""A verdict in words, as pages and terminal say it."""


class Severity(IntEnum):
    """How a finding weighs, worst first."""

    BLOCKING = 1
    TROUBLE = 2
    INFORMATION = 3


SEVERITY_WORDS = {
    Severity.BLOCKING: "Django refuses",
    Severity.TROUBLE: "Trouble that Django lets pass",
    Severity.INFORMATION: "Information",
}
"""A severity in words: a heading of the runbook."""


class Code(StrEnum):
    """The number of a finding; its first digit is the severity. Numbers are never reused."""

    MISSING_DEPENDENCY = "D101"
    MISSING_PARENT = "D102"
    CYCLE = "D103"
    FORKED = "D104"
    SQUASH_CIRCLE = "D105"
    UNKNOWN_APP = "D106"
    UNDEFINED = "D107"
    UNKNOWN = "D201"
    DUPLICATE = "D202"
    SILENT_SKIP = "D203"
    STALE_SQUASH_ROW = "D204"
    HOLLOW_SQUASH_ROW = "D205"
    STARTS_ANEW = "D206"
    ONLY_MAKEMIGRATIONS = "D207"
    OUT_OF_ORDER = "D301"
    PARTIAL_SQUASH = "D302"
    NOT_COVERED = "D303"
    SQUASH_RESIDUE = "D304"

    @property
    def word(self) -> str:
        """The code-word of addresses, JSON and CSS: `missing-dependency`."""
        return self.name.lower().replace("_", "-")

    @property
    def severity(self) -> Severity:
        """Blocking, trouble or information, by the first digit."""
        return Severity(int(self.value[1]))


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: a code, the migration it is about, and the related ones, sorted."""

    code: Code
    subject: MigrationKey
    related: tuple[MigrationKey, ...] = ()
