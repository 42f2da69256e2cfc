"""
A comparison for a database in which only some apps live, as a router decides.

`migrate` has nothing to do there for the other apps, so nothing of them is missing. What blocks stays: Django holds
every row of the table against the graph, whatever app it is of.
"""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from app.domain.drift.comparison import Drift
from app.domain.findings import Severity
from app.domain.keys import MigrationKey
from app.domain.outcome.plan import towards
from app.domain.status import Status


def limited_to(drift: Drift, apps: AbstractSet[str]) -> Drift:
    """
    The same comparison for a database in which only these apps live.

    Its plan is that of `migrate` with each of the apps, so it has what they need of others. Its findings are those
    that block, and those of these apps.
    """
    outcome = drift.outcome
    if outcome.plan is not None and not outcome.alternatives:
        graph = drift.resolution.graph
        leaves = [leaf for label in sorted(apps) for leaf in graph.leaves(label)]
        outcome = replace(outcome, plan=towards(graph, drift.resolution.applied, leaves))
    findings = tuple(
        finding
        for finding in drift.findings
        if finding.code.severity is Severity.BLOCKING or finding.subject.app_label in apps
    )
    plan = frozenset(outcome.plan or ())
    leads = (lead.of_apps(apps) for lead in drift.leads)
    return replace(
        drift,
        outcome=outcome,
        findings=findings,
        leads=tuple(lead for lead in leads if lead is not None),
        statuses={
            key: Status.ELSEWHERE if key not in plan and _is_elsewhere(key, status, apps) else status
            for key, status in drift.statuses.items()
        },
    )


def _is_elsewhere(key: MigrationKey, status: Status, apps: AbstractSet[str]) -> bool:
    """Whether a migration is pending in name only: its app lives in another database."""
    return status is Status.PENDING and key.app_label not in apps
