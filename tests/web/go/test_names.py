"""Anything is found by its name, and a name that means one thing leads there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.config import Project
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, Commit, Ref, RefKind
from app.domain.table_location import TableLocation
from app.store import codehistory, releases, snapshots
from tests import build
from tests.web.conftest import BLOCKED, IN_STEP, NOW, SHOP, Site, environment
from tests.web.parts import with_tenants

FINDING = "/shop/environments/sandbox-1/findings/missing-dependency/orders.0001_initial"
UNKNOWN = "/shop/environments/sandbox-4/findings/unknown/orders.0003_wip"


def found(site: Site, text: str, **headers: str) -> list[tuple[str, str]]:
    """The kind and the name of each link, as the page without a redirect has them."""
    hits = site.get(f"/shop/go.json?q={text}").json()["hits"]
    return [(hit["kind"], hit["name"]) for hit in hits]


def place(site: Site, text: str) -> str:
    return site.get(f"/shop/go?q={text}", status=303).headers["location"]


def test_a_page_that_is_asked_nothing_says_what_can_be_searched(story: Site):
    main = story.main("/shop/go")

    assert main.one("h1").text == "Go to…"
    assert main.one("ul").all("li")[0].text.startswith("An environment, or two of them, a migration")
    assert main.one("textarea").attributes["name"] == "q"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sand", [("environment", f"sandbox-{number}") for number in (1, 2, 4, 3, 6)]),
        ("box-5", [("environment", "sandbox-5")]),
        ("orders.0001", [("migration", "orders.0001_initial")]),
        ("ORDERS 0001", [("migration", "orders.0001_initial")]),
        ("unique_id", [("migration", "users.0010_add_unique_id_migration")]),
        ("wip", [("migration", "orders.0003_wip")]),
        ("status", [("migration", "orders.0002_status")]),
        ("v1", [("release", "v1.2")]),
        ("D10", [("code", f"D10{number}") for number in range(1, 6)]),
        ("missing", [("code", "D101"), ("code", "D102")]),
        ("forked app", [("code", "D104")]),
    ],
)
def test_a_part_of_a_name_finds_what_has_it(story: Site, text: str, expected: list):
    hits = found(story, text)

    assert [(kind, name.partition(" ")[0]) for kind, name in hits][: len(expected)] == expected
    assert len(hits) <= 12


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("sandbox-5", "/shop/environments/sandbox-5"),
        ("orders.0001_initial", FINDING),
        ("orders/migrations/0001_initial.py", FINDING),
        ("/srv/shop/orders/migrations/0001_initial.py", FINDING),
        ("shop.orders.migrations.0001_initial", FINDING),
        ("'orders.0001_initial',", FINDING),
        ("users.0010_add_unique_id_migration", FINDING),
        ("orders.0003_wip", UNKNOWN),
        ("orders.0002_status", "/shop/releases/v1.2?open=orders"),
        ("v1.2", "/shop/releases/v1.2"),
        ("d101", "/runbook/D101"),
        ("missing-dependency", "/runbook/D101"),
    ],
)
def test_a_whole_name_leads_on(story: Site, text: str, address: str):
    assert place(story, text) == address
    if address.startswith("/shop"):
        story.get(address)


def test_two_whole_names_lead_to_their_comparison_whatever_was_asked_before(story: Site):
    _, name = next(each for each in found(story, "compare box-1 box-2") if each[1].startswith("Compare"))

    assert name == "Compare sandbox-1 with sandbox-2"
    assert place(story, "sandbox-1 sandbox-2") == "/shop/compare/sandbox-1/sandbox-2"
    assert story.get("/shop/go?q=compare box-1 box-2").status_code == 200


def test_the_beginning_of_a_name_leads_nowhere_by_itself(story: Site):
    (link,) = story.main("/shop/go?q=orders.0001").all("a", **{"class": "go-hit"})

    assert link.href == FINDING


def test_a_link_says_what_is_known_of_it(story: Site):
    hits = story.get("/shop/go.json?q=o").json()["hits"]
    details = {hit["name"]: hit["detail"] for hit in hits}

    assert details["orders.0001_initial"] == "Missing dependency in sandbox-1 and sandbox-2"
    assert details["orders.0002_status"] == "in v1.2 · recorded in 5 of 6 environments"
    assert [hit["verdict"] for hit in story.get("/shop/go.json?q=sandbox-1").json()["hits"]] == ["blocked"]


def test_the_beginning_of_a_fingerprint_leads_to_its_release_or_its_history(story: Site):
    with story.store.reading() as session:
        history = snapshots.latest(session, "shop", "sandbox-4").history.fingerprint
        shared = snapshots.latest(session, "shop", "sandbox-1").history.fingerprint
    release = SHOP.fingerprint

    assert place(story, release[:8]) == f"/shop/releases/v1.2~{release[:10]}"
    pinned = place(story, history[:8].upper())
    assert pinned.startswith("/shop/environments/sandbox-4/at/")
    story.get(pinned)
    assert [kind for kind, _ in found(story, shared[:12])] == ["history", "history"]
    assert found(story, release[:7]) == []


def test_a_history_of_a_schema_is_pinned_with_its_schema(site: Site):
    with_tenants(site)
    with site.store.reading() as session:
        location = TableLocation("default", "tenant_11")
        history = snapshots.latest(session, "shop", "production", location).history.fingerprint
    pinned = place(site, history[:12])

    assert pinned.endswith("?schema=tenant_11")
    site.get(pinned)


CODE = CodeHistory(
    {
        "c07d3aa11": Commit("c07d3aa11", subject="Users get an id of their own", author="A. Author"),
        "9f2c41e22": Commit("9f2c41e22", ("c07d3aa11",), subject="Orders need it", author="J. Lindqvist"),
        "beef00133": Commit("beef00133", ("9f2c41e22",), subject="Not released"),
    },
    (Change("9f2c41e22", build.key("orders.0001_initial"), ChangedPart.FILE, ChangeKind.ADDED),),
    (Ref("v1.2", RefKind.TAG, "9f2c41e22", "9f2c41e22"),),
)


def test_a_commit_leads_to_the_first_release_that_has_it(story: Site):
    with story.store.writing() as session:
        codehistory.add(session, "shop", CODE, at=NOW)

    assert place(story, "9f2c41e") == "/shop/releases/v1.2?open=orders"
    assert found(story, "9f2c") == [("commit", "9f2c41e")]
    assert found(story, "an id of their") == [("commit", "c07d3aa")]
    (hit,) = story.get("/shop/go.json?q=orders need").json()["hits"]
    assert hit["detail"] == "Orders need it · J. Lindqvist · first in v1.2"


def test_a_commit_of_no_release_leads_to_where_people_read_it(story: Site):
    with story.store.writing() as session:
        codehistory.add(session, "shop", CODE, at=NOW)

    assert found(story, "beef001") == []
    story.project = replace(story.project, commit_url="https://git.example/shop/commit/{commit}")
    story._client = None
    assert place(story, "beef001") == "https://git.example/shop/commit/beef00133"


def test_what_is_called_like_nothing_is_said_with_what_can_be_searched(story: Site):
    main = story.main("/shop/go?q=billng")

    assert main.one("h1").text == "Nothing here is called “billng”."
    assert "An error of Django" in main.text
    assert main.link("Filter the fleet by “billng”").href == "/shop?q=billng"


def test_of_one_kind_not_so_many_are_shown_that_they_hide_the_others(site: Site):
    site.release(build.release("sand: 1 < 2"), label="sand-1")
    for number in range(20):
        site.seen(f"sand-{number:02}", *IN_STEP)
    kinds = [kind for kind, _ in found(site, "sand")]

    assert len(kinds) == 12
    assert kinds.count("migration") == 2
    assert kinds.count("release") == 1


def test_the_root_looks_into_every_project_and_one_project_into_itself(story: Site):
    story.more = (Project("shed", "The shed"),)
    story._client = None
    hits = story.get("/go.json?q=sh").json()["hits"]

    assert sorted((hit["kind"], hit["page"]) for hit in hits[:2]) == [
        ("project", "/shed"),
        ("project", "/shop"),
    ]
    assert story.get("/go?q=sandbox-5", status=303).headers["location"] == "/shop/environments/sandbox-5"
    assert found(story, "shed") == []
    assert story.get("/shed/go.json?q=sandbox").json()["hits"] == []
    story.get("/nosuch/go?q=a", status=404)


def test_the_dialog_gets_the_list_alone(story: Site):
    answer = story.get("/shop/go?q=orders.0001_initial", hx_request="true")

    assert "<html" not in answer.text
    assert "1 link" in answer.text
    assert FINDING in answer.text
    assert answer.headers["vary"] == "HX-Request"


def test_every_page_has_the_field_and_leads_to_the_page_without_scripts(story: Site):
    for address in ("/shop", "/runbook", "/shop/environments/sandbox-1", "/shop/nosuch/page"):
        page = story.page(address, status=404 if "nosuch" in address else 200)
        (field,) = [link for link in page.all("a") if "data-opens-go" in link.attributes]

        assert field.text == "Go to… /"
        assert field.href in ("/go", "/shop/go")


def test_what_is_searched_is_what_the_store_holds_now(site: Site):
    site.release()
    site.seen("one", *IN_STEP)
    first = found(site, "wip"), found(site, "v2"), place(site, "one")
    site.seen("one", *IN_STEP, "orders.0003_wip", ago=timedelta(minutes=1))

    assert first == ([], [], "/shop/environments/one")
    assert found(site, "wip") == [("migration", "orders.0003_wip")]
    assert place(site, "orders.0003_wip") == "/shop/environments/one/findings/unknown/orders.0003_wip"
    site.seen("one", *IN_STEP, ago=timedelta(0))
    assert found(site, "wip") == []
    site.release(build.release("users: 0001_initial < 0002_new"), label="v2", ago=timedelta(0))
    assert found(site, "v2") == [("release", "v2")]
    assert found(site, "0002_new") == [("migration", "users.0002_new")]


def test_the_worst_environments_come_first_as_they_are_now(site: Site):
    site.release()
    site.seen("sandbox-1", *IN_STEP)
    site.seen("sandbox-2", *IN_STEP, ago=timedelta(0))
    first = found(site, "sandbox")
    site.later(minutes=14)

    assert first == [("environment", "sandbox-1"), ("environment", "sandbox-2")]
    site.seen("sandbox-2", *BLOCKED)
    assert found(site, "sandbox") == [("environment", "sandbox-2"), ("environment", "sandbox-1")]


def test_a_code_counts_the_environments_that_have_it_in_all_projects(site: Site):
    site.release()
    for slug in ("a", "b", "c"):
        site.seen(slug, *BLOCKED)
    with site.store.writing() as session:
        releases.add(session, "bank", SHOP, label="v1.2", at=site.now)
        for slug in ("c", "d"):
            snapshots.add(session, "bank", slug, build.history(*BLOCKED), at=site.now)
    site.more = (Project("bank", "The bank", environments=(environment("c"), environment("d"))),)

    (hit,) = site.get("/go.json?q=D101").json()["hits"]
    assert hit["detail"] == "in a, b, c and 2 more now"
