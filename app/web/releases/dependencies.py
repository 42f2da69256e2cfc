"""What the routes of one release and of a difference share: redirects to canonical addresses, and cache headers."""

from collections.abc import Mapping

from fastapi import Request

from app.web.facts.releases.reference import ReleaseReference
from app.web.server import rendering


def is_canonical(reference: ReleaseReference, segment: str) -> bool:
    """Whether a segment names the release as our own addresses do. A live label may be written out in full."""
    return segment in (reference.segment, reference.label)


def address_tail(request: Request) -> str:
    """What follows the names in an address: `.json` or the picture, and the parameters."""
    ending = next(
        (end for end in ("/now.json", ".json", "/preview.png", "/now") if request.url.path.endswith(end)), ""
    )
    return ending + (f"?{request.url.query}" if request.url.query else "")


def cache_headers(*references: ReleaseReference) -> Mapping[str, str]:
    """Immutable for a page that only fingerprints name, else live."""
    return rendering.IMMUTABLE if all(reference.pinned for reference in references) else rendering.LIVE
