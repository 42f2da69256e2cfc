"""What changed between two releases, as JSON."""

from functools import partial
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
        key = (before.segment, after.segment)
        blocked = facts.fleet.of_all("blocked by edges", key, partial(_blocked, facts))
        report["new_edges"] = [
            edge | {"blocked": list(slugs)} for edge, slugs in zip(report["new_edges"], blocked, strict=True)
        ]
    return report


def _blocked(facts: DifferenceFacts) -> tuple[tuple[str, ...], ...]:
    """The environments that each new edge blocks; each is a look through all."""
    edges = facts.difference.edges
    return tuple(reach.blocked_by(facts.fleet, edge.child, (edge.parent,)) for edge in edges)
