"""What a matrix must hold, worked out without it: each cell from the statuses of the comparisons, one by one."""

from app.domain.findings import Severity
from app.domain.fleet import Sighting
from app.domain.keys import MigrationKey
from app.domain.matrix import Blank, Cell, Mark
from app.domain.release import Release
from app.domain.status import QUIET, WORST, Status

UNTOLD = {Status.APPLIED, Status.SQUASH, Status.REPLACED, Status.ELSEWHERE, Status.PENDING}
REFUSED = {Status.MISSING_DEPENDENCY, Status.MISSING, Status.FORKED}


def cell(sighting: Sighting, release: Release | None, key: MigrationKey) -> Cell:
    parts = sighting.parts or (sighting,)
    seen = [part for part in parts if part.is_judged]
    unseen = [part for part in parts if not part.is_judged]
    marks = [(mark, part.size) for part in seen if (mark := _mark(part, key)) is not None]
    loud = [(mark, size) for mark, size in marks if not mark.is_quiet]
    if loud:
        worst = min((mark for mark, _ in loud), key=lambda mark: (_place(mark), mark.code or ""))
        if sighting.size == 1:
            return worst
        return Mark(
            worst.status, sum(size for mark, size in loud if mark == worst), sighting.size, worst.code
        )
    if unseen:
        return Blank.NOT_JUDGED if unseen[0].verdict.value == "not-judged" else Blank.UNSEEN
    if not marks:
        return Blank.ABSENT
    return min((mark for mark, _ in marks), key=_place)


def _mark(part: Sighting, key: MigrationKey) -> Mark | None:
    """The status of a migration, and the worst finding about it that the status does not tell."""
    if part.drift is None:
        return None
    status = part.drift.statuses.get(key)
    codes = sorted(
        finding.code
        for finding in part.drift.findings
        if finding.subject == key
        and (
            (finding.code.severity is Severity.BLOCKING and status not in REFUSED)
            or (finding.code.severity is Severity.TROUBLE and status in UNTOLD)
        )
    )
    if status is None:
        return Mark(Status.UNKNOWN, code=codes[0]) if codes else None
    return Mark(status, code=codes[0] if codes else None)


def _place(mark: Mark) -> float:
    if mark.code is not None:
        return -1 if mark.code.severity is Severity.BLOCKING else WORST.index(Status.FORKED) + 0.5
    return WORST.index(mark.status)


def is_loud(cell: Cell) -> bool:
    return isinstance(cell, Mark) and (cell.status not in QUIET or cell.code is not None)
