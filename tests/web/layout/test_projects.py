"""The project in the top bar: on every page, and with the way to the others."""

from datetime import timedelta

import pytest

from app.config import Project
from tests.web.conftest import IN_STEP, environment


@pytest.fixture
def two(story):
    blog = Project("blog", "The blog", environments=(environment("sandbox-1"),))
    story.more = (blog,)
    return story


def switch(page) -> dict[str, str]:
    (details,) = page.all("details", **{"class": "project"})
    return {link.text: link.href for link in details.all("a")}


def top(page) -> dict[str, str]:
    return {link.text: link.href for link in page.one("header", **{"class": "top"}).one("nav").all("a")}


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/shop", "/blog"),
        ("/shop?q=sandbox", "/blog"),
        ("/shop/releases", "/blog/releases"),
        ("/shop/matrix?open=orders", "/blog/matrix"),
        ("/shop/compare", "/blog/compare"),
        ("/shop/releases/v1.2", "/blog/releases"),
        ("/shop/environments/sandbox-1", "/blog/environments/sandbox-1"),
        ("/shop/environments/sandbox-2", "/blog"),
        ("/shop/events?kind=label", "/blog/events"),
        ("/shop/environments/sandbox-1/events", "/blog/environments/sandbox-1/events"),
        ("/shop/environments/sandbox-2/events", "/blog"),
        ("/shop/go", "/blog/go"),
        ("/runbook/D101?project=shop", "/runbook/D101?project=blog"),
    ],
)
def test_the_switch_keeps_the_kind_of_page_where_the_other_project_has_it(two, address, there):
    page = two.page(address)

    assert switch(page)["The blog"] == there
    assert switch(page)["All projects"] == "/"
    assert page.one("summary", **{"aria-label": "Project The shop, go to another"}).text == "The shop"


def test_a_single_project_is_a_link_to_its_fleet(story):
    page = story.page("/shop/releases")

    assert page.one("a", **{"class": "project"}).href == "/shop"
    assert not page.all("details", **{"class": "project"})


def test_what_is_not_there_keeps_project_and_navigation(two):
    for address in ("/blog/environments/none", "/blog/releases/none", "/blog/no/such/page"):
        page = two.page(address, status=404)
        assert top(page) == {
            "Fleet": "/blog",
            "Matrix": "/blog/matrix",
            "Readiness": "/blog/readiness",
            "Releases": "/blog/releases",
            "Compare": "/blog/compare",
            "Runbook": "/runbook",
        }
        assert page.link("Go to the fleet of The blog").href == "/blog"
        assert switch(page)["The shop"] in ("/shop", "/shop/releases")
    assert two.page("/nope", status=404).link("Go to the projects").href == "/"


def test_what_is_not_there_belongs_to_the_only_project(story):
    assert story.page("/nope", status=404).link("Go to the fleet of The shop").href == "/shop"


@pytest.mark.parametrize("before", ["/blog", "/blog/environments/sandbox-1", "/runbook?project=blog"])
def test_the_runbook_keeps_the_project_that_one_comes_from(two, before):
    answer = two.get("/runbook/D101", status=307, Referer=f"http://testserver{before}")

    assert answer.headers["location"] == "/runbook/D101?project=blog"
    page = two.page(answer.headers["location"])
    assert top(page)["Fleet"] == "/blog"
    assert page.one("link", rel="canonical").href.endswith("/runbook/D101")


def test_the_runbook_belongs_to_no_project_where_nobody_says_one(two):
    for address in ("/runbook", "/runbook/D101?project=nope"):
        assert top(two.page(address)) == {"Runbook": "/runbook"}
    assert two.get("/runbook", Referer="https://elsewhere.example/mail").status_code == 200


def test_a_pinned_page_has_the_switch_too(two):
    two.seen("sandbox-5", *IN_STEP, ago=timedelta(hours=1))
    address = two.page("/shop/environments/sandbox-5").one("link", rel="canonical").href

    assert switch(two.page(address.removeprefix("http://testserver")))["The blog"] == "/blog"
