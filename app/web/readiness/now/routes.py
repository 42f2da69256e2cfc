"""What is true now of a pinned readiness: what its bar says, as a page of its own and as JSON."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.web.layout.now import now_document, now_page
from app.web.layout.views import NowLine
from app.web.readiness.dependencies import Pinned
from app.web.readiness.now.line import now_line
from app.web.readiness.page import readiness_frame
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.urls.readiness import PINNED_PATH

router = APIRouter(route_class=OneThread)


def line_of(facts: Pinned, site: CurrentSite) -> NowLine:
    """What is true now of the readiness of a pinned address."""
    with site.store.reading() as session:
        return now_line(session, facts, now=site.now())


Line = Annotated[NowLine, Depends(line_of)]


@router.get(PINNED_PATH + "/now.json")
def pinned_now_twin(line: Line) -> Response:
    return rendering.twin(now_document(line))


@router.get(PINNED_PATH + "/now")
def pinned_now(request: Request, facts: Pinned, line: Line) -> Response:
    view = now_page(readiness_frame(facts), line, back=facts.pinned.page(), name=facts.reference.label)
    return rendering.page(request, "layout/now_page.html", view)
