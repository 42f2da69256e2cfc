"""The panel of one migration: a fragment with an address of its own, loaded into the environment page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.environment.dependencies import FactsAndAddress, Live, Options, Pinned
from app.web.environment.links import links
from app.web.environment.panel.page import panel
from app.web.environment.query import ViewOptions
from app.web.environment.views import PanelFragment
from app.web.server import rendering
from app.web.server.errors import NotFound
from app.web.server.one_thread import OneThread
from app.web.server.rendering import IMMUTABLE
from app.web.urls.environment import LIVE_PATH, PINNED_PATH
from app.web.urls.keys import key_of

router = APIRouter(route_class=OneThread)


@router.get(PINNED_PATH + "/migrations/{key:path}")
def pinned_panel(request: Request, key: str, environment: Pinned, options: Options) -> Response:
    view = _panel(environment, options, key)
    return rendering.page(request, "environment/panel.html", view, headers=IMMUTABLE)


@router.get(LIVE_PATH + "/migrations/{key:path}")
def live_panel(request: Request, key: str, environment: Live, options: Options) -> Response:
    return rendering.page(request, "environment/panel.html", _panel(environment, options, key))


def _panel(environment: FactsAndAddress, options: ViewOptions, text: str) -> PanelFragment:
    """The panel of the migration that the address names; raises `NotFound` where there is none."""
    try:
        key = key_of(text)
    except ValueError as error:
        raise NotFound(f"{error}.") from error
    facts, address = environment
    if facts.drift is None:
        raise NotFound("Nothing is known of its migrations: no history or no release.")
    links_to = links(facts.drift, address, **options.link_query)
    migration_panel = panel(facts.drift, key, links_to=links_to, address=address)
    if migration_panel is None:
        raise NotFound(f"Neither this release nor {facts.environment.slug} knows {key}.")
    return PanelFragment(migration_panel)
