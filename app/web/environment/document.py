"""One environment, as JSON."""

from typing import Any

from app.domain.drift import Drift
from app.domain.provenance import Explanation
from app.domain.reports.drift import report
from app.store.snapshots import SnapshotSummary
from app.web.environment.head import pinned_address
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.failure import failure_document
from app.web.facts.running import running_document
from app.web.urls import segments
from app.web.urls.environment import EnvironmentAddress, location_parameters
from app.web.urls.finding import FindingAddress


def document(facts: EnvironmentFacts, explanation: Explanation | None = None) -> dict[str, Any]:
    """
    The page as JSON: the comparison, and the environment, the history and the release that it compares.

    With `explanation` each finding also says what the history of the code knows about it.
    """
    snapshot, release, failure = facts.snapshot, facts.chosen.release, facts.sighting.failure
    pin = pinned_address(facts)
    live = facts.now is not None
    context = {
        "project": facts.project.slug,
        "environment": facts.environment.slug,
        "database": facts.alias,
        **({"schema": facts.location.schema} if facts.location.schema else {}),
        "verdict_now": facts.sighting.verdict.value if live and release else None,
        "seen_at": None if snapshot is None or not live else segments.iso(snapshot.seen_at),
        "received_at": None if snapshot is None else segments.iso(snapshot.received_at),
        "failure": failure_document(failure),
        "label": facts.chosen.label or None,
        **(running_document(facts.running, facts.standing) if live else {}),
        "odd_order": _odd_order(facts.drift),
        **({"snapshots": [_snapshot(summary) for summary in facts.summaries]} if live else {}),
        "links": {
            "page": EnvironmentAddress.live(facts.project.slug, facts.environment.slug)
            .with_parameters(**(location_parameters(facts.location) if facts.has_parts else {}))
            .page(),
            "pinned": None if pin is None else pin.page(),
            "map": None if pin is None else pin.map(),
        },
    }
    if facts.drift is None:
        history = (
            None
            if snapshot is None
            else {"fingerprint": snapshot.history.fingerprint, "rows": len(snapshot.history.rows)}
        )
        return {"format": None, "release": None, "history": history} | context
    told = report(facts.drift, explanation or Explanation())
    address = EnvironmentAddress.live(
        facts.project.slug,
        facts.environment.slug,
        **(location_parameters(facts.location) if facts.has_parts else {}),
    )
    for each, finding in zip(told["findings"], facts.drift.findings, strict=True):
        each["links"] = {
            "finding": FindingAddress.of(address if live or pin is None else pin, finding).page()
        }
    return told | context


def _odd_order(drift: Drift | None) -> list[dict[str, str]]:
    """Every edge whose child was recorded before its parent, with the likely reason."""
    return [
        {
            "migration": str(inversion.child),
            "needs": str(inversion.parent),
            "weight": inversion.weight.value,
            "reason": inversion.reason.sentence,
        }
        for inversion in (() if drift is None else drift.inversions)
    ]


def _snapshot(summary: SnapshotSummary) -> dict[str, Any]:
    """One change of the history, as the page lists them."""
    return {
        "fingerprint": summary.fingerprint,
        "received_at": segments.iso(summary.received_at),
        "rows": summary.rows,
    }
