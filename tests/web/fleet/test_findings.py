"""Every finding on the fleet leads to its own page."""

import pytest

from app.config import Database, Secret
from app.domain.table_location import TableLocation
from app.store import snapshots
from tests import build
from tests.web.conftest import BLOCKED, DRIFTED, environment

FINDING = "missing-dependency/orders.0001_initial"


def test_a_cause_opens_the_pinned_finding_of_its_first_environment(story):
    address = story.main("/shop").link("Open the finding").href

    assert address.startswith("/shop/environments/sandbox-1/at/2026-06-19T0912Z~")
    assert address.endswith(f"/{FINDING}")
    assert "immutable" in story.get(address).headers["Cache-Control"]


def test_the_sentence_of_a_row_leads_to_its_finding(story):
    (blocked,) = [
        link for link in story.main("/shop").all("a") if link.href.endswith(f"sandbox-2/findings/{FINDING}")
    ]

    assert blocked.text.startswith("Recorded ")
    assert (
        "orders.0003_wip is recorded"
        in story.page("/shop/environments/sandbox-4/findings/unknown/orders.0003_wip").one("h1").text
    )


def test_a_pinned_fleet_leads_to_pinned_findings(story):
    pinned = story.page("/shop").one("link", rel="canonical").href
    hrefs = [link.href for link in story.main(pinned).all("a") if FINDING in link.href]

    assert hrefs
    assert all("/at/2026-06-19T0912Z~" in href for href in hrefs)
    story.get(hrefs[0])


def test_the_twins_name_the_page_of_each_finding(story):
    fleet = story.get("/shop.json").json()
    environment = story.get("/shop/environments/sandbox-1.json").json()
    address = f"/shop/environments/sandbox-1/findings/{FINDING}"

    assert fleet["environments"][0]["findings"][0]["links"] == {"finding": address}
    assert environment["findings"][0]["links"] == {"finding": address}
    pinned = story.get(environment["links"]["pinned"] + ".json").json()
    assert pinned["findings"][0]["links"] == {"finding": f"{environment['links']['pinned']}/{FINDING}"}


def test_a_finding_of_one_database_of_several_names_it(site):
    site.release()
    url = Secret("postgresql://reader@db/shop")
    site.add(environment("sandbox-4", databases=(Database(url, "default"), Database(url, "replica"))))
    site.seen("sandbox-4", *DRIFTED)
    with site.store.writing() as session:
        location = TableLocation("replica")
        snapshots.add(session, "shop", "sandbox-4", build.history(*BLOCKED), at=site.now, location=location)

    (address,) = {
        link.href for link in site.main("/shop").all("a") if FINDING in link.href and "Open" not in link.text
    }

    assert address == f"/shop/environments/sandbox-4/findings/{FINDING}?database=replica"
    site.get(address)


@pytest.mark.parametrize("query", ["finding=unknown", "q=finding:unknown", "q=0003_wip"])
def test_what_narrows_looks_at_every_database_of_an_environment(site, query):
    site.release()
    url = Secret("postgresql://reader@db/shop")
    site.add(environment("sandbox-4", databases=(Database(url, "default"), Database(url, "replica"))))
    site.seen("sandbox-4", *BLOCKED)
    with site.store.writing() as session:
        location = TableLocation("replica")
        snapshots.add(session, "shop", "sandbox-4", build.history(*DRIFTED), at=site.now, location=location)

    main = site.main(f"/shop?{query}")

    assert "1 of 1 shown" in main.text
