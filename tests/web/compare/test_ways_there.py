"""Whoever reads a list of environments, or the page of one, gets to a comparison of it with another one."""

import pytest

from tests.web import dom
from tests.web.conftest import IN_STEP, Site

ROWS = ("/shop", "/shop/releases/v1.2/readiness", "/shop/releases/v1.2/blast-radius")
HEADS = (
    "/shop/environments/sandbox-4",
    "/shop/environments/sandbox-4/upgrade/v1.2",
    "/shop/releases/v1.2/readiness/sandbox-4",
)
ADDRESS = "/shop/compare?first=sandbox-4"


def comparisons(main: dom.Element) -> dict[str, str]:
    """The name of each link that leads to a choice of two, and where."""
    links = {link.name: link.attributes.get("href", "") for link in main.all("a")}
    return {name: href for name, href in links.items() if href.startswith("/shop/compare?first=")}


@pytest.mark.parametrize("page", ROWS)
def test_each_row_of_a_list_leads_there(story: Site, page: str):
    links = comparisons(story.main(page))

    assert links["compare sandbox-4 with another"] == ADDRESS
    assert "sandbox-4" in story.main(ADDRESS).one("form", action="/shop/compare").text


@pytest.mark.parametrize("page", HEADS)
def test_each_page_of_one_environment_leads_there(story: Site, page: str):
    assert comparisons(story.main(page)) == {"Compare with another": ADDRESS}


def test_the_environments_that_share_a_column_lead_there(site: Site):
    site.release()
    for number in range(121):
        site.seen(f"edge-{number}", *IN_STEP)
    links = comparisons(site.main("/shop/matrix"))

    assert links == {"compare edge-0 with another": "/shop/compare?first=edge-0"}


@pytest.mark.parametrize("page", [*ROWS, *HEADS])
def test_a_page_that_shows_the_same_for_ever_does_not(story: Site, page: str):
    pinned = story.main(page).link("Copy pinned link").href

    assert comparisons(story.main(pinned)) == {}


@pytest.mark.parametrize("page", [*ROWS, *HEADS])
def test_where_there_is_one_environment_nothing_is_compared(site: Site, page: str):
    site.release()
    site.seen("sandbox-4", *IN_STEP)

    assert comparisons(site.main(page)) == {}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("compare", ["Compare"]),
        ("comp sandbox-4", ["Compare sandbox-4 with another"]),
        ("compare sandbox-4 sandbox-1", ["Compare sandbox-4 with sandbox-1"]),
        ("sandbox-4 sandbox-1", ["Compare sandbox-4 with sandbox-1"]),
        ("sandbox-4 sandbox-4", []),
        ("sandbox-4 status", []),
        ("com", []),
    ],
)
def test_its_name_leads_there_with_one_or_two_environments(story: Site, words: str, names: list[str]):
    hits = story.get(f"/shop/go.json?q={words}").json()["hits"]
    compared = [hit for hit in hits if hit["kind"] == "page" and "ompare" in hit["name"]]

    assert [hit["name"] for hit in compared] == names
    for hit in compared:
        story.get(hit["page"])


def test_a_part_of_a_name_offers_each_pair_and_none_of_one_environment(story: Site):
    hits = story.get("/shop/go.json?q=compare sandbox-4 sandbox").json()["hits"]

    others = (1, 2, 3, 5, 6)
    assert [hit["name"] for hit in hits if hit["kind"] == "page"] == [
        f"Compare sandbox-4 with sandbox-{number}" for number in others
    ]


def test_with_one_environment_its_name_leads_nowhere(site: Site):
    site.release()
    site.seen("sandbox-4", *IN_STEP)

    assert all(hit["kind"] != "page" for hit in site.get("/shop/go.json?q=compare").json()["hits"])
