"""
What can be wrong, each with a code that never changes its meaning.

D1xx: Django refuses. D2xx: trouble that Django lets pass. D3xx: information.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from app.domain.keys import MigrationKey


class Verdict(StrEnum):
    """
    What is to be said of one environment, in the order in which it is shown everywhere.

    The worst finding decides. `NOT_JUDGED`: the database was seen, but the release is not known whole. `UNSEEN`:
    the database was not seen lately, whatever the release holds. `AHEAD`: it has all of the release, and rows of
    a newer one.
    """

    BLOCKED = "blocked"
    DRIFTED = "drifted"
    BEHIND = "behind"
    NOT_JUDGED = "not-judged"
    UNSEEN = "unseen"
    AHEAD = "ahead"
    IN_STEP = "in-step"


VERDICT_WORDS = {
    Verdict.BLOCKED: "Blocked",
    Verdict.DRIFTED: "Drifted",
    Verdict.BEHIND: "Behind",
    Verdict.NOT_JUDGED: "Not judged",
    Verdict.UNSEEN: "Unseen",
    Verdict.AHEAD: "Ahead",
    Verdict.IN_STEP: "In step",
}
"""A verdict in words, as pages and terminal say it."""


VERDICT_MEANINGS = {
    Verdict.BLOCKED: ("Django refuses", "Django refuses every migrate"),
    Verdict.DRIFTED: ("history differs", "migrate works, but recorded and expected migrations differ"),
    Verdict.BEHIND: ("to run", "migrations to run, nothing in the way"),
    Verdict.NOT_JUDGED: ("not readable", "seen, but the release is not known, or could not be read whole"),
    Verdict.UNSEEN: ("no fresh data", "no fresh data"),
    Verdict.AHEAD: ("newer", "everything the release has, and rows of a newer one"),
    Verdict.IN_STEP: ("same as the release", "same as the release"),
}
"""What a verdict means: in two or three words, and as the line over a group of environments."""


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
    REUSED_NAME = "D208"
    EDITED = "D209"
    TABLES_WITHOUT_ROWS = "D210"
    TABLE_ELSEWHERE = "D211"
    RENAMED = "D212"
    RELABELLED = "D213"
    RUNS_AGAIN = "D214"
    NEWER_RELEASE = "D215"
    OUT_OF_ORDER = "D301"
    PARTIAL_SQUASH = "D302"
    NOT_COVERED = "D303"
    SQUASH_RESIDUE = "D304"
    DOUBTFUL_ROW = "D305"
    FORMER_NAME = "D306"
    EDITED_IN_PLACE = "D307"

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
    """
    One thing that is wrong: a code, the migration it is about, and the related ones, sorted.

    `names` are what else the sentence names: tables, schemas, or files with what is the matter with them.
    """

    code: Code
    subject: MigrationKey
    related: tuple[MigrationKey, ...] = ()
    names: tuple[str, ...] = ()
