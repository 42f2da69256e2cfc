"""One environment before a release, now and pinned to a moment: its plan."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.readiness.environment import page as environment_page
from app.web.readiness.environment.dependencies import Live, Pinned
from app.web.readiness.environment.document import document
from app.web.server import rendering
from app.web.server.site import CurrentSite
from app.web.urls.readiness import ENVIRONMENT_PATH, PINNED_ENVIRONMENT_PATH

router = APIRouter()


@router.get(PINNED_ENVIRONMENT_PATH + ".json")
def pinned_twin(one: Pinned, site: CurrentSite) -> Response:
    headers = rendering.IMMUTABLE if one.facts.fleet.now < site.now() else rendering.LIVE
    return rendering.twin(document(one), headers=headers)


@router.get(ENVIRONMENT_PATH + ".json")
def live_twin(one: Live) -> Response:
    return rendering.twin(document(one))


@router.get(PINNED_ENVIRONMENT_PATH)
def pinned_page(request: Request, one: Pinned, site: CurrentSite) -> Response:
    headers = rendering.IMMUTABLE if one.facts.fleet.now < site.now() else rendering.LIVE
    return rendering.page(
        request, "readiness/environment_page.html", environment_page.page(one), headers=headers
    )


@router.get(ENVIRONMENT_PATH)
def live_page(request: Request, one: Live) -> Response:
    return rendering.page(request, "readiness/environment_page.html", environment_page.page(one))
