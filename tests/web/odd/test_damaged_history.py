"""A stored history that was changed from outside: its environment is unseen on every page, the others are judged."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.domain.failure import Cause
from app.store import snapshots
from app.store.engine import open_store
from tests import build
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP, Site

SAID = Cause.DAMAGED.sentence.lower()
PAGES = (
    "/",
    "/shop",
    "/shop?group=cause",
    "/shop?group=tier",
    "/shop?q=staging",
    "/shop.json",
    "/shop.csv",
    "/shop.md",
    "/shop/matrix",
    "/shop/matrix.csv",
    "/shop/matrix.json",
    "/shop/events",
    "/shop/compare",
    "/shop/compare/staging/production",
    "/shop/compare/production/staging",
    "/shop/squashes",
    "/shop/releases",
    "/shop/releases/v1.2",
    "/shop/releases/v1.2/readiness",
    "/shop/releases/v1.2/readiness/staging",
    "/shop/releases/v1.2/blast-radius",
    "/shop/environments/staging",
    "/shop/environments/staging?as=table",
    "/shop/environments/staging.json",
    "/shop/environments/staging/events",
    "/shop/environments/staging/upgrade/v1.2",
    "/shop/environments/production",
    "/shop/go?q=s",
    "/shop/go?q=compare+staging+production",
    "/runbook/D101",
)


@pytest.fixture
def damaged(site: Site) -> Site:
    """Of three environments `staging` is damaged; nothing is in memory."""
    site.release(ago=timedelta(days=9))
    site.seen("production", *BLOCKED, ago=timedelta(minutes=2))
    site.seen("staging", *BEHIND, ago=timedelta(minutes=2))
    site.seen("qa", *IN_STEP, ago=timedelta(minutes=2))
    with site.store.writing() as session:
        of_staging = (
            "SELECT snapshots.id FROM snapshots JOIN environments ON environments.id = environment_id "
            "WHERE slug = 'staging'"
        )
        session.execute(text(f"UPDATE changes SET inserted = '[[1]]' WHERE snapshot_id IN ({of_staging})"))  # noqa: S608
    site.store.close()
    site.__dict__["store"] = open_store(f"sqlite:///{site.file}")
    return site


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_made(damaged: Site, page: str):
    answer = damaged.client.get(page)

    assert answer.status_code < 400, answer.text[:300]


def test_its_environment_is_unseen_and_the_others_are_judged(damaged: Site):
    told = {each["environment"]: each for each in damaged.get("/shop.json").json()["environments"]}

    assert {slug: each["verdict"] for slug, each in told.items()} == {
        "production": "blocked",
        "staging": "unseen",
        "qa": "in-step",
    }
    assert SAID in damaged.main("/shop").text.lower()
    head = damaged.main("/shop/environments/staging").by_id("head").text
    assert SAID in head.lower()
    assert Cause.DAMAGED.next_step in head
    assert "Never seen" not in head


def test_a_pinned_fleet_says_so_too(damaged: Site):
    pinned = damaged.get("/shop.json").json()["pinned"]

    said = damaged.main(pinned).text.lower()
    assert SAID in said
    assert "never" not in said


def test_the_next_look_mends_it(damaged: Site):
    damaged.get("/shop")
    with damaged.store.writing() as session:
        snapshots.add(session, "shop", "staging", build.history(*BEHIND), at=damaged.now)

    told = {each["environment"]: each["verdict"] for each in damaged.get("/shop.json").json()["environments"]}
    assert told["staging"] == "behind"
