"""The releases of a project: `/{project}/releases`, and its JSON."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.web.releases.listing import page as list_page
from app.web.releases.listing.dependencies import PATH, Live
from app.web.releases.listing.document import document
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.urls import releases as release_addresses

router = APIRouter(route_class=OneThread)


@router.get(PATH + ".json")
def twin(facts: Live) -> Response:
    return rendering.twin(document(facts))


@router.get(PATH)
def page(request: Request, facts: Live) -> Response:
    """The list; the form sends `from=` and `to=`, which lead to the page of their difference."""
    before, after = (request.query_params.get(name) for name in ("from", "to"))
    if before and after:
        segments = (release_addresses.live_segment(label) for label in (before, after))
        return RedirectResponse(release_addresses.difference(facts.project.slug, *segments), status_code=303)
    return rendering.page(request, "releases/list_page.html", list_page.page(facts))
