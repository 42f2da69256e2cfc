"""What changed between two releases: as their labels point now, and pinned to their fingerprints; and its JSON."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.web.releases import facts as release_facts
from app.web.releases.difference import page as release_diff_page
from app.web.releases.difference.document import document
from app.web.releases.facts import DifferenceFacts
from app.web.releases.release.routes import headers, is_moved, tail
from app.web.server import rendering
from app.web.server.errors import Moved
from app.web.server.site import SiteOf
from app.web.urls import releases as release_addresses

router = APIRouter()

PATH = "/{project}/releases/{before}/diff/{after}"


def as_asked(request: Request, site: SiteOf) -> DifferenceFacts:
    """The two releases that the segments name."""
    parts = request.path_params
    project = site.project(parts["project"])
    with site.store.reading() as session:
        found = release_facts.two(session, project, parts["before"], parts["after"], now=site.now())
    if is_moved(found.before, parts["before"]) or is_moved(found.after, parts["after"]):
        path = release_addresses.difference(project.slug, found.before.segment, found.after.segment)
        raise Moved(path + tail(request))
    return found


Found = Annotated[DifferenceFacts, Depends(as_asked)]


@router.get(PATH + ".json")
def twin(found: Found) -> Response:
    return rendering.twin(document(found), headers=headers(found.before, found.after))


@router.get(PATH)
def page(request: Request, found: Found) -> Response:
    view = release_diff_page.page(found)
    return rendering.page(
        request, "releases/difference_page.html", view, headers=headers(found.before, found.after)
    )
