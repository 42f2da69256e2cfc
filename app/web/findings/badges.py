"""The icon and the weight of a finding, as every page shows them."""

from app.domain.findings import Code, Severity, Verdict
from app.domain.status import Status

ICON_STATUSES = {
    Code.MISSING_PARENT: Status.MISSING,
    Code.CYCLE: Status.OUT_OF_ORDER,
    Code.SQUASH_CIRCLE: Status.PARTIAL_SQUASH,
    Code.UNKNOWN_APP: Status.MISSING,
    Code.UNDEFINED: Status.UNKNOWN,
    Code.SILENT_SKIP: Status.PARTIAL_SQUASH,
    Code.NOT_COVERED: Status.REPLACED,
    Code.SQUASH_RESIDUE: Status.REPLACED,
    Code.STALE_SQUASH_ROW: Status.SQUASH,
    Code.HOLLOW_SQUASH_ROW: Status.SQUASH,
    Code.STARTS_ANEW: Status.PENDING,
    Code.ONLY_MAKEMIGRATIONS: Status.MISSING,
    Code.REUSED_NAME: Status.MISSING,
    Code.EDITED: Status.DUPLICATE,
    Code.RENAMED: Status.UNKNOWN,
    Code.RELABELLED: Status.PENDING,
    Code.RUNS_AGAIN: Status.PENDING,
    Code.NEWER_RELEASE: Status.UNKNOWN,
    Code.DOUBTFUL_ROW: Status.UNKNOWN,
    Code.FORMER_NAME: Status.REPLACED,
    Code.EDITED_IN_PLACE: Status.DUPLICATE,
    Code.TABLES_WITHOUT_ROWS: Status.PENDING,
    Code.TABLE_ELSEWHERE: Status.MISSING,
}
"""The status whose icon a finding shows, for each code that is not itself a status."""

WEIGHTS = {
    Severity.BLOCKING: Verdict.BLOCKED.value,
    Severity.TROUBLE: Verdict.DRIFTED.value,
    Severity.INFORMATION: "note",
}
"""The `data-weight` of a finding's card: the verdict that it gives, or `note`."""


def icon(code: Code) -> str:
    """The name of the icon of a finding."""
    return ICON_STATUSES[code].value if code in ICON_STATUSES else code.word
