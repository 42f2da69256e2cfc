"""A pinned page leaves to the deployments before its moment what ran where; older addresses name each environment."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.domain.fleet.deployment import Deployment
from app.domain.table_location import DEFAULT_LOCATION
from app.store.pushed import deployments
from app.store.snapshots import looks
from app.store.snapshots.looks import Look
from app.store.tables import DeploymentRow
from tests import build
from tests.web.conftest import Site

OLD = build.release("users: 1", "orders: 1 @users.1")
NEW = build.release("users: 1 < 2", "orders: 1 @users.1 < 2")
NEWEST = build.release("users: 1 < 2 < 3", "orders: 1 @users.1 < 2")
AT_OLD = ("users.1", "orders.1")
AT_NEW = (*AT_OLD, "users.2", "orders.2")
HOUR = timedelta(hours=1)
LONGEST = 500
"""In characters."""

LIVE = ("/shop.json", "/shop/matrix.json", "/shop/releases/v2/blast-radius.json")
READINESS = "/shop/releases/v2/readiness.json"


def told(site: Site, label: str, *slugs: str, ago: timedelta = HOUR) -> None:
    with site.store.writing() as session:
        for slug in slugs:
            deployments.add(session, "shop", Deployment(slug, label, None, site.now - ago))


@pytest.fixture
def shop(site: Site) -> Site:
    """`prod` and `edge` were told the old release, `qa` one that nobody knows, and of `dev` nobody says anything."""
    site.release(OLD, label="v1", ago=timedelta(days=9))
    site.release(NEW, label="v2", ago=timedelta(days=2))
    for slug, keys in (("prod", AT_OLD), ("edge", AT_NEW), ("qa", AT_NEW), ("dev", AT_NEW)):
        site.seen(slug, *keys)
    told(site, "v1", "prod", "edge")
    told(site, "v9", "qa")
    return site


def pinned(site: Site, live: str) -> str:
    content = site.get(live).json()
    address: str = content.get("pinned") or content["links"]["pinned"]
    return address


def document(site: Site, address: str) -> dict[str, Any]:
    """The document of a page, without its own addresses and without what was told last."""
    path, mark, query = address.partition("?")
    content: dict[str, Any] = site.get(f"{path}.json{mark}{query}").json()
    for each in content.get("environments", ()):
        each.pop("runs", None)
    return {name: value for name, value in content.items() if name not in ("pinned", "links", "page")}


@pytest.mark.parametrize("live", LIVE)
def test_an_address_has_no_name_of_an_environment_that_a_deployment_tells_of(shop: Site, live: str):
    address = pinned(shop, live)

    assert "on=told~" in address
    assert not any(slug in address for slug in ("prod", "edge", "qa", "dev"))
    assert pinned(shop, address.replace("?", ".json?", 1)) == address


@pytest.mark.parametrize("live", [*LIVE, READINESS])
def test_a_page_stays_what_it_was_whatever_is_told_later(shop: Site, live: str):
    address = pinned(shop, live)
    before = shop.get(address).text
    shop.later(seconds=2)
    told(shop, "v2", "prod", "dev", ago=timedelta(0))
    shop.release(NEW, label="v1", ago=timedelta(0))
    shop.release(NEWEST, label="v9", ago=timedelta(0))
    shop.seen("edge", *AT_OLD, ago=timedelta(0))
    shop.project = replace(shop.project, release="v1")
    shop._client = None

    assert shop.get(address).text == before
    assert pinned(shop, live) != address


@pytest.mark.parametrize("live", LIVE)
def test_an_older_address_that_names_the_environments_says_the_same(shop: Site, live: str):
    address = pinned(shop, live)
    path, _, query = address.partition("?")
    old = f"v1~{OLD.fingerprint[:10]}"
    first = f"base={old}" if "base=" in query else f"on={old}:edge,prod"
    older = f"{path}?{first}&on=v9:qa"
    newer = "&newer=" + query.partition("&newer=")[2] if "&newer=" in query else ""

    assert document(shop, older + newer) == document(shop, address)
    assert "on=told" not in shop.get(older + newer).text
    shop.later(seconds=2)
    told(shop, "v2", "prod", ago=timedelta(0))
    assert document(shop, older + newer) == document(shop, address)


@pytest.mark.parametrize("live", LIVE)
@pytest.mark.parametrize("lost", ["prod", "qa"])
def test_a_page_says_so_where_the_store_lost_what_was_told(shop: Site, live: str, lost: str):
    told(shop, "v2", "prod", ago=2 * HOUR)
    address = pinned(shop, live)
    shop.get(address)
    with shop.store.writing() as session:
        newest = "SELECT MAX(number) FROM deployments WHERE slug = :lost"
        gone = text(f"DELETE FROM deployments WHERE slug = :lost AND number = ({newest})")  # noqa: S608
        session.execute(gone, {"lost": lost})

    page = shop.main(address, status=404)
    assert page.one("h1").text == "What ran in each environment then is not in the store any more."


@pytest.mark.parametrize("live", LIVE)
def test_what_was_told_within_the_last_second_is_named(shop: Site, live: str):
    """Another deployment may come before the second of the address is over: the page does not take that one."""
    told(shop, "v2", "prod", ago=timedelta(0))
    address = pinned(shop, live)
    before = document(shop, address)
    told(shop, "v1", "dev", "prod", ago=timedelta(milliseconds=-300))

    assert "%3Aprod" in address
    assert "on=told~" in address
    assert document(shop, address) == before
    shop.later(seconds=3)
    assert "prod" not in pinned(shop, live)


def test_a_release_that_came_within_the_last_second_is_named(shop: Site):
    shop.project = replace(shop.project, release="v2")
    shop.release(NEWEST, label="v9", ago=timedelta(0))

    assert f"on=v9~{NEWEST.fingerprint[:10]}%3Aqa" in pinned(shop, "/shop.json").replace("%7E", "~")


def test_what_is_declared_of_all_others_takes_one_name(shop: Site):
    for number in range(9):
        shop.seen(f"sandbox-{number}", *AT_NEW)
    shop.project = replace(shop.project, release="v7")
    shop._client = None
    address = pinned(shop, "/shop.json")

    assert "on=v7%3A%2A" in address
    assert "sandbox" not in address
    by_slug = {
        each["environment"]: each["verdict"]
        for each in shop.get(address.replace("?", ".json?", 1)).json()["environments"]
    }
    assert (by_slug["sandbox-3"], by_slug["prod"]) == ("not-judged", "in-step")


def test_an_environment_of_which_nothing_is_stored_changes_no_address(shop: Site):
    address = pinned(shop, "/shop.json")
    shop.environments("empty", release="v1")
    shop.environments("fresh")
    told(shop, "v1", "fresh")

    assert pinned(shop, "/shop.json") == address
    shop.get(address)


def test_a_fleet_of_thousands_with_three_releases_has_a_short_address(site: Site):
    slugs = [f"customer-{number:04}" for number in range(2_000)]
    site.environments(*slugs)
    for label, release, days in (("v1", OLD, 9), ("v2", NEW, 5), ("v3", NEWEST, 2)):
        site.release(release, label=label, ago=timedelta(days=days))
    at_new = build.history(*AT_NEW)
    with site.store.writing() as session:
        found = [Look(slug, DEFAULT_LOCATION, at_new, timedelta(minutes=15)) for slug in slugs]
        looks.add(session, "shop", found, at=site.now - timedelta(minutes=2))
        session.add_all(
            DeploymentRow(
                project="shop", slug=slug, number=1, label=f"v{1 + at % 3}", received_at=site.now - HOUR
            )
            for at, slug in enumerate(slugs)
        )
    live = site.get("/shop.json").json()
    address = live["pinned"]
    shown = site.get(address.replace("?", ".json?", 1)).json()

    assert max(map(len, (address, pinned(site, "/shop/matrix.json")))) < LONGEST
    assert [each["label"] for each in shown["releases"]] == ["v1", "v2", "v3"]
    assert shown["counts"] == live["counts"]
    assert [(each["environment"], each["verdict"]) for each in shown["environments"]] == [
        (each["environment"], each["verdict"]) for each in live["environments"]
    ]
    links = {link.href for link in site.page(address).all("a") if "on=told" in (link.href or "")}
    assert 0 < max(map(len, links)) < LONGEST
