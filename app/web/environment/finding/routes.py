"""The page of a finding and its JSON: live, and pinned to a history and a release."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.environment.finding.dependencies import LiveFinding, LiveParts, PinnedFinding, PinnedParts
from app.web.environment.finding.page import finding as finding_page
from app.web.environment.finding.page import unreported
from app.web.environment.finding.page.document import document
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.rendering import IMMUTABLE, LIVE
from app.web.urls.finding import LIVE_FINDING_PATH, PINNED_FINDING_PATH

router = APIRouter(route_class=OneThread)


@router.get(PINNED_FINDING_PATH + ".json")
def pinned_twin(finding: PinnedFinding, parts: PinnedParts) -> Response:
    return rendering.twin(document(finding, parts), headers=IMMUTABLE if finding.is_reported else LIVE)


@router.get(PINNED_FINDING_PATH)
def pinned_page(request: Request, finding: PinnedFinding, parts: PinnedParts) -> Response:
    if not finding.is_reported:
        return rendering.page(request, "finding/unreported_page.html", unreported.page(finding))
    view = finding_page.page(finding, parts, public=rendering.public_url(request))
    return rendering.page(request, "finding/page.html", view, headers=IMMUTABLE)


@router.get(LIVE_FINDING_PATH + ".json")
def live_twin(finding: LiveFinding, parts: LiveParts) -> Response:
    return rendering.twin(document(finding, parts))


@router.get(LIVE_FINDING_PATH)
def live_page(request: Request, finding: LiveFinding, parts: LiveParts) -> Response:
    view = finding_page.page(finding, parts, public=rendering.public_url(request))
    return rendering.page(request, "finding/page.html", view)
