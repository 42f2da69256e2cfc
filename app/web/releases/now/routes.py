"""The addresses of what is true now of a pinned release and of a pinned difference."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.config import Project
from app.web.facts.releases.reference import ReleaseReference
from app.web.layout.now import now_document, now_page
from app.web.layout.views import NowLine
from app.web.releases.difference import page as difference_page
from app.web.releases.difference.dependencies import PATH as DIFFERENCE_PATH
from app.web.releases.difference.dependencies import TwoReleases
from app.web.releases.now.line import now_line
from app.web.releases.release import page as release_page
from app.web.releases.release.dependencies import PATH, OneRelease
from app.web.server import rendering
from app.web.server.errors import Moved
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite, Site
from app.web.urls import releases as release_addresses

router = APIRouter(route_class=OneThread)


@router.get(PATH + "/now.json")
def release_now_twin(facts: OneRelease, site: CurrentSite) -> Response:
    return rendering.twin(now_document(_line(site, facts.project, (facts.reference,))))


@router.get(PATH + "/now")
def release_now(request: Request, facts: OneRelease, site: CurrentSite) -> Response:
    reference = facts.reference
    back = release_addresses.release(facts.project.slug, reference.segment)
    line = _line(site, facts.project, (reference,), back)
    frame = release_page.page(facts, "").frame
    view = now_page(frame, line, back=back, name=reference.label)
    return rendering.page(request, "layout/now_page.html", view)


@router.get(DIFFERENCE_PATH + "/now.json")
def difference_now_twin(facts: TwoReleases, site: CurrentSite) -> Response:
    return rendering.twin(now_document(_line(site, facts.project, (facts.before, facts.after))))


@router.get(DIFFERENCE_PATH + "/now")
def difference_now(request: Request, facts: TwoReleases, site: CurrentSite) -> Response:
    back = release_addresses.difference(facts.project.slug, facts.before.segment, facts.after.segment)
    line = _line(site, facts.project, (facts.before, facts.after), back)
    view = now_page(difference_page.page(facts).frame, line, back=back)
    return rendering.page(request, "layout/now_page.html", view)


def _line(site: Site, project: Project, references: Sequence[ReleaseReference], back: str = "") -> NowLine:
    """The line; raises `Moved` to the page `back` where that is live, and says itself what is true now."""
    if back and not all(reference.pinned for reference in references):
        raise Moved(back, permanent=False)
    with site.store.reading() as session:
        return now_line(session, project, references, now=site.now())
