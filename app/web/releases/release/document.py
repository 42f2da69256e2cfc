"""One release as JSON: the report of `app/domain/reports/release.py` with links, labels and the release before it."""

from typing import Any

from app.domain.reports import release as release_report
from app.web.releases.facts import ReleaseFacts
from app.web.urls import releases as release_addresses
from app.web.urls import segments


def document(facts: ReleaseFacts) -> dict[str, Any]:
    """The release as JSON, `driftboard-outline/1`. A live one also has its labels and the release before it."""
    reference, slug = facts.reference, facts.project.slug
    report = release_report.report(reference.release, reference.label) | {
        "project": slug,
        "links": {
            "page": release_addresses.release(slug, release_addresses.live_segment(reference.label)),
            "pinned": release_addresses.release(slug, reference.pin),
        },
    }
    if facts.step is None:
        return report
    before = facts.step.before
    return report | {
        "commit": facts.step.pointer.commit,
        "before": None if before is None else before.label,
        "difference": None
        if before is None
        else release_addresses.difference(slug, before.segment, reference.segment),
        "labels": [
            {
                "label": pointer.label,
                "fingerprint": pointer.fingerprint,
                "added_at": segments.iso(pointer.added_at),
            }
            for pointer in facts.pointers
        ],
    }
