"""A history that an address names and that cannot be rebuilt: what leads on from there."""

from collections.abc import Callable

import structlog

from app.domain import english
from app.store import snapshots
from app.store.errors import DamagedHistoryError
from app.store.sessions import ReadSession
from app.store.snapshots import Snapshot
from app.web.layout.views import Link
from app.web.server.errors import NotFound

log = structlog.get_logger(__name__)


def damage(
    session: ReadSession,
    error: DamagedHistoryError,
    *,
    page: Callable[[Snapshot], str],
    live: Link | None = None,
) -> NotFound:
    """
    The answer: which history it is, the page of now, and the same page of what was seen just before and just after.

    `page` is the address of the page of another snapshot of the table, `live` that of now where it is another one than
    that of the environment.
    """
    log.error("history.damaged", environment=error.environment, history=error.fingerprint[:10])
    around = snapshots.neighbours(
        session, error.project, error.environment, error.location, error.received_at
    )
    named = (("before that", around.before), ("after that", around.after))
    links = [
        Link(f"{error.environment} {when}, of {english.absolute(snapshot.received_at)}", page(snapshot))
        for when, snapshot in named
        if snapshot is not None
    ]
    return NotFound.of_damage(error, links, live=live)
