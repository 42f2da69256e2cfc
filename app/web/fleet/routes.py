"""The fleet: `/{project}` as it is, and pinned to a moment and a release."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.facts.live import FleetFacts
from app.web.fleet import page as fleet_page
from app.web.fleet.address import FleetAddress
from app.web.fleet.dependencies import PINNED_PATH, Now, Pinned, wanted_release
from app.web.fleet.document import document
from app.web.fleet.filters import Filters
from app.web.server import rendering
from app.web.server.site import SiteOf

router = APIRouter()


@router.get("/{project}.json")  # noqa: FAST003 - read by as_now
def live_twin(request: Request, found: Now) -> Response:
    return rendering.twin(document(found, wanted=wanted_release(request)))


@router.get("/{project}")  # noqa: FAST003 - read by as_now
def live_page(request: Request, found: Now) -> Response:
    return _page(request, found, wanted=wanted_release(request), headers=rendering.LIVE)


@router.get(PINNED_PATH + ".json")
def pinned_twin(found: Pinned, site: SiteOf) -> Response:
    return rendering.twin(document(found), headers=_headers(found, site.now()))


@router.get(PINNED_PATH)
def pinned_page(request: Request, found: Pinned, site: SiteOf) -> Response:
    return _page(request, found, wanted=None, headers=_headers(found, site.now()))


def _page(request: Request, found: FleetFacts, *, wanted: str | None, headers: Mapping[str, str]) -> Response:
    filters = Filters.of(request.query_params)
    pushed = rendering.pushed(FleetAddress(found, filters, wanted).page)
    view = fleet_page.page(found, filters, wanted=wanted)
    return rendering.page(request, "fleet/page.html", view, headers={**headers, **pushed})


def _headers(found: FleetFacts, now: datetime) -> Mapping[str, str]:
    """A second that has not ended yet may still bring something."""
    return rendering.IMMUTABLE if found.now < now else rendering.LIVE
