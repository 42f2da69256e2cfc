"""Which release runs where, on the fleet page: told, declared, deduced; each environment against its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.fleet.deployment import Deployment
from app.store.pushed import deployments
from tests import build
from tests.web.fleet.test_page import rows

OLD = build.release("users: 1", "orders: 1 @users.1")
NEW = build.release("users: 1 < 2", "orders: 1 @users.1 < 2")
AT_OLD = ("users.1", "orders.1")
AT_NEW = (*AT_OLD, "users.2", "orders.2")


def told(site, slug: str, label: str | None, *, ago: timedelta = timedelta(0), commit: str | None = None):
    with site.store.writing() as session:
        deployments.add(session, "shop", Deployment(slug, label, commit, site.now - ago))


@pytest.fixture
def shop(site):
    site.release(OLD, label="v1", ago=timedelta(days=9))
    site.release(NEW, label="v2", ago=timedelta(days=2))
    return site


def one(site, slug: str, address: str = "/shop.json"):
    return next(each for each in site.get(address).json()["environments"] if each["environment"] == slug)


def test_each_is_held_against_the_release_that_was_told(shop):
    shop.seen("edge", *AT_OLD)
    shop.seen("prod", *AT_OLD)
    told(shop, "prod", "v1", ago=timedelta(hours=2))
    content = shop.get("/shop.json").json()

    assert content["sentence"] == "Nothing is blocked. 1 of 2 is behind its release."
    assert content["release"] is None
    assert [each["label"] for each in content["releases"]] == ["v1", "v2"]
    assert [
        (one(shop, slug)["verdict"], one(shop, slug)["against"]["label"]) for slug in ("edge", "prod")
    ] == [
        ("behind", "v2"),
        ("in-step", "v1"),
    ]
    assert one(shop, "prod")["runs"] == {
        "release": "v1",
        "basis": "told",
        "commit": None,
        "received_at": "2026-06-19T07:14:20Z",
        "deployed_at": None,
    }
    assert one(shop, "prod")["stands"]["sentence"] == "stands at v1"
    assert one(shop, "edge")["runs"]["basis"] == "newest"


def test_the_picker_holds_all_against_one(shop):
    shop.seen("edge", *AT_NEW)
    shop.seen("prod", *AT_OLD)
    told(shop, "prod", "v1")

    main = shop.main("/shop")
    picker = main.by_id("filter-release")
    assert [(option.attributes["value"], option.text) for option in picker.all("option")] == [
        ("", "the one that runs there"),
        ("v2", "v2"),
        ("v1", "v1"),
    ]
    assert [option.text for option in picker.all("option") if "selected" in option.attributes] == [
        "the one that runs there"
    ]
    assert shop.main("/shop").one("h1").text == "All 2 environments have everything their releases have."
    assert shop.main("/shop?release=v2").one("h1").text == "Nothing is blocked. 1 of 2 is behind v2."
    assert one(shop, "prod", "/shop.json?release=v2")["runs"]["release"] == "v1"


def test_the_release_column_says_who_says_it(shop):
    for slug in ("a-told", "b-declared", "c-deduced"):
        shop.seen(slug, *AT_OLD, "users.9")
    shop.environments("d-unknown", release="v1")
    told(shop, "a-told", "v2", ago=timedelta(hours=2))
    declared = replace(shop.project.environment("b-declared"), release="v2")
    shop.remove("b-declared")
    shop.add(declared)

    cells = {}
    for row in rows(shop.main("/shop")):
        (cell,) = [part for part in row.all("p") if part.attributes.get("class") == "runs"]
        cells[row.by_role("link")[0].text] = " ".join(cell.text.split())
    assert cells == {
        "a-told": "v2 deployed 2 h ago rows at v1 and one more",
        "b-declared": "v2 declared rows at v1 and one more",
        "c-deduced": "stands at v1 and one row that it does not know",
        "d-unknown": "v1 declared",
    }


def test_what_runs_and_where_the_rows_stand_are_said_where_they_differ(shop):
    shop.seen("edge", *AT_OLD)
    told(shop, "edge", "v2", ago=timedelta(hours=2))
    said = "Runs v2, its rows stand at v1: it has not migrated since the deploy."

    assert one(shop, "edge")["sentence"] == f"2 migrations to run. {said}"
    main = shop.main("/shop/environments/edge")
    assert main.one("h1").text == f"2 migrations to run, nothing in the way. {said}"
    assert "deployed 2 h ago" in main.text
    assert "stands at v1" in main.text
    assert said not in shop.main("/shop/environments/edge?release=v2").text


def test_old_code_on_a_newer_database_is_ahead_without_ways_out(shop):
    shop.seen("edge", *AT_NEW)
    told(shop, "edge", "v1")

    main = shop.main("/shop/environments/edge")
    assert main.one("h1").text == (
        "edge is ahead of v1: it has all 2 migrations that v2 adds. "
        "Runs v1, its rows stand at v2: its code is older than the database."
    )
    assert "DELETE" not in main.text
    assert [part for part in main.walk() if part.attributes.get("class") == "ways-out"] == []


def test_a_pinned_page_of_what_is_ahead_names_the_newer_release(shop):
    """It stays ahead, without a DELETE, whatever becomes known of the code or is forgotten."""
    shop.seen("edge", *AT_NEW)
    told(shop, "edge", "v1")
    page = shop.get("/shop/environments/edge.json").json()["links"]["pinned"]
    fleet = shop.get("/shop.json").json()["pinned"]
    before = [shop.get(address).text for address in (page, fleet)]

    assert page.endswith(f"?newer=v2~{NEW.fingerprint[:10]}")
    assert shop.get(page.replace("?", ".json?")).json()["verdict"] == "ahead"
    assert shop.main(page).one("h1").text == "edge is ahead of v1: it has all 2 migrations that v2 adds."
    assert "DELETE" not in before[0]
    pinned_fleet = shop.get(fleet.replace("?", ".json?")).json()
    assert (pinned_fleet["pinned"], pinned_fleet["environments"][0]["verdict"]) == (fleet, "ahead")
    assert page in shop.main(fleet).by_id("verdict-strip").all("ul")[0].by_role("link")[0].href
    shop.release(build.release("users: 1 < 2 < 3", "orders: 1 @users.1 < 2"), label="v3", ago=timedelta(0))
    assert [shop.get(address).text for address in (page, fleet)] == before
    without = page.partition("?")[0]
    assert shop.get(f"{without}.json").json()["verdict"] == "drifted", (
        "an address of before says what it said"
    )
    shop.get(f"{without}?newer=v2~0000000000", status=404)


def test_a_release_that_nobody_knows_is_never_replaced_by_another(shop):
    shop.seen("edge", *AT_NEW)
    shop.seen("prod", *AT_NEW)
    told(shop, "edge", "v9")

    assert one(shop, "edge")["verdict"] == "not-judged"
    assert one(shop, "edge")["sentence"] == "Runs v9, and no release is known by that name here."
    assert "No release is called v9. Known are v2 and v1." in shop.main("/shop/environments/edge").text
    shop.release(OLD, label="v9", ago=timedelta(0))
    assert one(shop, "edge")["verdict"] == "ahead"


def test_a_pinned_fleet_keeps_the_release_of_each(shop):
    shop.seen("edge", *AT_NEW)
    shop.seen("prod", *AT_OLD)
    shop.seen("qa", *AT_NEW)
    told(shop, "prod", "v1", ago=timedelta(hours=1))
    told(shop, "qa", "v9", ago=timedelta(hours=1))
    address = shop.get("/shop.json").json()["pinned"]
    before = shop.get(address).text

    assert "/against/v2~" in address
    assert "on=told~" in address
    assert [
        (each["verdict"], each["against"] and each["against"]["label"])
        for each in shop.get(address.replace("?", ".json?")).json()["environments"]
    ] == [("in-step", "v2"), ("in-step", "v1"), ("not-judged", None)]
    assert shop.get(address.replace("?", ".json?")).json()["pinned"] == address
    shop.later(minutes=1)
    told(shop, "prod", "v2")
    shop.project = replace(shop.project, release="v1")
    shop._client = None
    assert shop.get(address).text == before
    assert "the release that ran in each environment then" in before


def test_a_pinned_fleet_of_one_release_has_the_address_that_it_always_had(shop):
    shop.seen("edge", *AT_OLD)
    told(shop, "edge", "v1")
    pinned = shop.get("/shop.json").json()["pinned"]

    assert pinned.startswith("/shop/fleet/at/2026-06-19T091420Z/against/v1~")
    assert "?" not in pinned
    assert shop.main(pinned).one("h1").text == "The environment has everything v1 has."


@pytest.mark.parametrize("on", ["v1", "v1~zz:edge", ":edge", "v1~00000000:edge"])
def test_a_wrong_part_of_a_pinned_address_is_not_found(shop, on):
    shop.seen("edge", *AT_OLD)
    path = shop.get("/shop.json").json()["pinned"]

    shop.get(f"{path}?on={on}", status=404)


def test_a_deployment_is_news_for_a_page_that_is_open(shop):
    shop.seen("edge", *AT_OLD)
    since = shop.now.isoformat().replace("+", "%2B")
    shop.get(f"/shop/changes?since={since}", status=204)
    shop.later(minutes=1)
    told(shop, "edge", "v1")

    assert "1 environment changed" in shop.get(f"/shop/changes?since={since}", status=286).text
