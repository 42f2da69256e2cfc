"""One environment before a release, now and pinned to a moment: its plan."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.layout.now import now_document, now_page
from app.web.pictures import kept_png
from app.web.readiness.environment import page as environment_page
from app.web.readiness.environment.dependencies import Live, Pinned
from app.web.readiness.environment.document import document
from app.web.readiness.environment.now import now_line
from app.web.readiness.environment.preview import picture
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.urls.readiness import ENVIRONMENT_PATH, PINNED_ENVIRONMENT_PATH

router = APIRouter(route_class=OneThread)


@router.get(PINNED_ENVIRONMENT_PATH + "/preview.png")
def pinned_picture(one: Pinned) -> Response:
    return rendering.png(kept_png(picture(one, environment_page.page(one))), headers=rendering.IMMUTABLE)


@router.get(PINNED_ENVIRONMENT_PATH + "/now.json")
def pinned_now_twin(one: Pinned, site: CurrentSite) -> Response:
    with site.store.reading() as session:
        return rendering.twin(now_document(now_line(session, one, now=site.now())))


@router.get(PINNED_ENVIRONMENT_PATH + "/now")
def pinned_now(request: Request, one: Pinned, site: CurrentSite) -> Response:
    with site.store.reading() as session:
        line = now_line(session, one, now=site.now())
    page = environment_page.page(one)
    view = now_page(page.frame, line, back=page.head.copy_link or "", name=one.readiness.environment)
    return rendering.page(request, "layout/now_page.html", view)


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
