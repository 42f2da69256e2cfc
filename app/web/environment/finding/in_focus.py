"""The findings whose ways out the page of an environment shows: the worst, then those of the migration in focus."""

from typing import Annotated

from fastapi import Depends

from app.domain.drift import Drift
from app.domain.findings import Finding, Severity
from app.domain.keys import MigrationKey
from app.web.environment.dependencies import FactsAndAddress, Live, Options, Pinned
from app.web.environment.finding.facts import FindingFacts, finding_facts
from app.web.environment.query import ViewOptions
from app.web.server.site import CurrentSite, Site

MAX_FINDINGS = 3
"""The ways out of so many findings are shown; each finding has a page with its own."""


def focus_of(drift: Drift | None, options: ViewOptions) -> MigrationKey | None:
    """The migration of the panel: the reader's choice, else the first finding's subject, else the plan's first step."""
    if drift is None:
        return None
    if options.focus in drift.statuses or options.focus in drift.history.recorded:
        return options.focus
    if drift.findings:
        return drift.findings[0].subject
    return drift.outcome.plan[0] if drift.outcome.plan else None


def weighing(drift: Drift | None) -> tuple[Finding, ...]:
    """The findings above information, worst first."""
    findings = () if drift is None else drift.findings
    return tuple(finding for finding in findings if finding.code.severity is not Severity.INFORMATION)


def informing(drift: Drift | None) -> tuple[Finding, ...]:
    """The findings that are information, in their order."""
    findings = () if drift is None else drift.findings
    return tuple(finding for finding in findings if finding.code.severity is Severity.INFORMATION)


def findings_in_focus(drift: Drift | None, focus: MigrationKey | None) -> tuple[Finding, ...]:
    """The findings above information about the migration in focus; else the first that names it; else the worst."""
    findings = weighing(drift)
    of_focus = tuple(finding for finding in findings if finding.subject == focus)
    around_focus = tuple(finding for finding in findings if focus in finding.related)
    return (of_focus or around_focus[:1] or findings[:1])[:MAX_FINDINGS]


def live_in_focus(environment: Live, options: Options, site: CurrentSite) -> tuple[FindingFacts, ...]:
    """The findings that a live page is about."""
    return _in_focus(environment, options, site)


def pinned_in_focus(environment: Pinned, options: Options, site: CurrentSite) -> tuple[FindingFacts, ...]:
    """The findings that a pinned page is about."""
    return _in_focus(environment, options, site)


def _in_focus(environment: FactsAndAddress, options: ViewOptions, site: Site) -> tuple[FindingFacts, ...]:
    facts, address = environment
    worst = weighing(facts.drift)[:1]
    of_focus = findings_in_focus(facts.drift, focus_of(facts.drift, options))
    findings = tuple(dict.fromkeys((*worst, *of_focus)))
    if facts.is_overview or not findings:
        return ()
    with site.store.reading() as session:
        found = [finding_facts(session, facts, address, finding) for finding in findings]
    return tuple(each for each in found if each is not None)


LiveInFocus = Annotated[tuple[FindingFacts, ...], Depends(live_in_focus)]
PinnedInFocus = Annotated[tuple[FindingFacts, ...], Depends(pinned_in_focus)]
