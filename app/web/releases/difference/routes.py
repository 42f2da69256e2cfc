"""What changed between two releases, live and pinned, as page and JSON."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.pictures import kept_png
from app.web.releases import preview
from app.web.releases.dependencies import cache_headers
from app.web.releases.difference import page as difference_page
from app.web.releases.difference.dependencies import PATH, TwoReleases
from app.web.releases.difference.document import document
from app.web.server import rendering
from app.web.server.one_thread import OneThread

router = APIRouter(route_class=OneThread)


@router.get(PATH + ".json")
def twin(facts: TwoReleases) -> Response:
    return rendering.twin(document(facts), headers=cache_headers(facts.before, facts.after))


@router.get(PATH + "/preview.png")
def picture(facts: TwoReleases) -> Response:
    view = difference_page.page(facts)
    place = f"from {facts.names.before} to {facts.names.after}"
    shown = preview.picture(view.frame, view.head, place=place)
    return rendering.png(kept_png(shown), headers=cache_headers(facts.before, facts.after))


@router.get(PATH)
def page(request: Request, facts: TwoReleases) -> Response:
    view = difference_page.page(facts)
    headers = cache_headers(facts.before, facts.after)
    return rendering.page(request, "releases/difference_page.html", view, headers=headers)
