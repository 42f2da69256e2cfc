"""Why a finding is there: what the history of the code says now, on live pages and beside pinned ones."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, Commit, Ref, RefKind
from app.store import codehistory
from tests import build
from tests.web.conftest import SHOP
from tests.web.environment.test_pinned import pinned

INITIAL, UNIQUE_ID = build.key("orders.0001_initial"), build.key("users.0010_add_unique_id_migration")
WIP = build.key("orders.0003_wip")
BEGINNING = Commit(
    "a" * 40, (), "Ada", datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC), "Orders"
)
EDIT = Commit(
    "b" * 40,
    ("a" * 40,),
    "Tomas",
    datetime(2026, 1, 9, tzinfo=UTC),
    datetime(2026, 1, 9, tzinfo=UTC),
    "Number orders",
)
BRANCH = Commit(
    "c" * 40,
    ("b" * 40,),
    "Ines",
    datetime(2026, 1, 12, tzinfo=UTC),
    datetime(2026, 1, 12, tzinfo=UTC),
    "Gifts",
)
CODE = CodeHistory(
    {commit.id: commit for commit in (BEGINNING, EDIT, BRANCH)},
    (
        Change(BEGINNING.id, INITIAL, ChangedPart.FILE, ChangeKind.ADDED),
        Change(EDIT.id, UNIQUE_ID, ChangedPart.FILE, ChangeKind.ADDED),
        Change(EDIT.id, INITIAL, ChangedPart.DEPENDENCIES, ChangeKind.ADDED, UNIQUE_ID),
        Change(BRANCH.id, WIP, ChangedPart.FILE, ChangeKind.ADDED),
    ),
    (
        Ref("v1.1", RefKind.TAG, BEGINNING.id, BEGINNING.id),
        Ref("v1.2", RefKind.TAG, EDIT.id, EDIT.id),
        Ref("gift-cards", RefKind.BRANCH, BRANCH.id, BRANCH.id),
    ),
)
ASIDE = replace(CODE, commits={**CODE.commits, BRANCH.id: replace(BRANCH, parents=(BEGINNING.id,))})
"""The same, where the branch began before v1.2: nobody who runs it is ahead of that."""

SENTENCE = "v1.2 added this dependency in bbbbbbb (9 Jan 2026)"


@pytest.fixture
def told(story):
    """The story, and the commits that led to it."""
    with story.store.writing() as session:
        codehistory.add(session, "shop", ASIDE, at=story.now)
    story.release(replace(SHOP, commit=EDIT.id))
    return story


def test_the_card_of_a_cause_says_what_brought_it_and_a_pinned_one_does_not(told):
    card = told.main("/shop").one("div", **{"class": "cause-card"}).text

    assert f"{SENTENCE}. bbbbbbb Tomas: Number orders" in card
    pinned_fleet = told.get("/shop.json").json()["pinned"]
    assert SENTENCE not in told.main(pinned_fleet).one("div", **{"class": "cause-card"}).text


def test_a_live_page_says_who_added_the_dependency_and_when(told):
    why = told.main("/shop/environments/sandbox-1").one("section", id="reasons")

    assert f"orders.0001_initial needs users.0010_add_unique_id_migration. {SENTENCE}" in why.text
    assert "bbbbbbb Tomas: Number orders" in why.text


def test_a_live_page_says_where_an_unknown_row_comes_from(told):
    why = told.main("/shop/environments/sandbox-4").one("section", id="reasons")

    assert (
        "orders.0003_wip: Only the branch gift-cards has it: added in ccccccc (12 Jan 2026) by Ines."
        in why.text
    )


def test_the_json_of_a_live_page_says_it_too(told):
    (finding,) = told.get("/shop/environments/sandbox-1.json").json()["findings"]

    assert finding["why"][0]["sentence"].startswith(SENTENCE)
    assert finding["why"][0]["commit"]["id"] == EDIT.id


def test_a_pinned_page_keeps_nothing_of_it_and_asks_for_it(told):
    address = pinned(told)
    asks = told.main(address).one("section", id="reasons")

    assert SENTENCE not in asks.text
    assert asks.attributes["hx-get"] == f"{address}/why"
    assert asks.one("a").href == f"{address}/why"
    assert "why" not in told.get(address + ".json").json()["findings"][0]


def test_the_page_of_its_own_holds_the_part_and_is_not_kept(told):
    address = pinned(told) + "/why"
    answer = told.get(address)

    assert SENTENCE in told.main(address).one("section", id="reasons").text
    assert "immutable" not in answer.headers["cache-control"]
    assert SENTENCE in told.main("/shop/environments/sandbox-1/why").one("section", id="reasons").text


def test_a_pinned_page_stays_the_same_when_the_code_becomes_known(story):
    address = pinned(story)
    before = story.get(address).text
    with story.store.writing() as session:
        codehistory.add(session, "shop", CODE, at=story.now)

    assert story.get(address).text == before


def test_without_a_repository_the_known_releases_are_searched(story):
    said = "Every release known here that has it also has this dependency."
    assert said in story.main("/shop/environments/sandbox-1").text
    assert (
        "orders.0003_wip: No release known here contains it. Follow the repository to find the branch it came from."
        in story.main("/shop/environments/sandbox-4").text
    )


def test_an_environment_without_findings_has_no_such_part(told):
    assert not told.main("/shop/environments/sandbox-5").all("section", id="reasons")
    assert (
        "The history of the code says nothing about it." in told.main("/shop/environments/sandbox-5/why").text
    )


def test_a_renamed_word_in_a_pinned_address_leads_to_the_canonical_one(told):
    address = pinned(told)
    moved = told.get(
        address.replace("~" + SHOP.fingerprint[:10], "x~" + SHOP.fingerprint[:10]) + "/why", status=308
    )

    assert moved.headers["location"] == f"{address}/why"


@pytest.fixture
def rolled_back(story):
    """The story, where the unknown row of sandbox-4 is that of a newer release."""
    refs = (*CODE.refs[:2], Ref("v1.3", RefKind.TAG, BRANCH.id, BRANCH.id))
    with story.store.writing() as session:
        codehistory.add(session, "shop", replace(CODE, refs=refs), at=story.now)
    story.release(replace(SHOP, commit=EDIT.id))
    return story


def codes(site, address: str) -> list[str]:
    return [finding["code"] for finding in site.get(address).json()["findings"]]


def test_on_live_pages_the_origin_of_a_row_decides_what_is_said_of_it(rolled_back):
    page = rolled_back.main("/shop/environments/sandbox-4").text

    assert codes(rolled_back, "/shop/environments/sandbox-4.json") == []
    assert "sandbox-4 is ahead of v1.2: it has 1 migration of v1.3." in page
    assert "Ways out" not in page
    assert "DELETE" not in page
    environments = {
        entry["environment"]: entry for entry in rolled_back.get("/shop.json").json()["environments"]
    }
    assert environments["sandbox-4"]["findings"] == []
    assert environments["sandbox-4"]["verdict"] == "ahead"


def test_a_pinned_page_says_what_rows_and_files_say(rolled_back):
    address = rolled_back.get("/shop/environments/sandbox-4.json").json()["links"]["pinned"]

    assert codes(rolled_back, f"{address}.json") == ["D201"]


def test_a_follow_changes_a_live_page_and_no_pinned_one(story):
    address = story.get("/shop/environments/sandbox-4.json").json()["links"]["pinned"]
    before = story.get(address).text
    assert codes(story, "/shop/environments/sandbox-4.json") == ["D201"]
    refs = (*CODE.refs[:2], Ref("v1.3", RefKind.TAG, BRANCH.id, BRANCH.id))
    with story.store.writing() as session:
        codehistory.add(session, "shop", replace(CODE, refs=refs), at=story.now)

    assert story.get("/shop/environments/sandbox-4.json").json()["verdict"] == "ahead"
    assert story.get(address).text == before
