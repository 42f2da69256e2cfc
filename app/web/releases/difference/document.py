"""What changed between two releases, as JSON."""

from typing import Any

from app.domain.reports import difference as difference_report
from app.web.releases import facts as release_facts
from app.web.releases.facts import DifferenceFacts
from app.web.urls import releases as release_addresses


def document(found: DifferenceFacts) -> dict[str, Any]:
    """The difference as JSON, `driftboard-difference/1`; with the environments that it blocks where that is live."""
    told = difference_report.report(found.difference, found.names)
    before, after, slug = found.before, found.after, found.project.slug
    told |= {
        "project": slug,
        "links": {
            "page": release_addresses.difference(slug, before.segment, after.segment),
            "pinned": release_addresses.difference(slug, before.pin, after.pin),
        },
    }
    if found.fleet is not None:
        told["new_edges"] = [
            edge | {"blocked": list(release_facts.blocked_by(found.fleet, one.child, (one.parent,)))}
            for edge, one in zip(told["new_edges"], found.difference.edges, strict=True)
        ]
    return told
