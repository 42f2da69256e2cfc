"""The list of releases, as JSON."""

from typing import Any

from app.web.releases.facts import ReleaseLine, ReleaseListFacts
from app.web.releases.listing import page as list_page
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.urls import segments

FORMAT = "driftboard-releases/1"


def document(facts: ReleaseListFacts) -> dict[str, Any]:
    """One page of the list as JSON, `driftboard-releases/1`."""
    return {
        "format": FORMAT,
        "project": facts.project.slug,
        "moment": segments.iso(facts.now),
        "sentence": list_page.sentence(facts),
        "meant": facts.fleet.chosen.label or None,
        "releases": [_release(facts.project.slug, line) for line in facts.lines],
        "older": None if facts.older is None else _older(facts),
    }


def _release(project: str, line: ReleaseLine) -> dict[str, Any]:
    pointer, before, summary = line.pointer, line.before, line.summary
    segment = release_addresses.live_segment(pointer.label)
    before_segment = None if before is None else release_addresses.live_segment(before.label)
    pin = release_addresses.pinned_segment(pointer.label, pointer.fingerprint)
    return {
        "label": pointer.label,
        "fingerprint": pointer.fingerprint,
        "commit": pointer.commit,
        "added_at": segments.iso(pointer.added_at),
        "committed_at": segments.iso(line.place.committed_at) if line.place.committed_at else None,
        "django": summary.django or None,
        "migrations": summary.migrations,
        "apps": summary.apps,
        "unreadable": summary.unreadable,
        "before": None if before is None else before.label,
        "sentence": summary.sentence,
        "edited_after_release": summary.is_edited,
        "edited": [str(key) for key in summary.edited],
        "page": release_addresses.release(project, segment),
        "pinned": release_addresses.release(project, pin),
        "difference": None
        if before_segment is None
        else release_addresses.difference(project, before_segment, segment),
    }


def _older(facts: ReleaseListFacts) -> str:
    """The address of the next page."""
    path = release_addresses.releases(facts.project.slug) + ".json"
    return addresses.with_query(path, [("after", facts.older)])
