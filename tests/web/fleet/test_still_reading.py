"""While the last days of environments are still worked out, as after a start, the page says so and asks again."""

from datetime import timedelta

import pytest

from app.web.facts.events import fortnights
from tests.web import dom
from tests.web.conftest import BEHIND, DRIFTED, IN_STEP, Site

SLUGS = ("a", "b", "c", "d", "e")
SAID = "still being read"


@pytest.fixture
def started(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site of which each answer works out the days of one more environment."""
    site.release(ago=timedelta(days=9))
    for number, slug in enumerate(SLUGS):
        site.seen(slug, *IN_STEP, f"orders.{number:04}_x", ago=timedelta(days=5))
        site.seen(slug, *BEHIND, ago=timedelta(hours=1))
    monkeypatch.setattr(fortnights, "MAX_COMPARED", 2)
    return site


def asking(page: dom.Element) -> list[dom.Element]:
    return [each for each in page.walk() if "list-reading" in each.attributes.get("class", "").split()]


def drawn(page: dom.Element) -> list[str]:
    return [each.attributes["aria-label"] for each in page.all("svg") if "day-strip" in str(each.attributes)]


def test_days_that_are_still_read_are_said_and_come_by_themselves(started: Site):
    page = started.main("/shop")
    (said,) = asking(page)
    names = said.attributes["hx-select-oob"].split(",")

    assert said.text == "The last 14 days of 4 environments are still being read."
    assert said.attributes["role"] == "status"
    assert len(drawn(page)) == 1
    assert [page.by_id(name.removeprefix("#")).text for name in names] == [SAID] * 4
    numbers = [1]
    while numbers[-1] < len(SLUGS):
        part = started.page(said.attributes["hx-get"])
        numbers.append(len(drawn(part)))
        assert [part.by_id(name.removeprefix("#")) is not None for name in names] == [True] * 4
        assert len(asking(part)) == (numbers[-1] < len(SLUGS))
    assert numbers == sorted(set(numbers)), "each answer has more"
    assert SAID not in started.main("/shop").text


def test_what_has_no_days_is_not_said_to_be_read(site: Site):
    site.release()
    site.environments("never")
    site.seen("drifted", *DRIFTED)

    assert SAID not in site.main("/shop").text


def test_a_page_without_days_says_nothing_of_them(started: Site):
    assert SAID not in started.main("/shop?release=v1.2").text
    assert SAID not in started.main(started.get("/shop.json").json()["pinned"]).text
