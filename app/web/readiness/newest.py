"""The address that leads to the readiness of the newest release, or of the one that a form names."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.config import Project
from app.domain.provenance.code_history import RefKind
from app.store import codehistory
from app.store.sessions import ReadSession
from app.web.facts.releases.order import places
from app.web.layout.first_steps import add_release
from app.web.layout.frame import frame_in
from app.web.layout.views import Empty, Head
from app.web.readiness.views import NoRelease
from app.web.server import rendering
from app.web.server.errors import Moved
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite
from app.web.urls.readiness import NEWEST_PATH, ReadinessAddress
from app.web.urls.releases import live_segment
from app.web.wording import rich_text as text

router = APIRouter(route_class=OneThread)


@router.get(NEWEST_PATH)
def newest_page(request: Request, project: str, site: CurrentSite) -> Response:
    """Raises `Moved` to the page of `release=`, else of the newest release. Without any it says how to add one."""
    known = site.project(project)
    with site.store.reading() as session:
        label = request.query_params.get("release") or newest_label(session, known)
    if label:
        raise Moved(ReadinessAddress(project, live_segment(label)).page(), permanent=False)
    view = NoRelease(
        frame_in(known, f"Readiness · {known.name}", current="Readiness"),
        Head(text.plain(f"No release is known for {known.name}.")),
        Empty("Add a release to hold the environments against.", add_release(project)),
    )
    return rendering.page(request, "readiness/no_release_page.html", view)


def newest_label(session: ReadSession, project: Project) -> str:
    """The newest release: the first label in their order that is no branch, else the first one; empty without any."""
    refs = codehistory.of_project(session, project.slug).refs
    branches = {ref.label for ref in refs if ref.kind is RefKind.BRANCH}
    labels = [place.label.label for place in places(session, project)]
    return next((label for label in labels if label not in branches), labels[0] if labels else "")
