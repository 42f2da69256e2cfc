"""The table of a pinned page as it is now, or that nobody looks at it any more."""

from datetime import datetime

from app.store.sessions import ReadSession
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.live import environment as live_environment
from app.web.server.errors import NotFound

GONE = "This environment is gone from the configuration"


def facts_now(session: ReadSession, pinned: EnvironmentFacts, *, now: datetime) -> EnvironmentFacts | str:
    """The facts of the same table now; a sentence without its stop where it is gone."""
    configured = pinned.project.environment(pinned.environment.slug)
    if configured is None:
        return GONE
    alias, schema = pinned.location.alias, pinned.location.schema
    try:
        return live_environment.environment(
            session,
            pinned.project,
            configured,
            now=now,
            release_text=None,
            alias=alias,
            schema=schema or None,
        )
    except NotFound:
        where = f"schema {schema}" if schema else f"database {alias}"
        return f"This {where} is not looked at any more"
