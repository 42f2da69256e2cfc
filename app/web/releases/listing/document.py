"""The list of releases, as JSON."""

from typing import Any

from app.web.releases.facts import ReleaseLine, ReleasesFacts
from app.web.releases.listing import page as releases_page
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.urls import segments

FORMAT = "driftboard-releases/1"


def document(found: ReleasesFacts) -> dict[str, Any]:
    """The list as JSON, `driftboard-releases/1`."""
    return {
        "format": FORMAT,
        "project": found.project.slug,
        "moment": segments.iso(found.now),
        "sentence": releases_page.sentence(found),
        "meant": found.fleet.chosen.label or None,
        "releases": [_release(found.project.slug, line) for line in found.lines],
        "older": None if found.older is None else _older(found),
    }


def _release(project: str, line: ReleaseLine) -> dict[str, Any]:
    pointer, before, summary = line.pointer, line.before, line.summary
    segment = release_addresses.live(pointer.label)
    older = None if before is None else release_addresses.live(before.label)
    pin = release_addresses.pinned(pointer.label, pointer.fingerprint)
    return {
        "label": pointer.label,
        "fingerprint": pointer.fingerprint,
        "commit": pointer.commit,
        "added_at": segments.iso(pointer.added_at),
        "django": summary.django,
        "migrations": summary.migrations,
        "apps": summary.apps,
        "unreadable": summary.unreadable,
        "before": None if before is None else before.label,
        "sentence": summary.sentence,
        "edited_after_release": summary.is_edited,
        "edited": [str(key) for key in summary.edited],
        "page": release_addresses.release(project, segment),
        "pinned": release_addresses.release(project, pin),
        "difference": None if older is None else release_addresses.difference(project, older, segment),
    }


def _older(found: ReleasesFacts) -> str:
    path = release_addresses.releases(found.project.slug) + ".json"
    return addresses.with_query(path, [("after", found.older)])
