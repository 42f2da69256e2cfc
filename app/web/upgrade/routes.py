"""How an environment gets to a release: page, JSON and Markdown, live and pinned; and the choice of a release."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.reports.upgrade import markdown
from app.store import releases
from app.web.server import rendering
from app.web.server.errors import NotFound
from app.web.server.one_thread import OneThread
from app.web.server.rendering import IMMUTABLE
from app.web.server.site import CurrentSite
from app.web.upgrade import page as upgrade_page
from app.web.upgrade.dependencies import Live, Pinned, configured_environment
from app.web.upgrade.document import document
from app.web.upgrade.facts import UpgradeFacts
from app.web.urls.pages import below
from app.web.urls.releases import live_segment
from app.web.urls.upgrade import CHOICE_PATH, PATH, PINNED_PATH, UpgradeAddress

router = APIRouter(route_class=OneThread)


@router.get(PINNED_PATH + ".json")
def pinned_twin(facts: Pinned) -> Response:
    return rendering.twin(document(facts), headers=IMMUTABLE)


@router.get(PINNED_PATH + ".md")
def pinned_markdown(facts: Pinned) -> Response:
    return rendering.text(_markdown(facts), "text/markdown", headers=IMMUTABLE)


@router.get(PINNED_PATH + "/preview.png")
def pinned_picture(facts: Pinned) -> Response:
    return _of_comparison(facts, "/preview.png")


@router.get(PINNED_PATH + "/now")
def now_of_pinned(facts: Pinned) -> Response:
    return _of_comparison(facts, "/now")


@router.get(PINNED_PATH)
def pinned_page(request: Request, facts: Pinned) -> Response:
    return rendering.page(request, "upgrade/page.html", upgrade_page.page(facts), headers=IMMUTABLE)


@router.get(PATH + ".json")
def live_twin(facts: Live) -> Response:
    return rendering.twin(document(facts))


@router.get(PATH + ".md")
def live_markdown(facts: Live) -> Response:
    return rendering.text(_markdown(facts), "text/markdown")


@router.get(PATH)
def live_page(request: Request, facts: Live) -> Response:
    return rendering.page(request, "upgrade/page.html", upgrade_page.page(facts))


@router.get(CHOICE_PATH)
def choice(request: Request, site: CurrentSite) -> Response:
    """The page of the label that `to=` names, else of the newest release."""
    parts = request.path_params
    project = site.project(parts["project"])
    environment = configured_environment(project, parts["slug"])
    with site.store.reading() as session:
        labels = [label.label for label in releases.labels(session, project.slug)]
    label = request.query_params.get("to") or project.release or next(iter(labels), "")
    if not label:
        raise NotFound(f"No release of {project.slug} is known yet.")
    address = UpgradeAddress.live(project.slug, environment.slug, live_segment(label))
    return RedirectResponse(address.page(), status_code=307)


def _of_comparison(facts: UpgradeFacts, ending: str) -> Response:
    """The picture of the comparison that a pinned page names, or what is true of it now."""
    page = "" if facts.pinned is None else facts.pinned.page()
    return RedirectResponse(below(page, ending), status_code=308)


def _markdown(facts: UpgradeFacts) -> str:
    found = facts.first.found
    if found is None:
        return upgrade_page.headline(facts) + "\n"
    said = upgrade_page.warning(facts)
    return markdown(found, facts.slug) + (f"\n{said}\n" if said else "")
