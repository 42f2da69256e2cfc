"""The squashes of a release, now and pinned to a moment: page, JSON, CSV, Markdown, and the preview picture."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.attachment import attachment
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite, Site
from app.web.squashes import page as squashes_page
from app.web.squashes import preview
from app.web.squashes.dependencies import Live, Pinned
from app.web.squashes.document import document
from app.web.squashes.facts import SquashFacts
from app.web.squashes.filters import Filters
from app.web.squashes.texts import message, spreadsheet
from app.web.urls.squashes import PATH, PINNED_PATH
from app.web.wording import messages

router = APIRouter(route_class=OneThread)


@router.get(PATH + ".json")
def live_twin(facts: Live) -> Response:
    return rendering.twin(document(facts))


@router.get(PATH + ".csv")
def live_spreadsheet(facts: Live) -> Response:
    return _spreadsheet(facts, rendering.LIVE)


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
def pinned_spreadsheet(facts: Pinned, site: CurrentSite) -> Response:
    return _spreadsheet(facts, _pinned_headers(facts, site))


@router.get(PINNED_PATH + ".md")
def pinned_markdown(request: Request, facts: Pinned) -> Response:
    return _markdown(request, facts)


@router.get(PINNED_PATH)
def pinned_page(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    return _page(request, facts, _pinned_headers(facts, site))


def _page(request: Request, facts: SquashFacts, headers: Mapping[str, str]) -> Response:
    filters = Filters.of(request.query_params)
    view = squashes_page.page(facts, filters)
    pushed = rendering.pushed_address(facts.address.page(filters.query))
    return rendering.page(request, "squashes/page.html", view, headers={**headers, **pushed})


def _markdown(request: Request, facts: SquashFacts) -> Response:
    said = messages.markdown(message(facts), rendering.public_url(request))
    return rendering.text(said, "text/markdown")


def _spreadsheet(facts: SquashFacts, headers: Mapping[str, str]) -> Response:
    named = attachment("squashes", ".csv")
    return rendering.text(spreadsheet(facts), "text/csv", headers={**headers, **named})


def _pinned_headers(facts: SquashFacts, site: Site) -> Mapping[str, str]:
    """The cache headers of a pinned page: a second that has not ended yet may still bring a history."""
    return rendering.IMMUTABLE if facts.fleet.now < site.now() else rendering.LIVE
