"""What every page needs of its surroundings: settings, store, clock, templates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from jinja2 import Environment

from app.config import Project, Settings
from app.store.engine import Store
from app.web.server.errors import NotFound


@dataclass(frozen=True, slots=True)
class Site:
    """Made once by `create_app`, kept in `app.state.site`."""

    settings: Settings
    store: Store
    now: Callable[[], datetime]
    jinja: Environment

    def project(self, slug: str) -> Project:
        """The project of that name; raises `NotFound`."""
        found = self.settings.project(slug)
        if found is None:
            raise NotFound(f"There is no project {slug} here.")
        return found


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


SiteOf = Annotated[Site, Depends(_site)]
