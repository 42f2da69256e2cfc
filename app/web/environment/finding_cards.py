"""The findings of one environment as cards, worst first."""

from dataclasses import dataclass

from app.domain import runbook
from app.domain.drift import Drift
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.web.environment.query import ViewOptions
from app.web.findings.badges import WAYS_OUT, WEIGHTS, icon
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text


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
    drift: Drift, address: EnvironmentAddress, looking: ViewOptions, focus: MigrationKey | None
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
