"""The addresses of what is known now of a pinned fleet: its page asks there."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.web.facts.fleet import FleetFacts
from app.web.fleet.address import FleetAddress
from app.web.fleet.dependencies import Pinned
from app.web.fleet.filters import Filters
from app.web.fleet.now import why
from app.web.fleet.now.line import now_line
from app.web.fleet.page import fleet_frame
from app.web.fleet.selection import FleetSelection
from app.web.layout.now import now_document, now_page
from app.web.layout.views import NowLine
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.urls.pages import PINNED_FLEET_PATH

router = APIRouter(route_class=OneThread)


def line_of(facts: Pinned, site: CurrentSite) -> NowLine:
    """What is true now of the fleet of a pinned address."""
    with site.store.reading() as session:
        return now_line(session, facts, now=site.now())


Line = Annotated[NowLine, Depends(line_of)]


@router.get(PINNED_FLEET_PATH + "/now.json")
def pinned_now_twin(line: Line) -> Response:
    return rendering.twin(now_document(line))


@router.get(PINNED_FLEET_PATH + "/now")
def pinned_now(request: Request, facts: Pinned, line: Line) -> Response:
    fleet = _selection(request, facts)
    view = now_page(fleet_frame(fleet), line, back=fleet.address.page)
    return rendering.page(request, "layout/now_page.html", view)


@router.get(PINNED_FLEET_PATH + "/why")
def pinned_why(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    with site.store.reading() as session:
        view = why.page(session, _selection(request, facts))
    return rendering.page(request, "fleet/why_page.html", view)


def _selection(request: Request, facts: FleetFacts) -> FleetSelection:
    filters = Filters.of(request.query_params)
    return FleetSelection(facts, filters, FleetAddress(facts, filters, None))
