"""The addresses of what is true now of pinned squashes: their page asks there."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.web.layout.now import now_document, now_page
from app.web.layout.views import NowLine
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.squashes.dependencies import Pinned
from app.web.squashes.now.line import now_line
from app.web.squashes.page import squashes_frame
from app.web.urls.squashes import PINNED_PATH

router = APIRouter(route_class=OneThread)


def line_of(facts: Pinned, site: CurrentSite) -> NowLine:
    """What is true now of the squashes of a pinned address."""
    with site.store.reading() as session:
        return now_line(session, facts, now=site.now())


Line = Annotated[NowLine, Depends(line_of)]


@router.get(PINNED_PATH + "/now.json")
def pinned_now_twin(line: Line) -> Response:
    return rendering.twin(now_document(line))


@router.get(PINNED_PATH + "/now")
def pinned_now(request: Request, facts: Pinned, line: Line) -> Response:
    view = now_page(squashes_frame(facts), line, back=facts.pinned.page(), name=facts.chosen.label)
    return rendering.page(request, "layout/now_page.html", view)
