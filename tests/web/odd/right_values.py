"""A right value for each name in the patterns of the routes, over a store with one blocked environment."""

from app.store.pushed import tokens
from app.store.pushed.tokens import Purpose
from app.web.urls.environment import EnvironmentAddress
from tests.web.conftest import BLOCKED, Site


def reading_token(site: Site) -> str:
    """A token with which programs read what was seen of the shop."""
    with site.store.writing() as session:
        return tokens.create(session, "shop", purpose=Purpose.READ, at=site.now)[1].reveal()


def pushing_token(site: Site) -> str:
    """A token with which programs push to the shop."""
    with site.store.writing() as session:
        return tokens.create(session, "shop", at=site.now)[1].reveal()


def right_values(site: Site) -> dict[str, str]:
    release = site.release()
    history = site.seen("sandbox-1", *BLOCKED)
    pinned = EnvironmentAddress.pinned(
        "shop",
        "sandbox-1",
        site.now.replace(minute=12),
        history=history.fingerprint,
        label="v1.2",
        release=release.fingerprint,
    )
    at, against = pinned.path.split("/at/")[1].split("/against/")
    return {
        "project": "shop",
        "slug": "sandbox-1",
        "environment": "sandbox-1",
        "at": at,
        "against": against,
        "app": "orders",
        "moment": "2026-06-19T091420Z",
        "key": "orders.0001_initial",
        "word": "missing-dependency",
        "code_text": "D101",
        "segment": "v1.2",
        "label": "v1.2",
        "fingerprint": history.fingerprint,
        "before": "v1.2",
        "after": "v1.2",
        "first": f"sandbox-1~{history.fingerprint[:10]}",
        "second": f"sandbox-1~{history.fingerprint[:10]}",
    }
