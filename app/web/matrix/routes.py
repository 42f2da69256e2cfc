"""The matrix, now and pinned to a moment and a release: page, rows of one app, JSON, CSV, Markdown, preview picture."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.matrix import page as matrix_page
from app.web.matrix import preview
from app.web.matrix.dependencies import Live, Pinned
from app.web.matrix.document import document
from app.web.matrix.facts import MatrixFacts
from app.web.matrix.filters import Filters
from app.web.matrix.selection import Selection
from app.web.matrix.texts import message, spreadsheet
from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.attachment import attachment
from app.web.server.errors import NotFound
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite, Site
from app.web.urls.matrix import APP, PATH, PINNED_PATH, app_of, opened
from app.web.wording import messages

router = APIRouter(route_class=OneThread)


@router.get(PATH + ".json")
def live_twin(facts: Live) -> Response:
    return rendering.twin(document(facts))


@router.get(PATH + ".csv")
def live_spreadsheet(request: Request, facts: Live) -> Response:
    return _spreadsheet(request, facts, rendering.LIVE)


@router.get(PATH + ".md")
def live_markdown(request: Request, facts: Live) -> Response:
    return _markdown(request, facts)


@router.get(PATH + APP)
def live_app(request: Request, app: str, facts: Live) -> Response:
    return _app(request, facts, app)


@router.get(PATH)
def live_page(request: Request, facts: Live) -> Response:
    return _page(request, facts, Filters.of(request.query_params), rendering.LIVE)


@router.get(PINNED_PATH + "/preview.png")
def pinned_picture(facts: Pinned, site: CurrentSite) -> Response:
    return rendering.png(kept_png(preview.picture(facts)), headers=_pinned_headers(facts, site))


@router.get(PINNED_PATH + ".json")
def pinned_twin(facts: Pinned, site: CurrentSite) -> Response:
    return rendering.twin(document(facts), headers=_pinned_headers(facts, site))


@router.get(PINNED_PATH + ".csv")
def pinned_spreadsheet(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    return _spreadsheet(request, facts, _pinned_headers(facts, site))


@router.get(PINNED_PATH + ".md")
def pinned_markdown(request: Request, facts: Pinned) -> Response:
    return _markdown(request, facts)


@router.get(PINNED_PATH + APP)
def pinned_app(request: Request, app: str, facts: Pinned) -> Response:
    return _app(request, facts, app)


@router.get(PINNED_PATH)
def pinned_page(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    return _page(request, facts, Filters.of(request.query_params), _pinned_headers(facts, site))


def _page(request: Request, facts: MatrixFacts, filters: Filters, headers: Mapping[str, str]) -> Response:
    view = matrix_page.page(Selection(facts, filters), rendering.public_url(request))
    pushed = rendering.pushed_address(facts.address.page(filters.query))
    return rendering.page(request, "matrix/page.html", view, headers={**headers, **pushed})


def _app(request: Request, facts: MatrixFacts, segment: str) -> Response:
    """The rows of one app, unfolded, or with `fold=1` folded; whoever is not htmx gets the page with this app so."""
    app = app_of(segment)
    is_folded = request.query_params.get("fold") == "1"
    filters = Filters.of(request.query_params)
    varying = {**rendering.LIVE, "Vary": "HX-Request, HX-Current-URL"}
    if app is None or app not in facts.matrix.migrations:
        raise NotFound(f"There is no app {app or segment} in this matrix.")
    if not rendering.wants_part(request):
        return _page(request, facts, filters.opening(app, fold=is_folded), varying)
    filters = filters.with_open(_open_now(request)).opening(app, fold=is_folded)
    view = matrix_page.app_rows(Selection(facts, filters), app)
    if view is None:
        raise NotFound(f"{app} has no row here: it is the same everywhere.")
    pushed = rendering.pushed_address(facts.address.page(filters.query))
    return rendering.page(request, "matrix/app_rows.html", view, headers={**varying, **pushed})


def _open_now(request: Request) -> tuple[str, ...]:
    """The apps that are open on the page that asks: its address says so."""
    query = parse_qs(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    return opened(",".join(query.get("open", ())))


def _markdown(request: Request, facts: MatrixFacts) -> Response:
    selection = Selection(facts, Filters.of(request.query_params))
    return rendering.text(
        messages.markdown(message(selection), rendering.public_url(request)), "text/markdown"
    )


def _spreadsheet(request: Request, facts: MatrixFacts, headers: Mapping[str, str]) -> Response:
    selection = Selection(facts, Filters.of(request.query_params))
    named = attachment(f"matrix-{facts.project.slug}", ".csv")
    return rendering.text(spreadsheet(selection), "text/csv", headers={**headers, **named})


def _pinned_headers(facts: MatrixFacts, site: Site) -> Mapping[str, str]:
    """The cache headers of a pinned page: a second that has not ended yet may still bring a history."""
    return rendering.IMMUTABLE if facts.fleet.now < site.now() else rendering.LIVE
