"""What every route needs of the application: settings, store, clock, templates."""

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
    """The parts of one application; `create_app` makes it once and puts it in `app.state.site`."""

    settings: Settings
    store: Store
    now: Callable[[], datetime]
    jinja: Environment

    def project(self, slug: str) -> Project:
        """The project with this slug; raises `NotFound`."""
        project = self.settings.project(slug)
        if project is None:
            raise NotFound(f"There is no project {slug} here.")
        return project


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


CurrentSite = Annotated[Site, Depends(_site)]
