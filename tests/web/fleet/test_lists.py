"""The lists of a fleet of hundreds: first rows, pages, histories that are shared, and what an open list asks."""

import pytest

from app.store import snapshots
from tests import build
from tests.web import dom
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP, Site

NUMBER = 150


@pytest.fixture
def many(site: Site) -> Site:
    """Behind 150, in step 70 with one history and two with others, blocked nine by one cause."""
    site.release()
    site.environments(
        *(f"b-{number:03}" for number in range(NUMBER)), *(f"s-{number}" for number in range(72))
    )
    site.environments(*(f"x-{number}" for number in range(9)))
    with site.store.writing() as session:
        for environment in site.project.environments:
            slug = environment.slug
            keys = BEHIND if slug.startswith("b") else BLOCKED if slug.startswith("x") else IN_STEP
            if slug in ("s-70", "s-71"):
                keys = (*IN_STEP[1:2], *IN_STEP[:1], *IN_STEP[2:])
            snapshots.add(session, "shop", slug, build.history(*keys), at=site.now)
    return site


def names(element: dom.Element) -> list[str]:
    return [each.all("a")[0].text for each in element.all("li", **{"class": "environment-row"})]


def test_a_list_shows_six_rows_and_leads_to_the_others(many: Site):
    behind = many.main("/shop").by_id("list-behind")

    assert names(behind) == [f"b-{number:03}" for number in range(6)]
    assert behind.link("Show all 150").href == "/shop?open=behind#list-behind"
    cause = next(
        each for each in many.main("/shop").all("div", **{"class": "fleet-list"}) if "x-0" in each.text
    )
    assert [link.text for link in cause.all("a") if link.text.startswith("Show")] == ["Show 3 more"]


def test_an_open_list_has_pages_each_with_its_address(many: Site):
    first = many.main("/shop?open=behind").by_id("list-behind")
    second = many.main(first.link("Next").href.partition("#")[0]).by_id("list-behind")
    last = many.main("/shop?open=behind&page=99").by_id("list-behind")

    assert names(first) == [f"b-{number:03}" for number in range(60)]
    assert "1 to 60 of 150" in first.text
    assert names(second)[0] == "b-060"
    assert second.link("Previous").href == "/shop?open=behind#list-behind"
    assert names(last)[-1] == "b-149"
    assert second.link("Show fewer").href == "/shop#list-behind"


def test_one_list_by_itself_is_the_same_as_on_the_page(many: Site):
    for address, part in (
        ("/shop?q=b-0&open=behind&page=2", "/shop/rows?q=b-0&open=behind&page=2"),
        ("/shop", "/shop/rows?open=behind&page=0"),
        ("/shop?open=in-step", "/shop/rows?open=in-step&page=1"),
    ):
        text = many.get(part).text.strip()
        name = part.partition("open=")[2].partition("&")[0]

        assert text.startswith("<div")
        assert many.main(address).by_id(f"list-{name}").text == dom.read(text).by_id(f"list-{name}").text


def test_a_list_that_is_empty_now_says_so(many: Site):
    assert "This list is empty now." in many.get("/shop/rows?open=drifted", status=404).text


def test_an_open_list_is_sent_again_only_when_it_changed(many: Site):
    ask = many.main("/shop?open=behind&page=2").by_id("list-behind").attributes["hx-get"]

    many.later(minutes=5)
    assert many.get(ask, status=204).text == ""

    many.seen("b-061", *IN_STEP)
    changed = dom.read(many.get(ask).text).by_id("list-behind")
    assert "b-061" not in changed.text
    assert "61 to 120 of 149" in changed.text


