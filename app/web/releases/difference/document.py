"""What changed between two releases, as JSON."""

from typing import Any

from app.domain.reports import difference as difference_report
from app.web.releases import reach
from app.web.releases.facts import DifferenceFacts
from app.web.urls import releases as release_addresses


def document(facts: DifferenceFacts) -> dict[str, Any]:
    """The difference as JSON, `driftboard-difference/1`. A live one also names the environments that it blocks."""
    report = difference_report.report(facts.difference, facts.names, facts.direction)
    before, after, slug = facts.before, facts.after, facts.project.slug
    report |= {
        "project": slug,
        "links": {
            "page": release_addresses.difference(slug, before.segment, after.segment),
            "pinned": release_addresses.difference(slug, before.pin, after.pin),
        },
    }
    if facts.fleet is not None:
        report["new_edges"] = [
            edge_report | {"blocked": list(reach.blocked_by(facts.fleet, edge.child, (edge.parent,)))}
            for edge_report, edge in zip(report["new_edges"], facts.difference.edges, strict=True)
        ]
    return report
