"""The composition root of the web pages: settings, store and clock go in, the application comes out."""

from collections.abc import Callable, Sequence
from datetime import datetime

from fastapi import FastAPI

from app.assets import STATIC, TEMPLATES
from app.config import CurrentSettings, Settings
from app.store.engine import Store
from app.web import newer
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
from app.web.environment.map import routes as environment_map
from app.web.environment.now import routes as environment_now
from app.web.environment.panel import routes as panel
from app.web.environment.why import routes as why
from app.web.events import routes as events
from app.web.fleet import routes as fleet
from app.web.fleet.now import routes as fleet_now
from app.web.go import routes as go
from app.web.impact import routes as impact
from app.web.impact.now import routes as impact_now
from app.web.matrix import routes as matrix
from app.web.matrix.now import routes as matrix_now
from app.web.patterns import routes as patterns
from app.web.projects import routes as projects
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
from app.web.server.readers import Readers
from app.web.server.site import Dashboard
from app.web.server.threads import Threads
from app.web.squashes import routes as squashes
from app.web.squashes.now import routes as squashes_now
from app.web.upgrade import routes as upgrade


def create_app(  # noqa: PLR0913 - all that an application is made of
    settings: Settings | CurrentSettings,
    store: Store,
    *,
    now: Callable[[], datetime],
    is_turning: Callable[[], bool] = lambda: True,
    listening: Listening | None = None,
    first_patterns: Sequence[str] = (),
) -> FastAPI:
    """
    The dashboard over this store; each request takes the settings as they are then. `now` is an aware datetime.

    `is_turning` says whether the schedule beside it does its rounds, `listening` where it is served: without it, it is
    asked from within the process alone, and lets every request in. With `first_patterns`, addresses of pages, it also
    shows the parts of these pages and of what they lead to, at `/patterns`.
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
    app.add_middleware(Readers)
    if listening is not None:
        app.add_middleware(Door, listening=listening)
    app.add_middleware(security.SecurityHeaders, headers=headers)
    errors.install(app, headers=headers)
    if first_patterns:
        patterns.install(app, create_app(settings, store, now=now), first_patterns)
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
        events,
        environment_map,
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
        matrix_now,
        matrix,
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
        app.router.routes += routes.router.routes  # `include_router` makes each anew, at the first request
    return app
