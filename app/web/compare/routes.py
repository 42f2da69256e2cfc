"""Two environments beside each other: which two, live, and pinned."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.web.compare import choice
from app.web.compare import page as compare_page
from app.web.compare.dependencies import LivePair, PinnedPair
from app.web.compare.facts import CompareFacts
from app.web.compare.now import now_line
from app.web.compare.share.document import document
from app.web.compare.share.message import message
from app.web.compare.share.preview import picture
from app.web.compare.share.spreadsheet import spreadsheet
from app.web.facts.chosen import chosen_release
from app.web.layout.now import now_document, now_page
from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.attachment import attachment
from app.web.server.errors import NotFound
from app.web.server.one_thread import OneThread
from app.web.server.rendering import IMMUTABLE
from app.web.server.site import CurrentSite
from app.web.urls.compare import LIVE_PATH, PINNED_PATH, CompareAddress, SideSegment
from app.web.wording import messages

router = APIRouter(route_class=OneThread)


@router.get(PINNED_PATH + "/preview.png")
def pinned_picture(facts: PinnedPair) -> Response:
    return rendering.png(kept_png(picture(compare_page.page(facts))), headers=IMMUTABLE)


@router.get(PINNED_PATH + "/now.json")
def pinned_now_twin(facts: PinnedPair, site: CurrentSite) -> Response:
    with site.store.reading() as session:
        return rendering.twin(now_document(now_line(session, facts, now=site.now())))


@router.get(PINNED_PATH + "/now")
def pinned_now(request: Request, facts: PinnedPair, site: CurrentSite) -> Response:
    with site.store.reading() as session:
        line = now_line(session, facts, now=site.now())
    view = now_page(compare_page.page(facts).frame, line, back=facts.address.page())
    return rendering.page(request, "layout/now_page.html", view)


@router.get(PINNED_PATH + ".json")
def pinned_twin(facts: PinnedPair) -> Response:
    return rendering.twin(document(facts), headers=IMMUTABLE)


@router.get(PINNED_PATH + ".csv")
def pinned_spreadsheet(facts: PinnedPair) -> Response:
    return _spreadsheet(facts, IMMUTABLE)


@router.get(PINNED_PATH + ".md")
def pinned_markdown(request: Request, facts: PinnedPair) -> Response:
    return _markdown(request, facts)


@router.get(PINNED_PATH)
def pinned_page(request: Request, facts: PinnedPair) -> Response:
    return _page(request, facts, IMMUTABLE)


@router.get(LIVE_PATH + ".json")
def live_twin(facts: LivePair) -> Response:
    return rendering.twin(document(facts))


@router.get(LIVE_PATH + ".csv")
def live_spreadsheet(facts: LivePair) -> Response:
    return _spreadsheet(facts, rendering.LIVE)


@router.get(LIVE_PATH + ".md")
def live_markdown(request: Request, facts: LivePair) -> Response:
    return _markdown(request, facts)


@router.get(LIVE_PATH)
def live_page(request: Request, facts: LivePair) -> Response:
    return _page(request, facts, rendering.LIVE)


@router.get("/{project}/compare.json")
def choice_twin(project: str, site: CurrentSite) -> Response:
    """The environments that can be put beside each other."""
    environments = [environment.slug for environment in site.project(project).environments]
    return rendering.twin({"project": project, "environments": environments})


@router.get("/{project}/compare")
def choice_page(request: Request, project: str, site: CurrentSite) -> Response:
    """The form; with `first=` and `second=` it leads to their page."""
    configured = site.project(project)
    first, second, release = (
        request.query_params.get(name) or None for name in ("first", "second", "release")
    )
    if first and second and "go" in request.query_params:
        sides = (SideSegment(first), SideSegment(second))
        address = CompareAddress.live(configured.slug, *sides, release=release)
        return RedirectResponse(address.page(), status_code=303)
    with site.store.reading() as session:
        labels = chosen_release(session, configured, None).labels
    return rendering.page(request, "compare/page.html", choice.page(configured, labels, first, second))


def _page(request: Request, facts: CompareFacts, headers: Mapping[str, str]) -> Response:
    view = compare_page.page(facts, rendering.public_url(request))
    return rendering.page(request, "compare/page.html", view, headers=headers)


def _spreadsheet(facts: CompareFacts, headers: Mapping[str, str]) -> Response:
    named = attachment(f"compare-{facts.first.slug}-{facts.second.slug}", ".csv")
    return rendering.text(spreadsheet(facts), "text/csv", headers={**headers, **named})


def _markdown(request: Request, facts: CompareFacts) -> Response:
    said = message(facts)
    if said is None:
        raise NotFound("There is nothing to compare here yet.", explanation="The page says what is missing.")
    return rendering.text(messages.markdown(said, rendering.public_url(request)), "text/markdown")
