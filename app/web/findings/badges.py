"""The icon and the tone of a finding, as every page shows them."""

from app.domain.findings import Code, Severity, Verdict
from app.domain.status import Status

ICONS = {
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
}
"""The icon of a finding whose code is not itself a status."""

WAYS_OUT = "#ways-out"
"""Where on the page of an environment the ways out of its finding stand."""

WEIGHTS = {
    Severity.BLOCKING: Verdict.BLOCKED.value,
    Severity.TROUBLE: Verdict.DRIFTED.value,
    Severity.INFORMATION: "note",
}


def icon(code: Code) -> str:
    """The icon of a finding: that of the status it gives."""
    return ICONS[code].value if code in ICONS else code.word
