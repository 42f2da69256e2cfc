"""The releases of a project: `/{project}/releases`, and its JSON."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from app.web.releases import facts as release_facts
from app.web.releases.facts import ReleasesFacts
from app.web.releases.listing import page as releases_page
from app.web.releases.listing.document import document
from app.web.server import rendering
from app.web.server.site import SiteOf
from app.web.urls import releases as release_addresses

router = APIRouter()

PATH = "/{project}/releases"


def as_now(request: Request, site: SiteOf) -> ReleasesFacts:
    """The releases of the project, from the label after `after=` on."""
    project = site.project(request.path_params["project"])
    with site.store.reading() as session:
        return release_facts.listed(session, project, now=site.now(), after=request.query_params.get("after"))


Found = Annotated[ReleasesFacts, Depends(as_now)]


@router.get(PATH + ".json")
def twin(found: Found) -> Response:
    return rendering.twin(document(found))


@router.get(PATH)
def page(request: Request, found: Found) -> Response:
    """With `from=` and `to=`, as the form sends them, the page of their difference."""
    before, after = (request.query_params.get(name) for name in ("from", "to"))
    if before and after:
        segments = (release_addresses.live(label) for label in (before, after))
        return RedirectResponse(release_addresses.difference(found.project.slug, *segments), status_code=303)
    return rendering.page(request, "releases/list_page.html", releases_page.page(found))
