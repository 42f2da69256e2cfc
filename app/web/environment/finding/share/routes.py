"""The preview picture of a pinned finding."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.web.environment import preview as environment_preview
from app.web.environment.finding.dependencies import PinnedFinding, PinnedParts
from app.web.environment.finding.share import preview
from app.web.environment.finding.share.told import Told
from app.web.pictures import kept_png
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.server.rendering import IMMUTABLE
from app.web.urls.finding import PINNED_FINDING_PATH

router = APIRouter(route_class=OneThread)


@router.get(PINNED_FINDING_PATH + "/preview.png")
def pinned_picture(finding: PinnedFinding, parts: PinnedParts) -> Response:
    if not finding.is_reported:
        return rendering.png(kept_png(environment_preview.picture(finding.environment)))
    return rendering.png(kept_png(preview.picture(finding, Told.of(parts))), headers=IMMUTABLE)
