"""One release, as JSON."""

from typing import Any

from app.domain.reports import release as release_report
from app.web.releases.facts import ReleaseFacts
from app.web.urls import releases as release_addresses
from app.web.urls import segments


def document(found: ReleaseFacts) -> dict[str, Any]:
    """The release as JSON, `driftboard-outline/1`; with its labels and what was before it where that is live."""
    side, slug = found.side, found.project.slug
    told = release_report.report(side.release, side.label) | {
        "project": slug,
        "links": {
            "page": release_addresses.release(slug, release_addresses.live(side.label)),
            "pinned": release_addresses.release(slug, side.pin),
        },
    }
    if found.step is None:
        return told
    before = found.step.before
    return told | {
        "commit": found.step.pointer.commit,
        "before": None if before is None else before.label,
        "difference": None
        if before is None
        else release_addresses.difference(slug, before.segment, side.segment),
        "labels": [
            {"label": one.label, "fingerprint": one.fingerprint, "added_at": segments.iso(one.added_at)}
            for one in found.pointers
        ],
    }
