"""The findings of one environment as cards, worst first."""

from dataclasses import dataclass

from app.domain import runbook
from app.domain.drift import Drift
from app.domain.findings import Code, Finding, Severity, Verdict
from app.domain.keys import MigrationKey
from app.domain.status import Status
from app.web import addresses, text
from app.web.addresses import EnvironmentAddress
from app.web.looking import Looking
from app.web.text import Text

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


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding; `current` is the one that the map shows, `ways` leads to its ways out on this page."""

    code: str
    title: str
    icon: str
    weight: str
    sentence: Text
    consequence: str
    href: str
    runbook: str
    ways: str
    current: bool


def cards(
    drift: Drift, address: EnvironmentAddress, looking: Looking, focus: MigrationKey | None
) -> tuple[FindingCard, ...]:
    """One card for each finding; the first one of the migration in focus is current."""
    return tuple(
        FindingCard(
            finding.code.value,
            runbook.ENTRIES[finding.code].title,
            icon(finding.code),
            WEIGHTS[finding.code.severity],
            text.of(finding, runbook.sentence(finding)),
            runbook.ENTRIES[finding.code].consequence,
            address.page(focus=str(finding.subject), **looking.kept),
            addresses.runbook(finding.code.value),
            address.page(focus=str(finding.subject), **looking.kept) + WAYS_OUT,
            finding.subject == focus and _first_of(drift, finding),
        )
        for finding in drift.findings
    )


def _first_of(drift: Drift, finding: Finding) -> bool:
    return next(other for other in drift.findings if other.subject == finding.subject) == finding


WEIGHTS = {
    Severity.BLOCKING: Verdict.BLOCKED.value,
    Severity.TROUBLE: Verdict.DRIFTED.value,
    Severity.INFORMATION: "note",
}


def icon(code: Code) -> str:
    """The icon of a finding: that of the status it gives."""
    return ICONS[code].value if code in ICONS else code.word
