"""The address of what is true now of a pinned environment: its page asks there again and again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.web.environment.dependencies import Pinned
from app.web.environment.head import frame
from app.web.environment.now.line import now_line
from app.web.layout.now import now_document, now_page
from app.web.layout.views import NowLine
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.urls.environment import PINNED_PATH

router = APIRouter(route_class=OneThread)


def line_of(environment: Pinned, site: CurrentSite) -> NowLine:
    """What is true now of the environment of a pinned address."""
    with site.store.reading() as session:
        return now_line(session, environment.facts, now=site.now())


Line = Annotated[NowLine, Depends(line_of)]


@router.get(PINNED_PATH + "/now.json")
def pinned_now_twin(line: Line) -> Response:
    return rendering.twin(now_document(line))


@router.get(PINNED_PATH + "/now")
def pinned_now(request: Request, environment: Pinned, line: Line) -> Response:
    facts, address = environment
    view = now_page(frame(facts, address), line, back=address.page(), name=facts.environment.slug)
    return rendering.page(request, "layout/now_page.html", view)
