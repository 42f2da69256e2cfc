"""
"Go to…": `?q=` answers words and short texts, a form that is sent answers any text.

The dialog asks the same addresses and gets the list alone. A page leads on where a text means one place.
"""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.web.go import page as go_page
from app.web.go.dependencies import Asked, OfAddress, OfForm
from app.web.go.document import document
from app.web.go.search import only_place
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.urls import pages as addresses

router = APIRouter(route_class=OneThread)

HEADERS = {**rendering.LIVE, "Vary": "HX-Request"}


@router.get("/go.json")
@router.get("/{project}/go.json")
def twin(asked: OfAddress) -> Response:
    return rendering.twin(document(asked), status=_status(asked))


@router.post("/go.json")
@router.post("/{project}/go.json")
def posted_twin(asked: OfForm) -> Response:
    return rendering.twin(document(asked), status=_status(asked))


@router.get("/go")
@router.get("/{project}/go")
def page(request: Request, asked: OfAddress) -> Response:
    return _answer(request, asked)


@router.post("/go")
@router.post("/{project}/go")
def posted_page(request: Request, asked: OfForm) -> Response:
    is_form = not rendering.wants_part(request)
    if is_form and asked.question.is_shareable and only_place(asked.found) is None:
        slug = request.path_params.get("project")
        return RedirectResponse(addresses.go(slug, asked.question.text.strip()), HTTPStatus.SEE_OTHER)
    return _answer(request, asked)


def _answer(request: Request, asked: Asked) -> Response:
    if rendering.wants_part(request):
        return rendering.page(request, "go/found.html", asked.found, headers=HEADERS)
    place = only_place(asked.found)
    if place is not None:
        return RedirectResponse(place, HTTPStatus.SEE_OTHER, headers=dict(HEADERS))
    return rendering.page(
        request, "go/page.html", go_page.page(asked), status=_status(asked), headers=HEADERS
    )


def _status(asked: Asked) -> int:
    """What was sent is not read where it is too long, or no text."""
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if asked.question.refusal else HTTPStatus.OK
