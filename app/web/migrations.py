"""The panel of one migration: a fragment with an address of its own, loaded into the environment page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.keys import MigrationKey
from app.web import rendering
from app.web.addresses import EnvironmentAddress
from app.web.environment_page import Looking, PanelOnly
from app.web.environments import LIVE_PATH, PINNED_PATH, Form, Text, as_now, as_pinned, panel_tail
from app.web.errors import NotFound
from app.web.facts import EnvironmentFacts
from app.web.fleet import Wanted
from app.web.migration_panel import links, panel
from app.web.rendering import IMMUTABLE, LIVE
from app.web.site import SiteOf

router = APIRouter()


@router.get(PINNED_PATH + "/migrations/{key:path}")
def pinned_panel(  # noqa: PLR0913 - the parts of the address
    request: Request,
    project: str,
    slug: str,
    at: str,
    against: str,
    key: str,
    site: SiteOf,
    view: Text = None,
    form: Form = None,
) -> Response:
    found, address = as_pinned(site, request, project, slug, at, against, tail=panel_tail(key))
    looking = Looking.of(view=view, focus=key, form=form, rows=None)
    return rendering.page(
        request, "partials/migration_panel.html", _panel(found, address, looking, key), headers=IMMUTABLE
    )


@router.get(LIVE_PATH + "/migrations/{key:path}")
def live_panel(  # noqa: PLR0913 - the parameters of the page
    request: Request,
    project: str,
    slug: str,
    key: str,
    site: SiteOf,
    release: Wanted = None,
    view: Text = None,
    form: Form = None,
) -> Response:
    found, address = as_now(site, project, slug, release)
    looking = Looking.of(view=view, focus=key, form=form, rows=None)
    return rendering.page(
        request, "partials/migration_panel.html", _panel(found, address, looking, key), headers=LIVE
    )


def _panel(found: EnvironmentFacts, address: EnvironmentAddress, looking: Looking, text: str) -> PanelOnly:
    try:
        key = MigrationKey.parse(text)
    except ValueError as error:
        raise NotFound(f"{error}.") from error
    drift = found.drift
    if drift is None:
        raise NotFound("Nothing is known of its migrations: no history or no release.")
    shown = panel(drift, key, linked=links(drift, address, **looking.kept))
    if shown is None:
        raise NotFound(f"Neither this release nor {found.place.slug} knows {key}.")
    return PanelOnly(shown)
