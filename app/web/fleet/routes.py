"""The endpoints of the fleet: `/{project}` as it is now, and pinned to a moment and a release."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.facts.fleet import FleetFacts
from app.web.fleet import page as fleet_page
from app.web.fleet.address import FleetAddress
from app.web.fleet.dependencies import Live, Pinned, release_text
from app.web.fleet.filters import Filters
from app.web.fleet.lists.groups import list_part
from app.web.fleet.opening import Opening, page_number
from app.web.fleet.selection import FleetSelection
from app.web.fleet.share import preview
from app.web.fleet.share.document import document
from app.web.fleet.share.message import message
from app.web.fleet.share.spreadsheet import spreadsheet
from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.attachment import attachment
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.urls.pages import PINNED_FLEET_PATH
from app.web.wording import messages

router = APIRouter(route_class=OneThread)


@router.get("/{project}.json")  # noqa: FAST003 - read by live_fleet
def live_twin(request: Request, facts: Live) -> Response:
    return rendering.twin(document(facts, release_text=release_text(request), page=_page_number(request)))


@router.get("/{project}.csv")  # noqa: FAST003 - read by live_fleet
def live_spreadsheet(request: Request, facts: Live) -> Response:
    return _spreadsheet(_selection(request, facts), rendering.LIVE)


@router.get("/{project}.md")  # noqa: FAST003 - read by live_fleet
def live_markdown(request: Request, facts: Live) -> Response:
    return _markdown(request, _selection(request, facts))


@router.get("/{project}/rows")  # noqa: FAST003 - read by live_fleet
def live_rows(request: Request, facts: Live) -> Response:
    """One list by itself; nothing where it is as it was at the version that the address says."""
    view = list_part(_selection(request, facts))
    if view.list.version == request.query_params.get("since"):
        return Response(status_code=204, headers=rendering.LIVE)
    return rendering.page(request, "fleet/list_part.html", view)


@router.get("/{project}")  # noqa: FAST003 - read by live_fleet
def live_page(request: Request, facts: Live) -> Response:
    return _page(request, _selection(request, facts), rendering.LIVE)


@router.get(PINNED_FLEET_PATH + "/preview.png")
def pinned_picture(facts: Pinned, site: CurrentSite) -> Response:
    return rendering.png(kept_png(preview.picture(facts)), headers=_pinned_headers(facts, site.now()))


@router.get(PINNED_FLEET_PATH + ".json")
def pinned_twin(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    content = document(facts, page=_page_number(request))
    return rendering.twin(content, headers=_pinned_headers(facts, site.now()))


@router.get(PINNED_FLEET_PATH + ".csv")
def pinned_spreadsheet(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    return _spreadsheet(_selection(request, facts), _pinned_headers(facts, site.now()))


@router.get(PINNED_FLEET_PATH + ".md")
def pinned_markdown(request: Request, facts: Pinned) -> Response:
    return _markdown(request, _selection(request, facts))


@router.get(PINNED_FLEET_PATH + "/rows")
def pinned_rows(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    view = list_part(_selection(request, facts))
    return rendering.page(request, "fleet/list_part.html", view, headers=_pinned_headers(facts, site.now()))


@router.get(PINNED_FLEET_PATH)
def pinned_page(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    return _page(request, _selection(request, facts), _pinned_headers(facts, site.now()))


def _selection(request: Request, facts: FleetFacts) -> FleetSelection:
    filters, opening = Filters.of(request.query_params), Opening.of(request.query_params)
    text = release_text(request) if facts.at is None else None
    return FleetSelection(facts, filters, FleetAddress(facts, filters, text, opening))


def _page_number(request: Request) -> int:
    return max(1, page_number(request.query_params.get("page", "")))


def _page(request: Request, fleet: FleetSelection, headers: Mapping[str, str]) -> Response:
    view = fleet_page.page(fleet, rendering.public_url(request))
    pushed = rendering.pushed_address(fleet.address.page)
    return rendering.page(request, "fleet/page.html", view, headers={**headers, **pushed})


def _spreadsheet(fleet: FleetSelection, headers: Mapping[str, str]) -> Response:
    named = attachment(f"fleet-{fleet.facts.project.slug}", ".csv")
    return rendering.text(spreadsheet(fleet), "text/csv", headers={**headers, **named})


def _markdown(request: Request, fleet: FleetSelection) -> Response:
    return rendering.text(messages.markdown(message(fleet), rendering.public_url(request)), "text/markdown")


def _pinned_headers(facts: FleetFacts, now: datetime) -> Mapping[str, str]:
    """The cache headers of a pinned fleet: a second that has not ended yet may still bring a history."""
    return rendering.IMMUTABLE if facts.now < now else rendering.LIVE
