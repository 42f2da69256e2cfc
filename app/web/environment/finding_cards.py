"""The findings of one environment as cards, worst first."""

from collections.abc import Iterable

from app.domain import runbook
from app.domain.drift import Drift
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Finding
from app.domain.keys import MigrationKey
from app.web.environment.query import ViewOptions
from app.web.environment.views import FindingCard
from app.web.findings.badges import WEIGHTS, icon
from app.web.urls import pages as addresses
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.finding import FindingAddress
from app.web.urls.keys import text_of
from app.web.wording import rich_text as text


def cards(
    drift: Drift,
    findings: Iterable[Finding],
    address: EnvironmentAddress,
    options: ViewOptions,
    focus: MigrationKey | None,
) -> tuple[FindingCard, ...]:
    """One card for each of these findings. The first finding of the migration in focus is the current one."""
    first = next((each for each in drift.findings if each.subject == focus), None)
    circumstances = {finding: circumstances_of(drift, finding) for finding in findings}
    return tuple(
        FindingCard(
            finding.code.value,
            runbook.title(finding, circumstances[finding]),
            icon(finding.code),
            WEIGHTS[finding.code.severity],
            text.of(finding, runbook.sentence(finding, circumstances[finding])),
            runbook.consequence(finding, circumstances[finding]),
            address.page(focus=text_of(finding.subject), **options.link_query),
            addresses.runbook(finding.code.value),
            FindingAddress.of(address, finding).page(),
            finding == first,
        )
        for finding in circumstances
    )
