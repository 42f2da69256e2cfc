"""The way back on the page of one environment before a release, and as JSON."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.release import Operation, Release
from tests.build import key, release
from tests.web.conftest import Site

PAGE = "/shop/releases/v2/readiness/qa"
CODE = Operation("RunPython", None, reversible=False)


@pytest.fixture
def shop(site: Site) -> Site:
    """qa has run all of v1; of v2 it lacks a.2, a.3, which is irreversible, and b.2."""
    site.environments("qa")
    site.release(release("a: 1", "b: 1"), label="v1", ago=timedelta(days=2))
    site.release(doing(release("a: 1 < 2 < 3", "b: 1 < 2"), "a.3"), label="v2")
    site.seen("qa", "a.1", "b.1")
    return site


def doing(one: Release, name: str) -> Release:
    migrations = dict(one.migrations)
    migrations[key(name)] = replace(migrations[key(name)], operations=(CODE,))
    return replace(one, migrations=migrations)


def test_both_ways_back_stand_below_the_plan(shop: Site):
    page = shop.main(f"{PAGE}?back=v1")
    text = page.one("section", id="plan-and-way-back").text

    assert "There is a way back to v1 until a.3 runs, step 2 of 3." in text
    assert "From here on there is no migrating back to v1" in text
    assert "python manage.py migrate b 1" in text
    assert "Put v1 back on the new schema" in text


def test_the_release_that_runs_there_is_the_one_to_go_back_to(shop: Site):
    assert "The way back to v1" in shop.main(PAGE).text
    document = shop.get(f"{PAGE}.json").json()

    assert (document["older"], document["environment"]) == ("v1", "qa")
    (part,) = document["parts"]
    assert part["way_back"]["point_of_no_return"] == {"step": 2, "migration": "a.3"}
    assert [each["command"] for each in part["way_back"]["backwards"]["commands"]] == [
        "python manage.py migrate b 1",
        "python manage.py migrate a 1",
    ]


def test_a_pinned_page_is_the_same_and_its_older_release_has_a_fingerprint(shop: Site):
    shop.later(minutes=5)
    page = shop.page(f"{PAGE}?back=v1")
    pinned = next(each for each in page.all("link") if each.attributes.get("rel") == "canonical").href
    text = shop.main(pinned).one("section", id="plan-and-way-back").text

    assert "back=v1~" in pinned
    assert "There is a way back to v1 until a.3 runs, step 2 of 3." in text
    shop.get(pinned.replace("?", ".json?"))
    shop.get(f"{pinned.partition('?')[0]}?back=v1", status=404)


def test_a_release_that_is_not_known_is_none_to_go_back_to(shop: Site):
    shop.get(f"{PAGE}?back=v0", status=404)


def test_where_nobody_knows_what_runs_a_release_can_be_chosen(site: Site):
    site.release(label="v1.2")
    site.seen("qa", "other.1")
    text = site.main("/shop/releases/v1.2/readiness/qa").text

    assert "Which release runs in qa is not known: choose one to see the way back to it." in text


def test_a_long_way_back_is_folded_and_counted(site: Site):
    steps = " < ".join(f"{number:04}" for number in range(1, 302))
    site.release(release("a: 0001"), label="v1", ago=timedelta(days=2))
    site.release(release(f"a: {steps}"), label="v2")
    site.seen("qa", "a.0001")
    text = site.main(PAGE).one("section", id="plan-and-way-back").text

    assert "Show 260 more" in text
    assert "Show 280 more" in text
    assert "300 migrations harmless" in text
    assert "100 more are in the JSON." in text
