"""The environment page, its map and its JSON: as it is now, and pinned to a history and a release."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.environment import page as environment_page
from app.web.environment.dependencies import LIVE_PATH, PINNED_PATH, Found, How, Known, Now, Pinned
from app.web.environment.document import document
from app.web.environment.query import ViewOptions
from app.web.server import rendering
from app.web.server.errors import NotFound
from app.web.server.rendering import IMMUTABLE

router = APIRouter()


@router.get(PINNED_PATH + "/map.json")
def pinned_map(found: Pinned, looking: How) -> Response:
    return rendering.twin(_map(found, looking), headers=IMMUTABLE)


@router.get(PINNED_PATH + ".json")
def pinned_twin(found: Pinned) -> Response:
    return rendering.twin(document(found[0]), headers=IMMUTABLE)


@router.get(PINNED_PATH)
def pinned_page(request: Request, found: Pinned, looking: How) -> Response:
    view = environment_page.page(*found, looking)
    return rendering.page(request, "environment/page.html", view, headers=IMMUTABLE)


@router.get(LIVE_PATH + "/map.json")
def live_map(found: Now, looking: How) -> Response:
    return rendering.twin(_map(found, looking))


@router.get(LIVE_PATH + ".json")
def live_twin(found: Now, known: Known) -> Response:
    return rendering.twin(document(found[0], known))


@router.get(LIVE_PATH)
def live_page(request: Request, found: Now, looking: How, known: Known) -> Response:
    return rendering.page(request, "environment/page.html", environment_page.page(*found, looking, known))


def _map(found: Found, looking: ViewOptions) -> dict[str, Any]:
    environment, address = found
    if environment.drift is None:
        raise NotFound("There is nothing to draw: no history or no release is known.")
    return environment_page.drawn(environment.drift, address, looking).as_json()
