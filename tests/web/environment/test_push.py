"""The page of an environment that was pushed: by what, when, and whether a later look disagrees."""

from datetime import timedelta

import pytest

from app.config import Environment
from app.domain.pushed.handover import Handover, LocatedHistory, ToldRelease
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.jobs import handover
from tests.build import history
from tests.web.conftest import IN_STEP

ADDRESS = "/shop/environments/staging"
CONFLICT = (
    "orders.0001_initial and orders.0002_status have no row in the database that driftboard.toml names, and had one "
    "when staging pushed on 19 Jun 2026, 09:14 UTC. Somebody migrated back since, or it is not the database of the "
    "project."
)


def push(
    site, *keys: str, location: TableLocation = DEFAULT_LOCATION, environment: Environment | None = None
) -> None:
    configured = environment or site.project.environment("staging")
    told = Handover(
        (LocatedHistory(location, history(*keys)),),
        site.now - timedelta(minutes=3),
        "driftboard-reporter 1.1.0",
        ToldRelease("v1.2", "3f2c1a0"),
    )
    handover.receive(site.store, "shop", configured, told, at=site.now)


@pytest.fixture
def shop(site):
    site.release()
    site.environments("staging")
    return site


def test_a_pushed_page_says_when_by_what_and_what_its_clock_said(shop):
    push(shop, *IN_STEP)
    document = shop.get(f"{ADDRESS}.json").json()

    assert (
        "Pushed from inside the project on 19 Jun 2026, 09:14 UTC by driftboard-reporter 1.1.0, running v1.2. "
        "Its own clock said 19 Jun 2026, 09:11 UTC."
    ) in shop.main(ADDRESS).text
    assert document["verdict_now"] == "in-step"
    assert document["pushed"] == {
        "received_at": "2026-06-19T09:14:20Z",
        "sent_at": "2026-06-19T09:11:20Z",
        "reporter": "driftboard-reporter 1.1.0",
        "label": "v1.2",
        "commit": "3f2c1a0",
        "lost": [],
    }


def test_a_page_that_was_never_pushed_says_nothing_of_it(shop):
    shop.seen("staging", *IN_STEP)

    assert "Pushed from inside" not in shop.main(ADDRESS).text
    assert shop.get(f"{ADDRESS}.json").json()["pushed"] is None


def test_the_newer_look_counts(shop):
    push(shop, *IN_STEP)
    shop.later(minutes=1)
    shop.seen("staging", *IN_STEP[:2], ago=timedelta(0))
    collected = shop.get(f"{ADDRESS}.json").json()
    shop.later(minutes=1)
    push(shop, *IN_STEP)

    assert (collected["verdict_now"], collected["pushed"]["lost"]) == ("behind", list(IN_STEP[2:]))
    assert shop.get(f"{ADDRESS}.json").json()["verdict_now"] == "in-step"


def test_a_later_look_that_lacks_pushed_rows_is_said(shop):
    push(shop, *IN_STEP)
    shop.later(minutes=1)
    shop.seen("staging", *IN_STEP[:2], ago=timedelta(0))

    assert CONFLICT in shop.main(ADDRESS).text


def test_a_later_look_that_has_all_of_them_and_more_is_no_disagreement(shop):
    push(shop, *IN_STEP[:2])
    shop.later(minutes=1)
    shop.seen("staging", *IN_STEP, ago=timedelta(0))

    assert "have no row" not in shop.main(ADDRESS).text


def test_a_database_that_is_pushed_alone_stands_beside_the_configured_one(shop):
    shop.seen("staging", *IN_STEP)
    push(shop, *IN_STEP[:2], location=TableLocation("replica"))
    shop.seen("other", *IN_STEP)

    assert shop.get(f"{ADDRESS}.json?database=replica").json()["verdict_now"] == "behind"
    assert shop.get(f"{ADDRESS}.json?database=default").json()["verdict_now"] == "in-step"
    assert shop.get(ADDRESS)
    assert shop.get("/shop/environments/other.json?database=replica", status=404)


def test_an_environment_that_is_pushed_alone_has_a_page(shop):
    alone = Environment("edge", (), stale_after=timedelta(days=30))
    shop.project = shop.project.__class__("shop", "The shop", environments=(alone,))
    never = shop.main("/shop/environments/edge").text
    push(shop, *IN_STEP, environment=alone)
    shop.later(days=20)
    first = shop.get("/shop/environments/edge.json").json()["verdict_now"]
    shop.later(days=20)

    page = shop.main("/shop/environments/edge").text

    assert (first, shop.get("/shop/environments/edge.json").json()["verdict_now"]) == ("in-step", "unseen")
    assert "Not pushed yet." in never
    assert "Not pushed for 40 days." in page
    assert "Let its deploy job run manage.py driftboard_report at the end" in never
    assert "Not pushed for 40 days." in shop.main("/shop").text


def test_a_pushed_schema_is_a_part_of_its_database(shop):
    push(shop, *IN_STEP, location=TableLocation("default", "tenant_1"))

    assert "Pushed from inside" in shop.main(f"{ADDRESS}?database=default&schema=tenant_1").text
