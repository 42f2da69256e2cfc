"""The composition root of the web pages: settings, store and clock go in, the application comes out."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from app.assets import STATIC, TEMPLATES
from app.config import CurrentSettings, Settings
from app.store.engine import Store
from app.web import newer, projects
from app.web.api import deployments as told_deployments
from app.web.api import histories as api_histories
from app.web.api import labels as api_labels
from app.web.api import last_seen
from app.web.api import releases as api_releases
from app.web.compare import routes as compare
from app.web.environment import routes as environment
from app.web.environment.finding import routes as finding
from app.web.environment.finding.later import routes as finding_later
from app.web.environment.finding.later import texts as finding_texts
from app.web.environment.finding.share import routes as finding_share
from app.web.environment.now import routes as environment_now
from app.web.environment.panel import routes as panel
from app.web.environment.why import routes as why
from app.web.fleet import routes as fleet
from app.web.fleet.now import routes as fleet_now
from app.web.go import routes as go
from app.web.impact import routes as impact
from app.web.impact.now import routes as impact_now
from app.web.readiness import newest as newest_readiness
from app.web.readiness import routes as readiness
from app.web.readiness.environment import routes as environment_readiness
from app.web.readiness.now import routes as readiness_now
from app.web.releases.difference import routes as release_difference
from app.web.releases.listing import routes as releases
from app.web.releases.now import routes as release_now
from app.web.releases.release import routes as release
from app.web.runbook import routes as runbook
from app.web.server import cdn as browser_files
from app.web.server import errors, health, rendering, security, static_files
from app.web.server.door import Door, Listening
from app.web.server.download import Downloads
from app.web.server.methods import Methods
from app.web.server.site import Dashboard
from app.web.server.threads import Threads
from app.web.squashes import routes as squashes
from app.web.squashes.now import routes as squashes_now
from app.web.upgrade import routes as upgrade


def create_app(
    settings: Settings | CurrentSettings,
    store: Store,
    *,
    now: Callable[[], datetime],
    is_turning: Callable[[], bool] = lambda: True,
    listening: Listening | None = None,
) -> FastAPI:
    """
    The dashboard over this store; each request takes the settings as they are then. `now` is an aware datetime.

    `is_turning` says whether the schedule beside it does its rounds, `listening` where it is served: without it, it is
    asked from within the process alone, and lets every request in.
    """
    app = FastAPI(title="Driftboard", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    files = browser_files.read(STATIC / "cdn.json")
    static = static_files.mount(app, STATIC)
    jinja = rendering.environment(TEMPLATES, static=static, files=files)
    app.state.dashboard = Dashboard(CurrentSettings.of(settings), store, now, jinja, is_turning, listening)
    headers = security.headers(files)
    app.add_middleware(Threads)
    app.add_middleware(Downloads)
    app.add_middleware(Methods)
    if listening is not None:
        app.add_middleware(Door, listening=listening)
    app.add_middleware(security.SecurityHeaders, headers=headers)
    errors.install(app, headers=headers)
    for routes in (
        health,
        api_releases,
        api_histories,
        told_deployments,
        last_seen,
        api_labels,
        go,
        compare,
        projects,
        runbook,
        environment,
        environment_now,
        panel,
        newer,
        why,
        upgrade,
        finding_share,
        finding_texts,
        finding_later,
        finding,
        newest_readiness,
        readiness_now,
        readiness,
        environment_readiness,
        squashes_now,
        squashes,
        impact_now,
        impact,
        release_difference,
        release,
        releases,
        release_now,
        fleet_now,
        fleet,
    ):
        app.include_router(routes.router)
    return app
