"""The page of reasons of one environment; a pinned environment page loads it as a fragment."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.environment.dependencies import Live, LiveExplanation, Pinned, PinnedExplanation
from app.web.environment.why import page as why_page
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.urls.environment import LIVE_PATH, PINNED_PATH

router = APIRouter(route_class=OneThread)


@router.get(PINNED_PATH + "/why")
def pinned_why(request: Request, environment: Pinned, explanation: PinnedExplanation) -> Response:
    return rendering.page(request, "environment/why_page.html", why_page.page(*environment, explanation))


@router.get(LIVE_PATH + "/why")
def live_why(request: Request, environment: Live, explanation: LiveExplanation) -> Response:
    return rendering.page(request, "environment/why_page.html", why_page.page(*environment, explanation))
