"""The recorded order along time: a bar for each deploy, pins for the rows of findings, and the odd edges."""

from collections.abc import Iterable, Sequence

from app.domain import english
from app.domain.deploys import Deploy, deploys
from app.domain.drift import Drift
from app.domain.drift.order.inversion import Inversion, Weight
from app.domain.findings import Finding
from app.domain.history import History
from app.web.environment.history.timeline import FindingRow, timeline
from app.web.environment.history.views import OddEdge, RecordedOrder
from app.web.environment.links import Links
from app.web.facts.environment import EnvironmentFacts
from app.web.layout.left_out import left_out
from app.web.urls.environment import EnvironmentAddress

MAX_DEPLOYS = 60
"""Older deploys are not drawn, unless the row of a pin is older still."""

MAX_PINS = 6

MAX_ODD = 8
"""Further odd edges are shown on demand."""

MAX_EDGES = 200
"""So many odd edges are on the page at all."""

TIMES = "For orientation only: Django ignores these times."

REASON_WORDS = {
    Weight.EXPLAINED: "Reason",
    Weight.AMBIGUOUS: "Possible reason",
    Weight.UNEXPLAINED: "Reason",
}
"""What stands before the reason of an odd edge, by how sure it is."""

WEIGHT_ORDER = (Weight.UNEXPLAINED, Weight.AMBIGUOUS, Weight.EXPLAINED)


def recorded_order(
    facts: EnvironmentFacts, links_to: Links | None, address: EnvironmentAddress
) -> RecordedOrder | None:
    """The section of the recorded order; None where nothing was ever collected, or nothing is recorded."""
    if facts.snapshot is None or not facts.snapshot.history.rows:
        return None
    history, drift = facts.snapshot.history, facts.drift
    all_deploys = deploys(history)
    pins = _finding_rows(history, drift.findings)[:MAX_PINS] if drift else ()
    oldest_pin = min((pin.applied_at for pin in pins), default=None)
    older = sum(1 for deploy in all_deploys if oldest_pin is None or deploy.end < oldest_pin)
    drawn_deploys = all_deploys[min(older, max(0, len(all_deploys) - MAX_DEPLOYS)) :]
    odd = _odd_edges(drift, links_to) if drift and links_to else ()
    return RecordedOrder(
        _sentence(history, all_deploys, drawn_deploys),
        timeline(history, drawn_deploys, pins) if drawn_deploys else None,
        odd[:MAX_ODD],
        odd[MAX_ODD:],
        left_out(len(drift.inversions) - MAX_EDGES, "odd edge", address.json()) if drift else None,
    )


def _sentence(history: History, all_deploys: Sequence[Deploy], drawn_deploys: Sequence[Deploy]) -> str:
    rows = english.count(len(history.rows), "row")
    if not all_deploys:
        return f"{rows}, none with a time that can be read: there is nothing to draw. {TIMES}"
    if len(drawn_deploys) < len(all_deploys):
        number = f"the last {len(drawn_deploys)} deploys of {len(all_deploys)} shown"
    else:
        number = english.count(len(all_deploys), "deploy")
    sentence = f"{rows}, {number}. {TIMES}"
    timeless = len(history.rows) - sum(deploy.row_count for deploy in all_deploys)
    if timeless:
        sentence += f" {english.count(timeless, 'row')} without a time that can be read left out."
    return sentence


def _finding_rows(history: History, findings: Iterable[Finding]) -> tuple[FindingRow, ...]:
    """The rows of findings that have a readable time, worst finding first; a migration counts for its worst one."""
    worst: dict[object, Finding] = {}
    for finding in findings:
        worst.setdefault(finding.subject, finding)
    rows = [
        FindingRow(worst[row.key], position, applied_at)
        for position, row in enumerate(history.rows, start=1)
        if row.key in worst and (applied_at := row.applied_at) is not None
    ]
    return tuple(sorted(rows, key=lambda row: (row.finding.code.severity, row.position)))


def _odd_edges(drift: Drift, links_to: Links) -> tuple[OddEdge, ...]:
    """The odd edges, unexplained ones first."""

    def weight(inversion: Inversion) -> int:
        return WEIGHT_ORDER.index(inversion.weight)

    edges = []
    for inversion in sorted(drift.inversions, key=weight)[:MAX_EDGES]:
        child, parent = links_to((inversion.child, inversion.parent))
        edges.append(OddEdge(child, parent, inversion.reason.sentence, REASON_WORDS[inversion.weight]))
    return tuple(edges)
