"""The composition root of the web pages."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from app.assets import STATIC, TEMPLATES
from app.config import Settings
from app.store.engine import Store
from app.web import (
    browser_files,
    environments,
    errors,
    fleet,
    health,
    migrations,
    newer,
    projects,
    pushes,
    release,
    release_diff,
    releases,
    rendering,
    runbook,
    security,
    static_files,
    why,
)
from app.web.site import Site


def create_app(settings: Settings, store: Store, *, now: Callable[[], datetime]) -> FastAPI:
    """The dashboard over this store, which takes in releases and else only reads. `now` answers an aware datetime."""
    app = FastAPI(title="Driftboard", openapi_url=None, docs_url=None, redoc_url=None)
    files = browser_files.read(STATIC / "cdn.json")
    static = static_files.mount(app, STATIC)
    jinja = rendering.environment(TEMPLATES, static=static, files=files)
    app.state.site = Site(settings, store, now, jinja)
    headers = security.headers(files)
    app.add_middleware(security.Guard, headers=headers)
    errors.install(app, headers=headers)
    for page in (
        health,
        pushes,
        projects,
        runbook,
        environments,
        migrations,
        newer,
        why,
        release_diff,
        release,
        releases,
        fleet,
    ):
        app.include_router(page.router)
    return app
