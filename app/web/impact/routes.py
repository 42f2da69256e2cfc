"""The blast radius of a release, now and pinned to a moment: page, JSON, Markdown, and the preview picture."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.store import codehistory
from app.web.impact import page as impact_page
from app.web.impact import preview
from app.web.impact.dependencies import Live, Pinned
from app.web.impact.document import document
from app.web.impact.facts import ImpactFacts
from app.web.impact.message import message
from app.web.impact.spots import spots_of
from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite, Site
from app.web.urls.impact import PATH, PINNED_PATH
from app.web.wording import messages

router = APIRouter(route_class=OneThread)


@router.get(PATH + ".json")
def live_twin(facts: Live) -> Response:
    return rendering.twin(document(facts, spots_of(facts)))


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
    return rendering.twin(document(facts, spots_of(facts)), headers=_pinned_headers(facts, site))


@router.get(PINNED_PATH + ".md")
def pinned_markdown(request: Request, facts: Pinned) -> Response:
    return _markdown(request, facts)


@router.get(PINNED_PATH + "/why")
def pinned_why(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    """The same with the commits, as far as they are known now: a pinned page loads them from here."""
    with site.store.reading() as session:
        code = codehistory.of_project(session, facts.project.slug)
    view = impact_page.page(facts, spots_of(facts, code), rendering.public_url(request), why=True)
    return rendering.page(request, "impact/page.html", view)


@router.get(PINNED_PATH)
def pinned_page(request: Request, facts: Pinned, site: CurrentSite) -> Response:
    return _page(request, facts, _pinned_headers(facts, site))


def _page(request: Request, facts: ImpactFacts, headers: Mapping[str, str]) -> Response:
    view = impact_page.page(facts, spots_of(facts), rendering.public_url(request))
    return rendering.page(request, "impact/page.html", view, headers=headers)


def _markdown(request: Request, facts: ImpactFacts) -> Response:
    said = messages.markdown(message(facts, spots_of(facts)), rendering.public_url(request))
    return rendering.text(said, "text/markdown")


def _pinned_headers(facts: ImpactFacts, site: Site) -> Mapping[str, str]:
    """The cache headers of a pinned page: a second that has not ended yet may still bring a history."""
    return rendering.IMMUTABLE if facts.fleet.now < site.now() else rendering.LIVE
