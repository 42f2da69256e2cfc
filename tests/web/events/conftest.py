from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.domain.failure import Cause
from app.domain.fleet.deployment import Deployment
from app.store import releases, snapshots
from app.store.pushed import deployments
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP, SHOP, Site

HOSTILE = (
    "<script>alert(1)</script>",
    "a\"b'c&amp;",
    "\u202eevil\u2066",
    "x" * 255,
    "nul\x00\x1b[31m\x85",
    "half\ud800",
    "\ufffe\uffff",
    "🦊/../..",
    "]]>",
    "=cmd()",
)
"""Names of migrations that somebody might have written into the table."""


@pytest.fixture
def life(site: Site) -> Site:
    """A release, an environment that comes, goes on, breaks, is not reached, comes back, and is deployed to."""
    site.release(ago=timedelta(days=6))
    site.seen("sandbox-1", *BEHIND, ago=timedelta(days=5))
    site.seen("sandbox-1", *IN_STEP, ago=timedelta(days=4))
    site.seen("sandbox-1", *BLOCKED, ago=timedelta(days=3))
    site.failed("sandbox-1", Cause.UNREACHABLE, ago=timedelta(days=2))
    site.seen("sandbox-1", *BLOCKED, ago=timedelta(days=1))
    site.seen("sandbox-1", *BLOCKED)
    deploy(site, "sandbox-1", "v1.3", ago=timedelta(hours=5))
    return site


def deploy(site: Site, slug: str, label: str, *, ago: timedelta) -> None:
    with site.store.writing() as session:
        deployments.add(session, "shop", Deployment(slug, label, None, site.now - ago))


@pytest.fixture
def hostile(site: Site) -> Site:
    """An environment in which a hand records every odd name, and labels of odd names."""
    site.release(ago=timedelta(days=3))
    site.seen("sandbox-1", *IN_STEP, ago=timedelta(days=2))
    recorded = build.history(*IN_STEP, *(f"orders.{name}" for name in HOSTILE))
    odd = (*recorded.rows[:4], *(replace(row, applied=f"{row.key.name}\x01") for row in recorded.rows[4:]))
    with site.store.writing() as session:
        snapshots.add(session, "shop", "sandbox-1", replace(recorded, rows=odd), at=site.now)
        for name in ("release/3", "..", "a&b<c>", "ü\u202e"):
            releases.add(session, "shop", SHOP, label=name, at=site.now)
    return site


@pytest.fixture
def statements(site: Site):
    """How many statements some work sends to the store."""

    def number(work) -> int:
        seen: list[str] = []
        engine = site.store._reading

        def note(*arguments) -> None:
            seen.append(arguments[2])

        event.listen(engine, "before_cursor_execute", note)
        try:
            work()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    return number
