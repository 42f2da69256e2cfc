"""Two environments beside each other: which two, live, and pinned."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.web.compare import choice
from app.web.compare import page as compare_page
from app.web.compare.dependencies import LivePair, PinnedPair
from app.web.compare.document import document
from app.web.compare.now import now_line
from app.web.compare.preview import picture
from app.web.facts.chosen import chosen_release
from app.web.layout.now import now_document, now_page
from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.rendering import IMMUTABLE
from app.web.server.site import CurrentSite
from app.web.urls.compare import LIVE_PATH, PINNED_PATH, CompareAddress, SideSegment

router = APIRouter()


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


@router.get(PINNED_PATH)
def pinned_page(request: Request, facts: PinnedPair) -> Response:
    return rendering.page(request, "compare/page.html", compare_page.page(facts), headers=IMMUTABLE)


@router.get(LIVE_PATH + ".json")
def live_twin(facts: LivePair) -> Response:
    return rendering.twin(document(facts))


@router.get(LIVE_PATH)
def live_page(request: Request, facts: LivePair) -> Response:
    return rendering.page(request, "compare/page.html", compare_page.page(facts))


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
