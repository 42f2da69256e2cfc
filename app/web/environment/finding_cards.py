"""The findings of one environment as cards, worst first."""

from app.domain import runbook
from app.domain.drift import Drift
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.web.environment.query import ViewOptions
from app.web.environment.views import FindingCard
from app.web.findings.badges import WAYS_OUT, WEIGHTS, icon
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.keys import text_of
from app.web.wording import rich_text as text


def cards(
    drift: Drift, address: EnvironmentAddress, options: ViewOptions, focus: MigrationKey | None
) -> tuple[FindingCard, ...]:
    """One card for each finding. The first finding of the migration in focus is the current one."""
    circumstances = {finding: circumstances_of(drift, finding) for finding in drift.findings}
    return tuple(
        FindingCard(
            finding.code.value,
            runbook.ENTRIES[finding.code].title,
            icon(finding.code),
            WEIGHTS[finding.code.severity],
            text.of(finding, runbook.sentence(finding, circumstances[finding])),
            runbook.consequence(finding, circumstances[finding]),
            address.page(focus=text_of(finding.subject), **options.link_query),
            addresses.runbook(finding.code.value),
            address.page(focus=text_of(finding.subject), **options.link_query) + WAYS_OUT,
            finding.subject == focus and _is_first_of_subject(drift, finding),
        )
        for finding in drift.findings
    )


def _is_first_of_subject(drift: Drift, finding: Finding) -> bool:
    same_subject = (other for other in drift.findings if other.subject == finding.subject)
    return next(same_subject) == finding
