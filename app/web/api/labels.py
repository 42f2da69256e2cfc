"""`GET /api/projects/shop/labels/v1.2`: a CI job reads to which release a label points now."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.fleet.last_seen.writing import label_document
from app.store import releases
from app.web.api import readings
from app.web.server import rendering
from app.web.server.errors import NotFound
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite

router = APIRouter(route_class=OneThread)


@router.get("/api/projects/{slug}/labels/{label:path}")
def read(slug: str, label: str, request: Request, site: CurrentSite) -> Response:
    """Where the label points now; 304 where the client knows it."""
    with readings.reading(site, request, slug) as (project, session):
        found = next((each for each in releases.labels(session, project.slug) if each.label == label), None)
    if found is None:
        raise NotFound(f"No release of {slug} has the label {label}.")
    return rendering.tagged(request, label_document(found))
