"""What happened in a project and in one environment: page, JSON and Atom feed."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.events import page as events_page
from app.web.events.dependencies import Events
from app.web.events.document import document
from app.web.events.feed import MEDIA_TYPE, feed
from app.web.server import rendering
from app.web.server.one_thread import OneThread
from app.web.urls.events.address import ENVIRONMENT_PATH, PROJECT_PATH

router = APIRouter(route_class=OneThread)


@router.get(PROJECT_PATH + ".json")
@router.get(ENVIRONMENT_PATH + ".json")
def twin(events: Events) -> Response:
    return rendering.twin(document(*events))


@router.get(PROJECT_PATH + ".atom")
@router.get(ENVIRONMENT_PATH + ".atom")
def atom(request: Request, events: Events) -> Response:
    return rendering.text(feed(*events, rendering.public_url(request)), MEDIA_TYPE)


@router.get(PROJECT_PATH)
@router.get(ENVIRONMENT_PATH)
def page(request: Request, events: Events) -> Response:
    return rendering.page(request, "events/page.html", events_page.page(*events))
