"""One release: as its label points to it now, and pinned to its fingerprint; and its JSON."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.web.releases import facts as release_facts
from app.web.releases.facts import ReleaseFacts
from app.web.releases.release import page as release_page
from app.web.releases.release.document import document
from app.web.releases.segments import NamedRelease
from app.web.server import rendering
from app.web.server.errors import Moved
from app.web.server.site import SiteOf
from app.web.urls import releases as release_addresses

router = APIRouter()

PATH = "/{project}/releases/{segment}"


def as_asked(request: Request, site: SiteOf) -> ReleaseFacts:
    """The release that `v1.2` or `v1.2~4be19d02aa` names."""
    parts = request.path_params
    project = site.project(parts["project"])
    with site.store.reading() as session:
        found = release_facts.one(session, project, parts["segment"], now=site.now())
    if is_moved(found.side, parts["segment"]):
        path = release_addresses.release(project.slug, found.side.segment)
        raise Moved(path + tail(request))
    return found


def is_moved(side: NamedRelease, segment: str) -> bool:
    """Whether the words of an address are old or wrong, or its digits too many or too few."""
    return segment not in (side.segment, side.label)


def tail(request: Request) -> str:
    """What follows the names: `.json`, and the parameters."""
    ending = ".json" if request.url.path.endswith(".json") else ""
    return ending + (f"?{request.url.query}" if request.url.query else "")


def headers(*sides: NamedRelease) -> Mapping[str, str]:
    """What only fingerprints name never changes."""
    return rendering.IMMUTABLE if all(side.pinned for side in sides) else rendering.LIVE


Found = Annotated[ReleaseFacts, Depends(as_asked)]


@router.get(PATH + ".json")
def twin(found: Found) -> Response:
    return rendering.twin(document(found), headers=headers(found.side))


@router.get(PATH)
def page(request: Request, found: Found) -> Response:
    view = release_page.page(found, request.query_params.get("open") or "")
    return rendering.page(request, "releases/release_page.html", view, headers=headers(found.side))
