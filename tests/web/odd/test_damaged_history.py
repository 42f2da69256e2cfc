"""A stored history that was changed from outside: its environment is unseen on every page, the others are judged."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.config import Database, Secret
from app.domain.failure import Cause
from app.domain.history import History
from app.store import schemas, snapshots
from app.store.engine import open_store
from app.store.pushed import tokens
from app.store.pushed.tokens import Purpose
from tests import build
from tests.web import dom
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP, Site, environment

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


def damage(site: Site, slug: str, which: str = "1 = 1") -> None:
    """Change what is stored of the histories of an environment; nothing stays in memory."""
    with site.store.writing() as session:
        of_it = (
            "SELECT snapshots.id FROM snapshots JOIN environments ON environments.id = environment_id "  # noqa: S608
            f"WHERE slug = '{slug}' AND {which}"
        )
        session.execute(text(f"UPDATE changes SET inserted = '[[1]]' WHERE snapshot_id IN ({of_it})"))  # noqa: S608
    site.store.close()
    site.__dict__["store"] = open_store(f"sqlite:///{site.file}")
    site._client = None


@pytest.fixture
def damaged(site: Site) -> Site:
    """Of three environments `staging` is damaged; nothing is in memory."""
    site.release(ago=timedelta(days=9))
    site.seen("production", *BLOCKED, ago=timedelta(minutes=2))
    site.seen("staging", *BEHIND, ago=timedelta(minutes=2))
    site.seen("qa", *IN_STEP, ago=timedelta(minutes=2))
    damage(site, "staging")
    return site


@pytest.fixture
def looked_at(site: Site) -> Site:
    """`staging` was looked at three times, and a finding of its second look is known; `qa` beside it."""
    site.release(ago=timedelta(days=9))
    site.seen("qa", *IN_STEP)
    for days, keys in ((3, BEHIND), (2, BLOCKED), (1, DRIFTED)):
        site.seen("staging", *keys, ago=timedelta(days=days))
    return site


def pinned_at(history: History, slug: str = "staging") -> str:
    """The address of a history that was received on 17 June."""
    against = f"v1.2~{SHOP.fingerprint[:10]}"
    return f"/shop/environments/{slug}/at/2026-06-17T0914Z~{history.fingerprint[:10]}/against/{against}"


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


def leading_on(page: dom.Element) -> dict[str, str]:
    """The links of an error that lead on, by their texts."""
    return {link.text: link.href for item in page.all("li") for link in item.all("a")}


DIGITS = build.history(*BLOCKED).fingerprint[:10]
PINNED = pinned_at(build.history(*BLOCKED))
"""The page of the second look at `staging`."""

FORMS = (
    "",
    ".json",
    "?as=table",
    "/now",
    "/now.json",
    "/why",
    "/map.json",
    "/map.svg",
    "/map.png",
    "/preview.png",
    "/upgrade",
    "/upgrade.json",
    "/upgrade.md",
    "/migrations/orders.0001_initial",
    *(
        f"/missing-dependency/orders.0001_initial{form}"
        for form in ("", ".json", ".md", ".slack.txt", "/preview.png")
    ),
    "/missing-dependency/orders.0001_initial/now",
    "/download.html",
)
SENTENCE = f"The history {DIGITS} of staging cannot be rebuilt"


@pytest.mark.parametrize("form", FORMS)
def test_a_pinned_page_of_it_says_which_it_is_in_each_form(looked_at: Site, form: str):
    assert looked_at.client.get(PINNED + form).status_code in (200, 307, 308)
    damage(looked_at, "staging", "number = 2")

    answer = looked_at.get(PINNED + form, status=404)
    assert SENTENCE in answer.text
    assert "changed from outside" in answer.text
    assert "immutable" not in answer.headers["cache-control"]


def test_the_page_leads_to_what_can_be_read(looked_at: Site):
    damage(looked_at, "staging", "number = 2")
    damage(looked_at, "qa")
    page = looked_at.main(PINNED, status=404)
    links = leading_on(page)

    assert page.one("h1").text == f"{SENTENCE}: the store was changed from outside."
    assert "It was received 17 Jun 2026, 09:14 UTC." in page.text
    assert "A copy of the store from before that change has it." in page.text
    assert links == {
        "staging as it is now": "/shop/environments/staging",
        "staging before that, of 16 Jun 2026, 09:14 UTC": pinned_at(build.history(*BEHIND)).replace(
            "17T", "16T"
        ),
    }
    for address in links.values():
        looked_at.get(address)
    document = looked_at.get(f"{PINNED}.json", status=404).json()
    assert document == {
        "status": 404,
        "sentence": f"{SENTENCE}: the store was changed from outside.",
        "links": list(links.values()),
        "cause": "damaged",
    }


def test_where_the_next_look_stands_by_itself_the_page_leads_there_too(looked_at: Site):
    looked_at.seen(
        "staging", *BLOCKED, *(f"more.{number:04}_x" for number in range(90)), ago=timedelta(hours=1)
    )
    damage(looked_at, "staging", "number = 1")
    address = pinned_at(build.history(*BEHIND))
    links = leading_on(looked_at.main(address, status=404))

    assert list(links) == ["staging as it is now", "staging after that, of 19 Jun 2026, 08:14 UTC"]
    for href in links.values():
        looked_at.get(href)


def test_the_other_looks_stay_what_they_are(looked_at: Site):
    first = pinned_at(build.history(*BEHIND)).replace("17T", "16T")
    before = looked_at.get(first).text
    damage(looked_at, "staging", "number = 2")

    assert looked_at.get(first).text == before


def test_where_another_environment_has_the_same_history_the_page_stays(looked_at: Site):
    looked_at.seen("production", *BLOCKED)
    before = looked_at.get(PINNED).text
    damage(looked_at, "staging", "number = 2")

    assert looked_at.get(PINNED).text == before


QA = f"qa~{build.history(*IN_STEP).fingerprint[:10]}"
COMPARED = (
    f"/shop/compare/staging~{DIGITS}/qa",
    f"/shop/compare/qa/staging~{DIGITS}",
    f"/shop/compare/staging~{DIGITS}/{QA}/against/v1.2~{SHOP.fingerprint[:10]}",
)


@pytest.mark.parametrize("address", COMPARED)
def test_a_comparison_with_it_says_so_in_each_form(looked_at: Site, address: str):
    forms = ("", ".json", ".csv", ".md", *(("/now", "/preview.png") if "against" in address else ()))
    for form in forms:
        looked_at.get(address + form)
    damage(looked_at, "staging", "number = 2")

    for form in forms:
        assert SENTENCE in looked_at.get(address + form, status=404).text
    links = leading_on(looked_at.main(address, status=404))
    now, before = links
    assert now in ("staging and qa as they are now", "qa and staging as they are now")
    assert before == "staging before that, of 16 Jun 2026, 09:14 UTC"
    for href in links.values():
        looked_at.get(href)


def test_a_live_page_stays_where_an_older_history_of_its_own_is_damaged(looked_at: Site):
    looked_at.seen("staging", *BLOCKED, "more.0001_x", *(f"more.{number:04}_x" for number in range(2, 90)))
    damage(looked_at, "staging", "number < 4")

    head = looked_at.main("/shop/environments/staging").by_id("head").text
    assert SAID not in head.lower()
    assert "Blocked" in head


@pytest.mark.parametrize(
    "address",
    [
        "/shop/environments/staging/findings/missing-dependency/orders.0001_initial",
        "/shop/environments/staging/findings/missing-dependency/orders.0001_initial.json",
        pinned_at(build.history(*BEHIND)).replace("17T", "16T") + "/now",
    ],
)
def test_what_tells_of_earlier_looks_leaves_out_those_that_are_damaged(looked_at: Site, address: str):
    looked_at.seen("staging", *BLOCKED, *(f"more.{number:04}_x" for number in range(1, 90)))
    damage(looked_at, "staging", "number IN (2, 3)")

    looked_at.get(address)


def test_what_lies_over_the_map_says_so(looked_at: Site):
    over = f"/shop/environments/qa?with=staging~{build.history(*BLOCKED).fingerprint[:10]}"
    assert SENTENCE not in looked_at.main(over).text
    damage(looked_at, "staging", "number = 2")

    assert SENTENCE in looked_at.main(over).text
    looked_at.get(over.replace("?", "/map.json?"))


def test_a_program_that_reads_the_history_is_told(looked_at: Site):
    with looked_at.store.writing() as session:
        token = tokens.create(session, "shop", purpose=Purpose.READ, at=looked_at.now)[1].reveal()
    address = f"/api/projects/shop/histories/{build.history(*BLOCKED).fingerprint}"
    sent = {"Authorization": f"Bearer {token}"}
    before = looked_at.get(address, **sent).text
    damage(looked_at, "staging", "number = 2")

    problem = looked_at.get(address, status=404, **sent)
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["cause"] == "damaged"
    assert SENTENCE in problem.json()["detail"]
    assert "No history" in looked_at.get(address[:-4] + "ffff", status=404, **sent).json()["detail"]
    looked_at.seen("production", *BLOCKED)
    assert looked_at.get(address, **sent).text == before


@pytest.fixture
def tenants(site: Site) -> Site:
    """A database with three schemas, of which two share the shape of their histories."""
    site.release(ago=timedelta(days=9))
    site.add(environment("saas", databases=(Database(Secret("postgresql://h/d"), schemas=("*",)),)))
    behind = build.history(*BEHIND)
    later = replace(behind, rows=tuple(replace(row, id=row.id + 10) for row in behind.rows))
    with site.store.writing() as session:
        seen = {
            name: (each, each.fingerprint[:32])
            for name, each in {"a": behind, "b": later, "c": build.history(*IN_STEP)}.items()
        }
        at, limit = site.now - timedelta(minutes=2), timedelta(minutes=15)
        schemas.add(session, "shop", "saas", "default", seen, at=at, limit=limit)
    return site


def test_the_page_of_a_schema_whose_own_history_is_damaged_says_so(tenants: Site):
    damage(tenants, "saas", "schema = 'b'")

    assert SAID in tenants.main("/shop/environments/saas?schema=b").by_id("head").text.lower()
    assert SAID not in tenants.main("/shop/environments/saas?schema=a").by_id("head").text.lower()
    tenants.get("/shop/environments/saas.json?schema=b")


def test_a_schema_that_is_gone_stays_gone_where_its_history_is_damaged(tenants: Site):
    with tenants.store.writing() as session:
        schemas.leave_out(session, "shop", "saas", "default", ["a", "b"], at=tenants.now)
    assert SAID not in tenants.main("/shop/environments/saas").text.lower()
    damage(tenants, "saas", "schema = 'c'")

    assert SAID not in tenants.main("/shop/environments/saas").text.lower()
