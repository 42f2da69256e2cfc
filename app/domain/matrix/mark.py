"""What stands in a cell: the status of one migration in one environment, or why there is none."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from app.domain.drift import Drift
from app.domain.findings import Code, Severity
from app.domain.keys import MigrationKey
from app.domain.runbook import ENTRIES
from app.domain.status import QUIET, SEVERITY, STATUS_WORDS, Status

RED = frozenset((Status.MISSING_DEPENDENCY, Status.MISSING, Status.FORKED))
"""Statuses that say by themselves that Django refuses."""

CALM = QUIET | {Status.PENDING}
"""Statuses that do not say by themselves that anything is wrong."""


class Mark(NamedTuple):
    """
    A status, and where an environment has several tables in how many of them: in `tables` of all `of`.

    Both numbers are 0 where the environment has one table, and where nothing is to be done. `code` is the worst finding
    about the migration that its status does not tell: a file that was edited has its row, and is applied.
    """

    status: Status
    tables: int = 0
    of: int = 0
    code: Code | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is to be done about it."""
        return self.code is None and self.status in QUIET

    @property
    def rank(self) -> float:
        """Lower is worse: a finding that blocks, then the statuses, and among them any other finding."""
        if self.code is None:
            return SEVERITY[self.status]
        return -1 if self.code.severity is Severity.BLOCKING else SEVERITY[Status.FORKED] + 0.5

    @property
    def words(self) -> str:
        """`missing dependency`; `applied, D209 Edited after it was released`."""
        said = STATUS_WORDS[self.status]
        return said if self.code is None else f"{said}, {self.code.value} {ENTRIES[self.code].title}"


class Blank(StrEnum):
    """Why a cell has no status: nobody saw, nobody could judge, or the release of the environment has no such file."""

    UNSEEN = "unseen"
    NOT_JUDGED = "not-judged"
    ABSENT = "absent"


Cell = Mark | Blank
Marks = Mapping[MigrationKey, Mark]

BLANK_WORDS = {
    Blank.UNSEEN: "no fresh data",
    Blank.NOT_JUDGED: "not judged",
    Blank.ABSENT: "not in its release",
}
"""What a cell without a status says."""

PLAIN = {status: Mark(status) for status in Status}
APPLIED = PLAIN[Status.APPLIED]


class AppCell(NamedTuple):
    """
    What a whole app has in one environment: the worst of its marks, as `mark`.

    `number` migrations have this one, and `pending` are to be run.
    """

    mark: Mark
    number: int
    pending: int


def cell_words(cell: Cell, noun: str) -> str:
    """`missing dependency in 1 of 3 databases`; `noun` is what the environment has several of."""
    if isinstance(cell, Blank):
        return BLANK_WORDS[cell]
    if not cell.of:
        return cell.words
    where = f"all {cell.of:,}" if cell.tables == cell.of else f"{cell.tables:,} of {cell.of:,}"
    return f"{cell.words} in {where} {noun}s"


def app_words(cell: AppCell | Blank, noun: str) -> str:
    """`2 missing dependency, 3 pending`; `2 pending`; `applied`."""
    if isinstance(cell, Blank):
        return BLANK_WORDS[cell]
    said = cell_words(cell.mark, noun)
    if is_number(cell):
        return f"{cell.number:,} {said}"
    of_these = f"{cell.number:,} {said}" if cell.number > 1 else said
    return f"{of_these}, {cell.pending:,} pending" if cell.pending else of_these


def is_number(cell: AppCell) -> bool:
    """Whether an app has nothing else than migrations to run: the cell is their number."""
    return cell.mark.status is Status.PENDING and cell.mark.code is None


def marks_of(drift: Drift) -> dict[MigrationKey, Mark]:
    """Every migration of a comparison that is not simply applied; linear in its migrations and findings."""
    applied = Status.APPLIED
    marks = {key: PLAIN[status] for key, status in drift.statuses.items() if status is not applied}
    for finding in reversed(drift.findings):
        code = finding.code
        if code.severity is Severity.INFORMATION:
            continue
        status = drift.statuses.get(finding.subject, Status.UNKNOWN)
        if status in CALM or (code.severity is Severity.BLOCKING and status not in RED):
            marks[finding.subject] = Mark(status, code=code)
    return marks


def joined(parts: Iterable[tuple[Drift, int]], total: int) -> dict[MigrationKey, Mark]:
    """
    The marks of an environment from those of its parts, each with the number of its tables; sorted by key.

    The worst part speaks, and says in how many of all `total` tables it is so. Linear in the marks of the parts.
    """
    numbers: dict[MigrationKey, dict[Mark, int]] = {}
    sizes = 0
    files: set[MigrationKey] = set()
    for drift, size in parts:
        sizes += size
        files |= drift.release.migrations.keys()
        for key, mark in marks_of(drift).items():
            of_key = numbers.setdefault(key, {})
            of_key[mark] = of_key.get(mark, 0) + size
    marks = {}
    for key, of_key in sorted(numbers.items()):
        if key in files and sum(of_key.values()) < sizes:
            of_key[APPLIED] = sizes - sum(of_key.values())
        worst = min(of_key, key=lambda mark: (mark.rank, mark.code or ""))
        if worst != APPLIED:
            marks[key] = worst if worst.is_quiet else worst._replace(tables=of_key[worst], of=total)
    return marks
