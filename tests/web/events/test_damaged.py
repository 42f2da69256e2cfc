"""A stored history that was changed from outside: the time lines tell the rest, and which one cannot be read."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.store.engine import open_store
from tests.web.conftest import BEHIND, BLOCKED, IN_STEP, Site

STAGING = "/shop/environments/staging/events"
PRODUCTION = "/shop/environments/production/events"
SAID = "cannot be rebuilt"


@pytest.fixture
def damaged(site: Site, tmp_path: Path) -> Site:
    """Of `staging` three histories are stored, and the second one was changed: the third goes on from it."""
    site.release(ago=timedelta(days=9))
    site.seen("production", *IN_STEP, ago=timedelta(days=3))
    site.seen("staging", *BEHIND, ago=timedelta(days=3))
    site.seen("staging", *BEHIND, "orders.0001_initial", ago=timedelta(days=2))
    site.seen("production", *IN_STEP, "orders.0009_more", ago=timedelta(hours=3))
    site.seen("staging", *BLOCKED, ago=timedelta(hours=1))
    with site.store.writing() as session:
        second = (
            "SELECT snapshots.id FROM snapshots JOIN environments ON environments.id = environment_id "
            "WHERE slug = 'staging' AND number = 2"
        )
        session.execute(text(f"UPDATE changes SET inserted = '[[1]]' WHERE snapshot_id = ({second})"))  # noqa: S608
    site.store.close()
    site.__dict__["store"] = open_store(f"sqlite:///{site.file}")  # nothing of it is in memory
    return site


def events(site: Site, address: str) -> list[tuple[str, str]]:
    return [(each["environment"], each["what"]) for each in site.get(f"{address}.json").json()["events"]]


def test_a_time_line_tells_the_rest_and_which_histories_cannot_be_read(damaged: Site):
    told = events(damaged, "/shop/events")
    found = damaged.get("/shop/events.json").json()["events"]
    lost = [each for each in found if each["what"] == "damaged"]

    assert ("production", "recorded") in told
    assert ("staging", "first-seen") in told
    assert [each["environment"] for each in lost] == ["staging", "staging"]
    assert [len(each["damaged"]) for each in lost] == [2, 1]
    for each in lost:
        assert SAID in each["sentence"]
        assert each["damaged"][0][:8] in each["sentence"]
    page = damaged.main("/shop/events").text
    assert page.count(SAID) == 2
    assert "orders.0009_more was recorded." in page
    assert damaged.get("/shop/events.atom").text.count(SAID) == 4, "in the title and in the text of both"


def test_the_time_line_of_an_environment_does_the_same(damaged: Site):
    assert ("staging", "damaged") in events(damaged, STAGING)
    assert SAID in damaged.main(STAGING).text
    assert SAID not in damaged.main(PRODUCTION).text
    assert ("production", "recorded") in events(damaged, PRODUCTION)
