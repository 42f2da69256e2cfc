"""Why a finding has no way out here: in plain words, for the terminal, JSON and the pages."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from app.domain.findings import Code, Finding, Severity
from app.domain.ways.planner import MAX_FINDINGS
from app.domain.ways.way import Situation

INFORMATION = "Nothing has to be done: it is information."

NOT_READ = "The release could not be read whole, so nothing can be promised: `driftboard compare` says what it lacks."

TRIED = (
    "Each way for it was tried on these rows: Django would still refuse, stop half-way, or leave it as it is."
)

NOT_TRIED = (
    f"Its ways were not looked for beside those of {MAX_FINDINGS} others: --finding {{code}}:{{subject}} looks for "
    "them."
)

NEVER: Mapping[Code, str] = {
    Code.TABLE_ELSEWHERE: (
        "The rows lie in another schema, and no step on this database brings them here: name that schema in the "
        "search_path of the URL, or with schemas in driftboard.toml."
    ),
}
"""The codes for which none can be computed, with the reason."""

WITH_A_RELEASE = "A release {that}, known by a label or by the repository, can bring one."

MORE: Mapping[Code, str] = {
    Code.MISSING_DEPENDENCY: WITH_A_RELEASE.format(that="that accepts these rows"),
    Code.MISSING_PARENT: WITH_A_RELEASE.format(that="that has the file"),
    Code.CYCLE: "No single entry of the circle can go: several files have to change.",
    Code.FORKED: (
        "Every branch has rows here, or the branches have no common beginning: one has to be written anew."
    ),
    Code.SQUASH_CIRCLE: "The squashes have to be written anew, so that none stands for itself.",
    Code.UNKNOWN_APP: "The app has to be installed, or what names it to be written anew.",
    Code.UNDEFINED: "The squashes have to be written anew, so that no two replace the same.",
    Code.DUPLICATE: (
        "Where a row has no id, as in a file of rows, no script can tell them apart: read the database itself."
    ),
    Code.SILENT_SKIP: WITH_A_RELEASE.format(that="that has the replaced files"),
    Code.STARTS_ANEW: WITH_A_RELEASE.format(that="in which the squash has its replaces"),
    Code.RUNS_AGAIN: WITH_A_RELEASE.format(that="in which the squash has its replaces"),
    Code.NEWER_RELEASE: WITH_A_RELEASE.format(that="that is the newer one"),
}
"""What can bring a way where none was found."""


def why_none(situation: Situation, finding: Finding, not_tried: AbstractSet[Finding] = frozenset()) -> str:
    """Why no way out of this finding is offered in this situation; `not_tried` are those that were too many."""
    if finding.code.severity is Severity.INFORMATION:
        return INFORMATION
    if not situation.drift.is_outcome_certain:
        return NOT_READ
    if finding.code in NEVER:
        return NEVER[finding.code]
    if finding in not_tried:
        return NOT_TRIED.format(code=finding.code.value, subject=finding.subject)
    return " ".join(filter(None, (TRIED, MORE.get(finding.code))))
