"""How an environment gets to a release, as JSON."""

from typing import Any

from app.domain.reports.upgrade import FORMAT, report
from app.web.upgrade.facts import PartUpgrade, UpgradeFacts
from app.web.urls import segments
from app.web.urls.upgrade import UpgradeAddress


def document(facts: UpgradeFacts) -> dict[str, Any]:
    """The answer of the part that speaks, with the environment, and in brief the answers of the other parts."""
    first = facts.first
    told = (
        {"format": FORMAT}
        if first.situation is None or first.found is None
        else report(first.situation, first.found)
    )
    pinned = None if facts.pinned is None else UpgradeAddress.pinned(facts.pinned).page()
    return told | {
        "project": facts.project.slug,
        "environment": facts.slug,
        "to": {
            "label": facts.label,
            "fingerprint": facts.release.fingerprint,
            "commit": facts.release.commit,
        },
        "is_seen": first.is_seen,
        "received_at": None if facts.received_at is None else segments.iso(facts.received_at),
        "parts": [_part(part) for part in facts.parts],
        "parts_left_out": facts.left_out,
        "links": {"page": facts.address.page(), "pinned": pinned},
    }


def _part(part: PartUpgrade) -> dict[str, Any]:
    return {
        "database": part.sighting.location.alias,
        "schemas": list(part.sighting.schemas),
        "reach": part.reach.value,
        "first": list(part.found.stones) if part.found else [],
        "is_seen": part.is_seen,
    }