def test_those_in_step_stand_by_the_history_that_they_share(many: Site):
    group = many.main("/shop").by_id("group-in-step")
    lines = [line.text for line in group.all("p", **{"class": "cluster"})]

    assert lines[0].startswith("70 environments share one history s-0, s-1, s-10 and 67 more")
    assert lines[1].startswith("2 environments share one history s-70 and s-71")
    assert not group.all("a", **{"class": "tile"})

    (others,) = [link for link in group.all("a") if link.text.startswith("Compare with the most shared")]
    assert others.href == "/shop/compare/s-0/s-70"
    pinned = group.all("a")[0].href
    assert "immutable" in many.get(pinned).headers["cache-control"]

    opened = next(link.href for link in group.all("a") if link.text == "Show them")
    shown = many.main(opened.partition("#")[0]).by_id("group-in-step")
    assert len(shown.all("a", **{"class": "tile"})) == 70
    assert len(many.main("/shop?open=in-step").by_id("list-in-step").all("a", **{"class": "tile"})) == 72


def test_of_thousands_a_cell_stands_for_several_and_the_blocked_keep_their_own(site: Site):
    site.release()
    site.environments(*(f"t-{number:04}" for number in range(2_400)))
    with site.store.writing() as session:
        history, blocked = build.history(*BEHIND), build.history(*BLOCKED)
        for number in range(2_400):
            snapshots.add(session, "shop", f"t-{number:04}", blocked if number == 7 else history, at=site.now)
    answer = site.get("/shop")
    cells = dom.read(answer.text).by_id("verdict-strip").all("ul")[0].all("a")

    assert len(answer.content) < 300_000
    assert cells[0].name == "t-0007: blocked"
    assert cells[1].name == "8 environments, t-0000 to t-0008: behind"
    assert len(cells) == 301
    assert cells[-1].href == "/shop?verdict=behind&open=behind&page=40"
    assert "t-2399" in site.main(cells[-1].href).by_id("list-behind").text


def test_many_tiers_and_many_lists_have_a_bound(site: Site):
    site.release()
    for number in range(70):
        site.environments(*(f"{letter}-{number}" for letter in "efghijkl"), tier=f"tier <{number}>")
    page = site.get("/shop?group=tier")
    main = dom.read(page.text)

    assert "10 more tiers not shown here:" in page.text
    assert len(main.all("li", **{"class": "environment-row"})) == 60
    opened = next(link.href for link in main.all("a") if "open=tier-" in link.href)
    assert len(names(site.main(opened.partition("#")[0]))) == 67


def test_each_row_leads_to_a_comparison_with_another_environment(story: Site):
    row = story.main("/shop").by_id("list-drifted")

    assert (
        next(link.href for link in row.all("a") if link.text.startswith("compare"))
        == "/shop/compare?first=sandbox-4"
    )


def test_a_pinned_fleet_has_the_same_lists(many: Site):
    pinned = many.main("/shop?open=behind&page=2").link("Copy pinned link").href
    behind = many.main(pinned).by_id("list-behind")

    assert names(behind)[0] == "b-060"
    assert "hx-get" not in behind.attributes
    part = behind.link("Next").attributes["hx-get"]
    assert "b-120" in many.get(part).text
    assert "compare" not in behind.text
    wrong = part.replace("/v1.2~", "/v9~")
    assert many.get(wrong, status=308).headers["location"] == part


@pytest.mark.parametrize("keys", [BLOCKED, BEHIND, DRIFTED, IN_STEP])
def test_the_version_of_a_list_tells_every_change(site: Site, keys):
    site.release(SHOP)
    site.environments(*(f"e-{number}" for number in range(80)))
    for number in range(80):
        site.seen(f"e-{number}", *keys)
    name = next(
        each.attributes["id"].removeprefix("list-")
        for each in site.main("/shop").all("div", **{"class": "fleet-list"})
        if each.all("a")
    )
    ask = site.main(f"/shop?open={name}").by_id(f"list-{name}").attributes["hx-get"]
    site.get(ask, status=204)

    site.failed("e-3")
    assert site.get(ask).status_code == 200


def test_the_same_environments_stand_side_by_side_in_the_matrix(story: Site):
    link = story.main("/shop?verdict=blocked&sort=name").link("Side by side").href

    assert link == "/shop/matrix?verdict=blocked"
    assert story.get(link)
