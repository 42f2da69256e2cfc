"""The page of an environment with several databases, or with a table in each of many schemas."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.config import Database
from app.domain.table_location import TableLocation
from app.store import schemas, snapshots
from tests import build
from tests.web.conftest import BEHIND, IN_STEP, Site, environment
from tests.web.parts import URL, with_tenants, with_two_databases


@pytest.fixture
def two(site: Site) -> Site:
    return with_two_databases(site)


@pytest.fixture
def tenants(site: Site) -> Site:
    return with_tenants(site)


def test_the_page_opens_on_the_worst_database_and_has_a_tab_for_each(two: Site):
    main = two.main("/shop/environments/staging")

    assert main.one("h1").text == "1 migration to run, nothing in the way."
    tabs = main.one("nav", aria_label="Databases")
    assert [link.text for link in tabs.all("a")] == ["In step default", "Behind legacy"]
    assert [link.attributes.get("aria-current") for link in tabs.all("a")] == [None, "page"]
    default = two.main(tabs.all("a")[0].attributes["href"])
    assert default.one("h1").text == "staging, database default, has everything v1.2 has."


def test_apps_that_do_not_live_there_are_not_missing(two: Site):
    with two.store.writing() as session:
        history, location = build.history(*IN_STEP[2:], "users.9"), TableLocation("legacy")
        snapshots.add(session, "shop", "staging", history, at=two.now, location=location)
    document = two.get("/shop/environments/staging.json?database=legacy").json()

    assert [finding["name"] for finding in document["findings"]] == ["missing-dependency"]


def test_where_rows_of_some_apps_stand_is_not_said(two: Site):
    assert "stands" not in two.main("/shop/environments/staging?database=legacy").text
    assert "stands at v1.2" in two.main("/shop/environments/staging?database=default").text


def test_apps_that_live_elsewhere_are_quiet_on_the_map(two: Site):
    with two.store.writing() as session:
        history, location = build.history(*IN_STEP[:1]), TableLocation("legacy")
        snapshots.add(session, "shop", "staging", history, at=two.now, location=location)
    two.project = replace(two.project, environments=())
    two.add(environment("staging", databases=(Database(URL, "legacy", frozenset({"crm"})),)))
    nodes = two.get("/shop/environments/staging/map.json?view=all").json()["nodes"]

    assert {node["id"]: node["status"] for node in nodes} == {
        "users.0001_initial": "applied",
        "users.0010_add_unique_id_migration": "elsewhere",
        "orders.0001_initial": "elsewhere",
        "orders.0002_status": "elsewhere",
    }


def test_the_fleet_says_how_many_and_which(two: Site, tenants: Site):
    del tenants
    page = two.main("/shop")

    assert "1 of 2 databases is behind. legacy: 1 migration to run." in page.text
    assert "2 of 40 schemas are blocked. tenant_07: " in page.text
    assert page.one("h1").text == "1 of 2 environments is blocked, by one missing row."


def test_a_database_of_schemas_has_a_row_for_each_distinct_history_the_worst_first(tenants: Site):
    main = tenants.main("/shop/environments/production")

    assert main.one("h1").text == "2 of 40 schemas are blocked; 36 share one history."
    rows = [row.text for row in main.one("section", aria_label="Schemas by their history").all("li")]
    assert [text.split(" schema")[0].split()[-1] for text in rows] == ["2", "1", "1", "36"]
    assert "no permission to read django_migrations" in rows[2]


def test_the_page_of_one_schema_says_who_shares_its_history(tenants: Site):
    main = tenants.main("/shop/environments/production?schema=tenant_05")

    assert main.one("h1").text == "production, schema tenant_05, has everything v1.2 has."
    assert "shared by 36 schemas" in main.text
    assert [link.text for link in main.one("nav", aria_label="Where this is").all("a")][:2] == [
        "Fleet",
        "All schemas of production",
    ]


def test_each_schema_has_its_own_pinned_page(tenants: Site):
    pinned = tenants.get("/shop/environments/production.json?schema=tenant_30").json()["links"]["pinned"]
    document = tenants.get(pinned.replace("?", ".json?")).json()

    assert pinned.endswith("?schema=tenant_30")
    assert document["schema"] == "tenant_30"
    assert (
        document["history"]["fingerprint"]
        != tenants.get("/shop/environments/production.json?schema=tenant_07").json()["history"]["fingerprint"]
    )


def test_the_twin_names_every_schema(tenants: Site):
    document = tenants.get("/shop/environments/production.json").json()

    assert document["format"] == "driftboard-schemas/1"
    assert document["verdict_now"] == "blocked"
    assert [len(history["schemas"]) for history in document["histories"]] == [2, 1, 1, 36]


@pytest.mark.parametrize("query", ["schema=tenant_99", "database=other", "schema=tenant_01&database=other"])
def test_a_schema_or_database_that_is_not_there_is_not_found(tenants: Site, query: str):
    assert "production has no" in tenants.main(f"/shop/environments/production?{query}", status=404).text


def test_a_schema_that_is_gone_counts_no_more(tenants: Site):
    with tenants.store.writing() as session:
        present = [f"tenant_{number:02}" for number in range(40) if number not in (7, 30)]
        schemas.leave_out(session, "shop", "production", "default", present, at=tenants.now)

    assert (
        tenants.main("/shop/environments/production").one("h1").text.startswith("1 of 38 schemas is behind")
    )


def test_a_newer_history_of_one_schema_is_told_on_its_page_alone(tenants: Site):
    with tenants.store.writing() as session:
        history = {"tenant_05": (build.history(*BEHIND), "new")}
        limit = timedelta(minutes=15)
        schemas.add(session, "shop", "production", "default", history, at=tenants.now, limit=limit)
    address = "/shop/environments/production/newer?since=00000000&schema="

    assert tenants.get(f"{address}tenant_05", status=286).text
    assert tenants.get("/shop/environments/production?schema=tenant_05")


def test_the_pinned_fleet_counts_schemas_too(tenants: Site):
    pinned = tenants.get("/shop.json").json()["pinned"]
    tenants.later(minutes=1)
    document = tenants.get(pinned.replace("?", ".json?") if "?" in pinned else f"{pinned}.json").json()

    assert document["environments"][0]["verdict"] == "blocked"
    assert document["environments"][0]["sentence"].startswith("2 of 40 schemas are blocked.")
