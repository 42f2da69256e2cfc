"""The readiness of a release, now and pinned to a moment: page, JSON, CSV, Markdown, and the preview picture."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.pictures import kept_png
from app.web.readiness import page as readiness_page
from app.web.readiness.dependencies import Live, Pinned
from app.web.readiness.facts import ReadinessFacts
from app.web.readiness.filters import Filters
from app.web.readiness.selection import Selection
from app.web.readiness.share import preview
from app.web.readiness.share.document import document
from app.web.readiness.share.message import message
from app.web.readiness.share.spreadsheet import spreadsheet
from app.web.server import rendering
from app.web.server.attachment import attachment
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite, Site
from app.web.urls.readiness import PATH, PINNED_PATH
from app.web.wording import messages

router = APIRouter(route_class=OneThread)


@router.get(PATH + ".json")
def live_twin(facts: Live) -> Response:
    return rendering.twin(document(facts))


@router.get(PATH + ".csv")
def live_spreadsheet(request: Request, facts: Live) -> Response:
    return _spreadsheet(_selection(request, facts), rendering.LIVE)


@router.get(PATH + ".md")
def live_markdown(request: Request, facts: Live) -> Response:
    return _markdown(request, facts)


@router.get(PATH)
def live_page(request: Request, facts: Live) -> Response:
    return _page(request, facts, rendering.LIVE)


@router.get(PINNED_PATH + "/preview.png")
def pinned_picture(facts: Pinned, site: CurrentSite) -> Response:
    return rendering.png(kept_png(preview.picture(facts)), headers=_pinned_headers(facts, site))


@router.get(PINNED_PATH + ".json")
def pinned_twin(facts: Pinned, site: CurrentSite) -> Response:
    return rendering.twin(document(facts), headers=_pinned_headers(facts, site))


@router.get(PINNED_PATH + ".csv")
def pinned_spreadsheet(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    return _spreadsheet(_selection(request, facts), _pinned_headers(facts, site))


@router.get(PINNED_PATH + ".md")
def pinned_markdown(request: Request, facts: Pinned) -> Response:
    return _markdown(request, facts)


@router.get(PINNED_PATH)
def pinned_page(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    return _page(request, facts, _pinned_headers(facts, site))


def _selection(request: Request, facts: ReadinessFacts) -> Selection:
    return Selection(facts, Filters.of(request.query_params))


def _page(request: Request, facts: ReadinessFacts, headers: Mapping[str, str]) -> Response:
    selection = _selection(request, facts)
    view = readiness_page.page(selection, rendering.public_url(request))
    pushed = rendering.pushed_address(selection.address())
    return rendering.page(request, "readiness/page.html", view, headers={**headers, **pushed})


def _markdown(request: Request, facts: ReadinessFacts) -> Response:
    said = messages.markdown(message(_selection(request, facts)), rendering.public_url(request))
    return rendering.text(said, "text/markdown")


def _spreadsheet(selection: Selection, headers: Mapping[str, str]) -> Response:
    named = attachment(f"readiness-{selection.facts.address.segment}", ".csv")
    return rendering.text(spreadsheet(selection), "text/csv", headers={**headers, **named})


def _pinned_headers(facts: ReadinessFacts, site: Site) -> Mapping[str, str]:
    """The cache headers of a pinned page: a second that has not ended yet may still bring a history."""
    return rendering.IMMUTABLE if facts.fleet.now < site.now() else rendering.LIVE
