"""Every pinned page over all environments leads to the pinned page of the table that it speaks of, and of no other."""

import pytest

from app.config import Database
from app.domain.failure import Cause
from app.domain.table_location import TableLocation
from app.store import failures, snapshots
from tests import build
from tests.web import dom
from tests.web.conftest import IN_STEP, SHOP, Site, environment
from tests.web.parts import URL

RELEASE = build.release().of(
    [
        *SHOP.migrations.values(),
        *build.release(
            "users: 0001_squashed = 0001_initial+0010_add_unique_id_migration"
        ).migrations.values(),
    ]
)
APPS = frozenset({"users"})
PAGES = (
    "/shop",
    "/shop/matrix",
    "/shop/squashes",
    "/shop/releases/v1.2/readiness",
    "/shop/releases/v1.2/blast-radius",
)


@pytest.fixture
def two(site: Site) -> Site:
    """`staging` has one database in step; in its other one, of MariaDB, only one app lives, and it is worse."""
    site.release(RELEASE)
    mariadb = URL.replace("postgresql", "mysql") + "?options=x"
    site.add(environment("staging", databases=(Database(URL), Database(mariadb, "legacy", APPS))))
    with site.store.writing() as session:
        for alias, keys in (("default", IN_STEP), ("legacy", IN_STEP[:1])):
            history, location = build.history(*keys), TableLocation(alias)
            snapshots.add(session, "shop", "staging", history, at=site.now, location=location)
    return site


def pinned_links(main: dom.Element) -> set[str]:
    """The addresses of a page that pin `staging`, without what they say of the view."""
    hrefs = {link.attributes.get("href", "") for link in main.all("a")}
    return {href for href in hrefs if href.startswith("/shop/environments/staging/at/")}


@pytest.mark.parametrize("page", PAGES)
def test_a_pinned_page_leads_to_the_table_that_its_verdict_is_of(two: Site, page: str):
    expected = two.main("/shop/environments/staging").link("Copy pinned link").href
    assert {"database=legacy", "apps=users", "sql=mysql"} <= set(expected.partition("?")[2].split("&"))
    main = two.main(two.main(page).link("Copy pinned link").href)

    assert pinned_links(main) == {expected}


def test_where_the_worst_was_never_read_it_leads_to_one_that_was(two: Site):
    with two.store.writing() as session:
        history, location = build.history(*IN_STEP), TableLocation("legacy")
        snapshots.add(session, "shop", "staging", history, at=two.now, location=location)
        archive = TableLocation("archive")
        failures.add(session, "shop", "staging", Cause.FORBIDDEN, at=two.now, location=archive)
    main = two.main(two.main("/shop/matrix").link("Copy pinned link").href)

    (address,) = pinned_links(main)
    assert address.partition("?")[2] == ""
    assert two.get(f"{address}.json").json()["verdict"] == "in-step"


def test_a_history_that_is_looked_for_opens_on_its_database(two: Site):
    fingerprint = build.history(*IN_STEP[:1]).fingerprint
    address = two.get(f"/shop/go?q={fingerprint[:12]}", status=303).headers["Location"]

    assert address.partition("?")[2] == "database=legacy&apps=users&sql=mysql"


def test_both_sides_of_a_comparison_lead_to_their_own_databases(two: Site):
    page = "/shop/compare/staging/staging?database=legacy&second_database=default"
    main = two.main(two.main(page).link("Copy pinned link").href)

    queries = {address.partition("?")[2] for address in pinned_links(main)}
    assert queries == {"", "database=legacy&apps=users&sql=mysql"}


def test_what_is_kept_of_a_removed_environment_names_its_databases(two: Site):
    two.remove("staging")
    links = two.main("/shop/environments/staging", status=404).by_role("link")

    kept = {link.text: link.href for link in links if "as of" in link.text}
    moment = "as of 19 Jun 2026, 09:14 UTC"
    assert set(kept) == {f"staging {moment}", f"staging, database legacy {moment}"}
    legacy = two.get(kept[f"staging, database legacy {moment}"].replace("?", ".json?")).json()
    assert legacy["database"] == "legacy"
