"""The endpoints of the fleet: `/{project}` as it is now, and pinned to a moment and a release."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.facts.fleet import FleetFacts
from app.web.fleet import page as fleet_page
from app.web.fleet import preview
from app.web.fleet.address import FleetAddress
from app.web.fleet.dependencies import Live, Pinned, release_text
from app.web.fleet.document import document
from app.web.fleet.filters import Filters
from app.web.fleet.selection import FleetSelection
from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.site import CurrentSite
from app.web.urls.pages import PINNED_FLEET_PATH

router = APIRouter()


@router.get("/{project}.json")  # noqa: FAST003 - read by live_fleet
def live_twin(request: Request, facts: Live) -> Response:
    return rendering.twin(document(facts, release_text=release_text(request)))


@router.get("/{project}")  # noqa: FAST003 - read by live_fleet
def live_page(request: Request, facts: Live) -> Response:
    return _page(request, facts, release_text=release_text(request), headers=rendering.LIVE)


@router.get(PINNED_FLEET_PATH + "/preview.png")
def pinned_picture(facts: Pinned, site: CurrentSite) -> Response:
    return rendering.png(kept_png(preview.picture(facts)), headers=_pinned_headers(facts, site.now()))


@router.get(PINNED_FLEET_PATH + ".json")
def pinned_twin(facts: Pinned, site: CurrentSite) -> Response:
    return rendering.twin(document(facts), headers=_pinned_headers(facts, site.now()))


@router.get(PINNED_FLEET_PATH)
def pinned_page(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    return _page(request, facts, release_text=None, headers=_pinned_headers(facts, site.now()))


def _page(
    request: Request, facts: FleetFacts, *, release_text: str | None, headers: Mapping[str, str]
) -> Response:
    filters = Filters.of(request.query_params)
    address = FleetAddress(facts, filters, release_text)
    view = fleet_page.page(FleetSelection(facts, filters, address))
    return rendering.page(
        request, "fleet/page.html", view, headers={**headers, **rendering.pushed_address(address.page)}
    )


def _pinned_headers(facts: FleetFacts, now: datetime) -> Mapping[str, str]:
    """The cache headers of a pinned fleet: a second that has not ended yet may still bring a history."""
    return rendering.IMMUTABLE if facts.now < now else rendering.LIVE
