"""The page of how an environment gets to a release: live and pinned, as JSON and as Markdown."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.config import Database, Secret
from app.domain.table_location import TableLocation
from app.store import snapshots
from tests import build
from tests.web.conftest import Site

V1 = build.release("users: 1", "orders: 1")
V2 = build.release("users: 1 < 2", "orders: 1")
V3 = build.release("users: 1 < 2", "orders: 1 @users.2")
PAGE = "/shop/environments/production/upgrade/v3"
MUST = "This database must go to v2 first."


@pytest.fixture
def line(site: Site) -> Site:
    """Three releases, of which the last one needs the one before it, and a database at the first."""
    for number, code in enumerate((V1, V2, V3), 1):
        site.release(code, label=f"v{number}", ago=timedelta(days=5 - number))
    site.seen("production", "users.1", "orders.1")
    return site


def test_the_release_to_go_to_first_stands_over_each_step(line: Site):
    page = line.main(PAGE)

    assert page.one("h1").text == MUST
    steps = page.one("ol").all("li")
    assert [step.all("p")[0].text for step in steps] == ["On v2:", "On v3:"]
    assert [step.one("pre").text for step in steps] == ["python manage.py migrate"] * 2
    assert "v3 is refused: orders.1 is applied, but users.2" in page.text
    assert page.one("section", id="upgrade-path")


def test_the_document_and_the_markdown_say_the_same(line: Site):
    document = line.get(f"{PAGE}.json").json()
    markdown = line.get(f"{PAGE}.md").text

    assert (document["format"], document["environment"], document["first"]) == (
        "driftboard-upgrade/1",
        "production",
        ["v2"],
    )
    assert document["steps"][0]["runs"] == ["users.2"]
    assert document["parts"] == [
        {"database": "default", "schemas": [], "reach": "stones", "first": ["v2"], "is_seen": True}
    ]
    assert markdown.startswith(f"**production → v3: {MUST}**\n")
    assert "1. On v2: `python manage.py migrate` Django runs 1 migration: users.2." in markdown


def test_without_a_path_the_other_releases_are_told(line: Site):
    line.seen("staging", "orders.1", "users.1")
    line.release(build.release("users: 1to5 = 1+2+3+4+5", "orders: 1"), label="v4", ago=timedelta(hours=1))
    page = line.main("/shop/environments/staging/upgrade/v4")

    assert page.one("h1").text == "No known release leads this database to v4."
    assert "v2 can be reached." in page.text
    assert "v1 can be reached." in page.text


def test_a_label_is_chosen_in_a_form(line: Site):
    choice = "/shop/environments/production/upgrade"

    assert line.get(f"{choice}?to=v2", status=307).headers["Location"] == f"{choice}/v2"
    assert line.get(choice, status=307).headers["Location"] == f"{choice}/v3"
    form = line.main(PAGE).one("form")
    assert [option.text for option in form.all("option")] == ["v3", "v2", "v1"]


def test_a_pinned_page_stays_as_it_was_when_more_becomes_known(line: Site):
    pinned = line.get(f"{PAGE}.json").json()["links"]["pinned"]
    before = line.get(pinned)
    line.release(build.release("users: 1 < 2 < 3", "orders: 1 @users.2"), label="v2.5", ago=timedelta(0))
    line.seen("production", "users.1", "orders.1", "users.2", "users.3", ago=timedelta(0))

    assert "immutable" in before.headers["Cache-Control"]
    assert line.get(pinned).text == before.text
    assert line.main(pinned).one("h1").text == MUST
    document = line.get(f"{pinned}.json").json()
    assert document["first"] == ["v2"]
    assert line.get(f"{pinned}.md").text.startswith("**production")
    for ending in ("/preview.png", "/now"):
        where = line.get(f"{pinned}{ending}", status=308).headers["Location"]
        assert line.get(where)


def test_an_address_that_is_not_canonical_leads_to_the_one_that_is(line: Site):
    digits = V3.fingerprint[:12]
    where = line.get(f"/shop/environments/production/upgrade/other~{digits}.md?database=default", status=308)

    assert where.headers["Location"].endswith(f"/upgrade/v3~{V3.fingerprint[:10]}.md?database=default")
    assert line.main(where.headers["Location"].replace(".md", "")).one("h1").text == MUST


def test_what_is_not_known_is_not_found(line: Site):
    line.get("/shop/environments/nowhere/upgrade/v3", status=404)
    line.get("/shop/environments/production/upgrade/v9", status=404)


def test_without_a_release_there_is_nothing_to_choose(site: Site):
    site.environments("production")

    site.get("/shop/environments/production/upgrade", status=404)


def test_nobody_can_tell_of_what_is_not_seen_now(line: Site):
    line.failed("production")
    page = line.main(PAGE)

    assert page.one("h1").text == "Nobody can tell how production gets to v3: it is not seen now."
    assert f"When it was last seen, 19 Jun 2026, 09:12 UTC: {MUST}" in page.text
    assert line.get(f"{PAGE}.json").json()["parts"][0]["reach"] == "unknown"
    assert "When it was last seen" in line.get(f"{PAGE}.md").text


def test_nobody_can_tell_of_what_was_never_seen(line: Site):
    line.environments("new")
    page = "/shop/environments/new/upgrade/v3"

    assert "its history was never seen" in line.main(page).one("h1").text
    assert line.get(f"{page}.json").json()["received_at"] is None
    assert "never seen" in line.get(f"{page}.md").text


def test_the_worst_database_speaks_and_the_others_stand_below(line: Site):
    secret = Secret("sqlite:///not-there.db")
    two = (Database(secret, "default"), Database(secret, "archive"))
    line.add(replace(line.project.environments[0], slug="both", databases=two))
    rows = {"default": ("users.1", "users.2", "orders.1"), "archive": ("users.1", "orders.1")}
    with line.store.writing() as session:
        for alias, keys in rows.items():
            location = TableLocation(alias)
            snapshots.add(session, "shop", "both", build.history(*keys), at=line.now, location=location)
    page = line.main("/shop/environments/both/upgrade/v3")

    assert page.one("h1").text == MUST
    assert "database archive" in page.text
    others = page.one("section", aria_labelledby="upgrade-others-title")
    assert "This database is at v3: nothing is to run." in others.text
    assert others.one("a").text == "default"
    one = line.main(others.one("a").href + "?database=archive")
    assert one.one("h1").text == MUST


def test_the_environment_and_its_readiness_lead_here(line: Site):
    page = line.get("/shop/environments/production").text
    readiness = line.get("/shop/releases/v3/readiness/production").text

    assert f'href="{PAGE}"' in page
    assert f'href="{PAGE}"' in readiness
    assert f'href="{PAGE}"' not in line.get("/shop/releases/v2/readiness/production").text


def test_no_more_is_asked_of_the_store_with_more_environments(line: Site):
    def queries() -> int:
        asked: list[str] = []
        with line.store.reading() as session:
            engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        line.get(PAGE)
        return len(asked)

    line.get(PAGE)
    warm = queries()
    for number in range(12):
        line.seen(f"sandbox-{number}", "users.1", "orders.1")
    line.get(PAGE)

    assert queries() <= warm
