"""The ways out on the page of a finding: what they promise, their scripts, and how to verify."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.config import Database, Secret
from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.release import Operation
from tests import build
from tests.web.conftest import BLOCKED, DRIFTED, SHOP, environment

FINDING = "findings/missing-dependency/orders.0001_initial"


def address(slug: str = "sandbox-1") -> str:
    return f"/shop/environments/{slug}/{FINDING}"


def steps(section) -> list[str]:
    return [copy.one("pre").text for copy in section.all("copy-command")]


def test_each_way_says_the_verdict_that_its_rows_lead_to(story):
    ways = story.get(address() + ".json").json()["ways"]
    page = story.main(address())

    for way in ways:
        shown = page.by_id(f"way-{way['id']}")
        assert f"after it: {way['after']['verdict'].replace('-', ' ')}" in shown.text
    record = ways[0]
    rows = (*build.history(*BLOCKED).rows, *(Row(MigrationKey.parse(k), "", 9) for k in record["record"]))
    assert compare(SHOP, History(rows)).verdict.value == record["after"]["verdict"]


def test_no_way_out_of_a_missing_dependency_fakes(story):
    page = story.main(address())

    assert not [command for command in steps(page) if "--fake" in command]


def test_the_script_is_that_of_the_environment_s_database(site):
    site.release()
    site.add(environment("lite", databases=(Database(Secret("sqlite:////tmp/db.sqlite3"), "default"),)))
    site.seen("lite", *BLOCKED)
    page = site.page(address("lite"))

    assert "BEGIN IMMEDIATE;" in page.by_id("way-record-row").text
    assert "?sql=sqlite" in page.one("link", rel="canonical").href
    assert page.link("PostgreSQL").href == f"{address('lite')}?sql=postgresql#ways-out"
    assert "DO $driftboard$" in site.page(f"{address('lite')}?sql=postgresql").by_id("way-record-row").text
    assert "START TRANSACTION" in site.page(f"{address('lite')}?sql=mysql").by_id("way-record-row").text


def test_a_script_that_is_long_shows_first_what_it_changes(site):
    site.release()
    site.add(environment("lite", databases=(Database(Secret("sqlite:////tmp/db.sqlite3"), "default"),)))
    site.seen("lite", *BLOCKED, *(f"payments.{n:04}" for n in range(60)))
    way = site.page(address("lite")).by_id("way-record-row")

    first, whole = way.all("pre")[:2]
    assert first.text.startswith("INSERT INTO django_migrations")
    assert "BEGIN IMMEDIATE;" in whole.text
    assert first.text in whole.text


def test_what_answers_everything_comes_first_where_several_findings_block(site):
    release = build.release("a: 1 < 2", "b: 1 @a.2", "c: 1 @a.2")
    site.release(release)
    site.seen("two", "a.1", "b.1", "c.1")
    page = site.main("/shop/environments/two/findings/missing-dependency/b.1")

    assert "answers 2 findings" in page.by_id("way-everything").text
    assert page.all("details")[0].attributes["id"] == "way-everything"


def test_a_way_runs_on_a_release_that_accepts_the_history(site):
    operations = (Operation("AddField", "user.unique_id"),)
    before = replace(SHOP, migrations={
        **SHOP.migrations,
        MigrationKey("orders", "0001_initial"): replace(
            SHOP.migrations[MigrationKey("orders", "0001_initial")], dependencies=(), operations=operations
        ),
    })  # fmt: skip
    site.release(before, label="v1.1")
    site.release()
    site.seen("sandbox-1", *BLOCKED)
    live = site.main(address()).by_id("way-run-elsewhere").text

    pinned = site.page(address()).one("link", rel="canonical").href
    site.later(hours=1)
    site.release(replace(before, label="v1.1.1", django="4.2"), label="v1.1.1", ago=timedelta(0))

    assert "On v1.1, checked out beside what is deployed:" in live
    assert "On v1.1," in site.page(pinned).by_id("way-run-elsewhere").text


def test_an_edit_says_which_other_environments_it_unblocks(story):
    assert "Unblocks sandbox-2 too." in story.main(address()).by_id("way-take-edge-back").text


def test_a_finding_without_a_way_says_why_and_what_the_runbook_advises(site):
    site.release(build.release("a: 1 @b.1", "b: 1 @a.1"))
    site.seen("round", "a.1")
    page = site.main("/shop/environments/round/findings/cycle/a.1")
    section = page.one("section", id="ways-out")
    document = site.get("/shop/environments/round/findings/cycle/a.1.json").json()

    if document["ways"]:
        assert document["no_way"] is None
    else:
        assert document["no_way"] in section.text
        assert "runbook" in section.text
    assert not re.search(r"<[a-z][^<>]*>", section.text)


@pytest.mark.parametrize("code", [Code.NOT_COVERED, Code.OUT_OF_ORDER])
def test_information_has_a_page_without_ways_out(site, code):
    site.release(build.release("a: 1", "b: 1 @a.1"))
    site.seen("odd", "b.1", "a.1", "z.1")
    (finding,) = [
        each
        for each in site.get("/shop/environments/odd.json").json()["findings"]
        if each["code"] == code.value
    ]
    page = site.main(finding["links"]["finding"])

    assert "nothing has to be done" in page.text
    assert page.all("section", id="ways-out") == []
    assert page.all("section", id="verify") == []


def test_trouble_says_that_migrations_run_all_the_same(site):
    site.release()
    site.seen("sandbox-4", *DRIFTED)
    page = site.main("/shop/environments/sandbox-4/findings/unknown/orders.0003_wip")

    assert "can migrate on v1.2, but does not have the history that it says" in page.text
    assert "or Django still refuses" not in page.text


def test_a_database_of_another_name_is_named_in_every_command(site):
    site.release()
    url = Secret("postgresql://reader@db/shop")
    site.add(environment("two", databases=(Database(url, "replica"),)))
    site.seen("two", *BLOCKED)
    page = site.main(f"{address('two')}")

    verify = steps(page.by_id("verify"))
    assert verify[0] == "python manage.py migrate --plan --database replica"
    assert "--database replica" in verify[-1]


def test_a_command_of_git_is_copied_like_any_other(site):
    wip = build.release("orders: 0001_initial < 0002_status < 0003_wip", label="wip")
    site.release(wip, label="wip", ago=timedelta(days=2))
    site.release()
    site.seen("sandbox-4", *DRIFTED)
    page = site.main("/shop/environments/sandbox-4/findings/unknown/orders.0003_wip")

    assert steps(page.by_id("way-ship-file"))[0].startswith("git checkout wip -- ")
    assert "In the repository:" in page.by_id("way-ship-file").text
