"""`GET /api/projects/shop/last-seen`: a CI job reads which release runs in each environment, and what it holds."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.fleet.last_seen import writing
from app.web.api import readings, seen_environments
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite

router = APIRouter(route_class=OneThread)


@router.get("/api/projects/{slug}/last-seen")
def read(slug: str, request: Request, site: CurrentSite) -> Response:
    """
    What was seen last of every environment; 304 where the client has it.

    `candidate=` is the fingerprint of a release that is no measure of itself.
    """
    with readings.reading(site, request, slug) as (project, session):
        candidate = request.query_params.get("candidate")
        seen = seen_environments.of_project(session, project, candidate=candidate, now=site.now())
    return rendering.tagged(request, writing.document(seen))
