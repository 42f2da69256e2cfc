"""One release, live and pinned to its fingerprint, as page and JSON."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.pictures import kept_png
from app.web.releases import preview
from app.web.releases.dependencies import cache_headers
from app.web.releases.release import page as release_page
from app.web.releases.release.dependencies import PATH, OneRelease
from app.web.releases.release.document import document
from app.web.server import rendering
from app.web.server.one_thread import OneThread

router = APIRouter(route_class=OneThread)


@router.get(PATH + ".json")
def twin(facts: OneRelease) -> Response:
    return rendering.twin(document(facts), headers=cache_headers(facts.reference))


@router.get(PATH + "/preview.png")
def picture(facts: OneRelease) -> Response:
    view = release_page.page(facts, "")
    shown = preview.picture(view.frame, view.head, place=f"release {facts.reference.label}")
    return rendering.png(kept_png(shown), headers=cache_headers(facts.reference))


@router.get(PATH)
def page(request: Request, facts: OneRelease) -> Response:
    view = release_page.page(facts, request.query_params.get("open") or "")
    headers = cache_headers(facts.reference)
    return rendering.page(request, "releases/release_page.html", view, headers=headers)
