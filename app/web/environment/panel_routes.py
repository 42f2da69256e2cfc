"""The panel of one migration: a fragment with an address of its own, loaded into the environment page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.keys import MigrationKey
from app.web.environment.dependencies import LIVE_PATH, PINNED_PATH, Found, How, Now, Pinned
from app.web.environment.panel import PanelOnly, links, panel
from app.web.environment.query import ViewOptions
from app.web.server import rendering
from app.web.server.errors import NotFound
from app.web.server.rendering import IMMUTABLE

router = APIRouter()


@router.get(PINNED_PATH + "/migrations/{key:path}")
def pinned_panel(request: Request, key: str, found: Pinned, looking: How) -> Response:
    view = _panel(found, looking, key)
    return rendering.page(request, "environment/panel.html", view, headers=IMMUTABLE)


@router.get(LIVE_PATH + "/migrations/{key:path}")
def live_panel(request: Request, key: str, found: Now, looking: How) -> Response:
    return rendering.page(request, "environment/panel.html", _panel(found, looking, key))


def _panel(found: Found, looking: ViewOptions, text: str) -> PanelOnly:
    try:
        key = MigrationKey.parse(text)
    except ValueError as error:
        raise NotFound(f"{error}.") from error
    environment, address = found
    if environment.drift is None:
        raise NotFound("Nothing is known of its migrations: no history or no release.")
    shown = panel(environment.drift, key, linked=links(environment.drift, address, **looking.kept))
    if shown is None:
        raise NotFound(f"Neither this release nor {environment.place.slug} knows {key}.")
    return PanelOnly(shown)
