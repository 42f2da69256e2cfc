"""One environment, as JSON."""

from typing import Any

from app.domain.provenance import Explanation
from app.domain.reports.drift import report
from app.web.environment.head import pinned_address
from app.web.facts.live import EnvironmentFacts
from app.web.urls import segments
from app.web.urls.environment import EnvironmentAddress


def document(found: EnvironmentFacts, known: Explanation | None = None) -> dict[str, Any]:
    """
    The page as JSON: the comparison, and which history of which environment against which release it is.

    With `known`, also what the history of the code says of each finding.
    """
    snapshot, release, failure = found.snapshot, found.chosen.release, found.sighting.failure
    pin = pinned_address(found)
    live = found.now is not None
    around = {
        "project": found.project.slug,
        "environment": found.place.slug,
        "database": found.alias,
        "verdict_now": found.sighting.verdict.value if live and release else None,
        "seen_at": None if snapshot is None or not live else segments.iso(snapshot.seen_at),
        "received_at": None if snapshot is None else segments.iso(snapshot.received_at),
        "failure": None
        if failure is None
        else {"cause": failure.cause.value, "since": segments.iso(failure.since)},
        "label": found.chosen.label or None,
        "links": {
            "page": EnvironmentAddress.live(found.project.slug, found.place.slug).page(),
            "pinned": None if pin is None else pin.page(),
            "map": None if pin is None else pin.map(),
        },
    }
    if found.drift is None:
        history = (
            None
            if snapshot is None
            else {"fingerprint": snapshot.history.fingerprint, "rows": len(snapshot.history.rows)}
        )
        return {"format": None, "release": None, "history": history} | around
    return report(found.drift, known or Explanation()) | around
