"""What every route needs of the application: settings, store, clock, templates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from jinja2 import Environment

from app.config import CurrentSettings, Project, Settings
from app.store.engine import Store
from app.web.server.door import Listening
from app.web.server.errors import NotFound


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The parts of one application; `create_app` makes it once and puts it in `app.state.dashboard`."""

    current: CurrentSettings
    store: Store
    now: Callable[[], datetime]
    jinja: Environment
    is_turning: Callable[[], bool]
    """Whether what is to be done again and again is done; true where nothing is."""
    listening: Listening | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What one request sees of the application: settings that stay the same until it is answered."""

    settings: Settings
    store: Store
    now: Callable[[], datetime]
    is_turning: Callable[[], bool]

    def project(self, slug: str) -> Project:
        """The project with this slug; raises `NotFound`."""
        project = self.settings.project(slug)
        if project is None:
            raise NotFound(f"There is no project {slug} here.")
        return project


def _site(request: Request) -> Site:
    dashboard: Dashboard = request.app.state.dashboard
    return Site(dashboard.current.settings, dashboard.store, dashboard.now, dashboard.is_turning)


CurrentSite = Annotated[Site, Depends(_site)]
