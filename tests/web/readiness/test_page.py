"""The page of the readiness of a release."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.config import Database, Environment, Secret
from app.domain.fleet.deployment import Deployment
from app.domain.release import Operation, Release, Unreadable
from app.domain.table_location import TableLocation
from app.store import snapshots
from app.store.pushed import deployments
from tests import build
from tests.domain.readiness.before import ONE_WAY, with_operations
from tests.web.conftest import BEHIND, IN_STEP, NOW, SHOP, Site, environment

PAGE = "/shop/releases/v1.2/readiness"


def rows(page):
    """The rows of the table, by environment, each as the texts of its cells."""
    found = {}
    for row in page.one("table", id="readiness-table").all("tr"):
        name = row.all("th", scope="row")
        if name:
            found[name[0].all("a")[0].text] = [cell.text for cell in row.all("td")]
    return found


def answers(page):
    return {slug: cells[0] for slug, cells in rows(page).items()}


def one_way(*names: str) -> Release:
    return with_operations(SHOP, **dict.fromkeys(names, ONE_WAY))


def test_the_numbers_add_up_and_the_sentence_says_them(story: Site):
    page = story.main(PAGE)
    counts = story.get(f"{PAGE}.json").json()["counts"]
    bar = page.one("ul", id="answer-bar")

    assert page.one("h1").text == "3 of 6 environments can take v1.2. 2 cannot, 1 is unknown."
    assert counts == {"no": 2, "unknown": 1, "mind": 1, "yes": 2}
    assert sum(counts.values()) == 6
    assert [int(re.sub(r"\D", "", part.text)) for part in bar.all("a")] == [2, 1, 1, 2]


def test_problems_stand_first_and_then_the_longest_plan(story: Site):
    assert answers(story.main(PAGE)) == {
        "sandbox-1": "No",
        "sandbox-2": "No",
        "sandbox-6": "Unknown",
        "sandbox-4": "Yes, mind",
        "sandbox-3": "Yes",
        "sandbox-5": "Yes",
    }


def test_each_row_says_the_first_thing_to_know(story: Site):
    said = {slug: cells[3] for slug, cells in rows(story.main(PAGE)).items()}

    assert said["sandbox-1"].startswith(
        "orders.0001_initial is applied, but users.0010_add_unique_id_migration"
    )
    assert said["sandbox-6"].startswith(
        "Not seen for 4 min: the database could not be reached. When last seen it could"
    )
    assert said["sandbox-4"].startswith(
        "orders.0003_wip is recorded, but this release has no such migration."
    )
    assert said["sandbox-5"] == "It has everything v1.2 has."


def test_what_stops_it_and_where_there_is_no_way_back_stand_above(site: Site):
    site.release(one_way("orders_0002_status"))
    site.seen("a", *IN_STEP[:1], "orders.0001_initial")
    site.seen("b", *IN_STEP[:1], "orders.0001_initial")
    site.seen("c", *BEHIND)
    page = site.main(PAGE)

    assert page.one("section", id="what-stops-it").one("li").text == (
        "orders.0001_initial is applied, but users.0010_add_unique_id_migration, which it depends on, is not. "
        "In a and b."
    )
    step = page.one("section", id="no-way-back").one("li").text
    assert step == "orders.0002_status, RunPython without reverse, in one plan"
    assert rows(page)["c"][2] == "1"
    assert "Stops being reversible at step 2: orders.0002_status." in rows(page)["c"][3]


def test_where_nobody_can_tell_of_a_step_it_is_not_said_that_all_is_well(site: Site):
    site.release(with_operations(SHOP, orders_0002_status=(Operation("Own", reversible=None),)))
    site.seen("a", *BEHIND)

    said = site.main(PAGE).one("section", id="no-way-back").text
    assert said.endswith("No step is known to be irreversible; of 1 step nobody can tell.")


def test_with_nothing_to_run_the_sentence_says_so(site: Site):
    site.release()
    site.seen("a", *IN_STEP)
    site.seen("b", *IN_STEP)
    site.failed("c")
    page = site.main(PAGE)

    assert page.one("h1").text == "v1.2 adds no migration; all 2 seen environments can take it. 1 is unknown."
    assert page.one("section", id="no-way-back").text.endswith("Nothing is to be run.")


def test_without_an_environment_the_page_says_so(site: Site):
    site.release()
    page = site.main(PAGE)

    assert page.one("h1").text == "No environment yet."
    assert "Once an environment is configured" in page.text
    assert page.all("table") == []


def test_a_release_that_is_not_known_answers_with_those_that_are(story: Site):
    story.release(label="v1.3")
    page = story.page("/shop/releases/v9/readiness", status=404)

    assert page.one("h1").text == "No release of shop is called v9."
    assert {"v1.2", "v1.3"} <= {link.text.split(",")[0] for link in page.all("a")}


def test_filters_narrow_the_table_and_can_be_taken_away(story: Site):
    story.add(environment("qa-1", tier="qa"))
    story.seen("qa-1", *BEHIND)

    assert set(answers(story.main(f"{PAGE}?answer=no&answer=mind"))) == {
        "sandbox-1",
        "sandbox-2",
        "sandbox-4",
    }
    assert set(answers(story.main(f"{PAGE}?q=0003_wip"))) == {"sandbox-4"}
    assert set(answers(story.main(f"{PAGE}?q=ORDERS.0002"))) >= {"sandbox-3", "qa-1"}
    assert set(answers(story.main(f"{PAGE}?tier=qa"))) == {"qa-1"}
    narrowed = story.main(f"{PAGE}?tier=qa&q=qa")
    assert "1 of 7 shown" in narrowed.text
    assert narrowed.link("Clear filters").href == PAGE
    assert narrowed.one("h1").text == story.main(PAGE).one("h1").text


def test_a_filter_without_matches_says_so(story: Site):
    page = story.main(f"{PAGE}?q=billng")

    assert 'No environment matches "billng".' in page.text
    assert page.link("Clear filters").href == PAGE
    assert page.all("table") == []


def test_the_bar_filters_and_takes_its_filter_away(story: Site):
    (part,) = [a for a in story.main(PAGE).one("ul", id="answer-bar").all("a") if "unknown" in a.text]
    narrowed = story.main(part.href)
    (current,) = [a for a in narrowed.one("ul", id="answer-bar").all("a") if "aria-current" in a.attributes]

    assert part.href == f"{PAGE}?answer=unknown"
    assert current.href == PAGE
    assert set(answers(narrowed)) == {"sandbox-6"}


def test_many_rows_are_shown_on_demand(site: Site):
    site.release()
    slugs = [f"e-{number}" for number in range(40)]
    site.environments(*slugs)
    for slug in slugs:
        site.seen(slug, *IN_STEP)
    page = site.main(PAGE)
    more = page.link("Show 10 more that can take it")

    assert list(rows(page))[:3] == ["e-0", "e-1", "e-2"]
    assert len(rows(page)) == 30
    assert more.href == f"{PAGE}?rows=all"
    assert len(rows(site.main(more.href))) == 40


def test_the_worst_database_speaks_and_the_others_are_counted(site: Site):
    databases = tuple(Database(Secret("sqlite:///x"), alias) for alias in ("default", "legacy"))
    site.release(one_way("orders_0002_status"))
    site.add(Environment("a", databases))
    with site.store.writing() as session:
        for alias, keys in (("default", BEHIND), ("legacy", ("users.0001_initial", "orders.0001_initial"))):
            snapshots.add(
                session,
                "shop",
                "a",
                build.history(*keys),
                at=NOW - timedelta(minutes=1),
                location=TableLocation(alias),
            )
    page, twin = site.main(PAGE), site.get(f"{PAGE}.json").json()["environments"][0]

    assert rows(page)["a"][3].startswith(
        "1 of 2 databases cannot take it. legacy: orders.0001_initial is applied"
    )
    assert [(part["database"], part["answer"]) for part in twin["parts"]] == [
        ("legacy", "no"),
        ("default", "yes"),
    ]
    assert page.one("section", id="no-way-back").one("li").text.endswith("in one plan")


def test_a_release_that_cannot_be_read_whole_is_unknown_everywhere(site: Site):
    site.release(replace(SHOP, unreadable=(Unreadable("orders/migrations/0003.py", 3, "not a literal"),)))
    site.seen("a", *IN_STEP)
    page = site.main(PAGE)

    assert page.one("h1").text == "It is unknown whether the environment can take v1.2."
    assert answers(page) == {"a": "Unknown"}
    assert "This cannot be judged: 1 place in the source of v1.2 could not be read." in page.text
    assert page.all("section", id="no-way-back") == []


def test_an_app_that_was_never_run_comes_along_and_what_was_edited_is_named(site: Site):
    before = build.release("users: 1 < 2", "orders: 1 @users.2")
    after = build.release("users: 1 @stock.1 < 2 < 3", "orders: 1 @users.2", "stock: 1")
    site.release(before, label="v1", ago=timedelta(days=2))
    site.release(after, label="v2")
    site.seen("a", "users.1", "users.2", "stock.1")
    site.seen("b", "users.1", "users.2", "users.3", "orders.1", "stock.1")
    with site.store.writing() as session:
        deployments.add(session, "shop", Deployment("a", "v1", None, NOW - timedelta(hours=1)))
    twin = {
        each["environment"]: each
        for each in site.get("/shop/releases/v2/readiness.json").json()["environments"]
    }

    assert twin["a"]["base"] == "v1"
    assert twin["a"]["comes_along"] == ["orders"]
    assert twin["a"]["edited"] == ["users.1"]
    assert twin["a"]["lacked_alone"] == ["orders.1", "users.3"]
    assert "orders of v1 comes along" in twin["a"]["notes"]
    assert twin["b"]["edited"] == []


@pytest.mark.parametrize("keys", [(), ("users.0001_initial",)])
def test_an_empty_table_and_a_beginning_can_take_it(site: Site, keys: tuple[str, ...]):
    site.release()
    site.seen("a", *keys)

    assert answers(site.main(PAGE)) == {"a": "Yes"}
