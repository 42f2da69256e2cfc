"""The blast radius of a release as JSON: `driftboard-check/1`, as `driftboard check` has it, and where the page is."""

from typing import Any

from app.domain.reports.impact import Spots, report
from app.web.impact.facts import ImpactFacts
from app.web.urls import segments


def document(facts: ImpactFacts, spots: Spots) -> dict[str, Any]:
    """The document, with every environment and every cause."""
    return {
        **report(facts.impact, spots),
        "project": facts.project.slug,
        "moment": segments.iso(facts.at or facts.fleet.now),
        "page": facts.live.page(),
        "pinned": facts.pinned.page(),
    }
