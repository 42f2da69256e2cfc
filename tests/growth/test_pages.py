"""Pages over odd databases: their work grows with what the database holds, and their bytes have a bound."""

import re
from collections.abc import Callable

import pytest

from tests import build
from tests.growth import troubled
from tests.growth.sites import (
    Shape,
    backwards,
    behind,
    causes,
    environments,
    looks,
    odd_apps,
    odd_rows,
    record,
    releases,
    squashed_environments,
    squashes,
    twice,
)
from tests.growth.steps import MOST, growth
from tests.web.conftest import Site

SMALL = 60
LARGE_BYTES = 2_000_000
"""No page is longer, whatever the database holds."""


PAGE = "/shop/environments/a"
OF_AN_ENVIRONMENT = (
    PAGE,
    f"{PAGE}?view=all&as=table",
    f"{PAGE}?rows=all",
    f"{PAGE}.json",
    f"{PAGE}/map.json?view=differs",
    f"{PAGE}/map.json?view=all",
)
READINESS = "/shop/releases/v1.2/readiness"
OF_THE_FLEET = ("/shop", "/shop?group=cause", "/shop.json", "/shop.md", "/shop/go?q=orders")
OF_THE_MATRIX = ("/shop/matrix?open=orders", "/shop/matrix.json", "/shop/matrix.csv")
SHAPES: dict[Shape, tuple[str, ...]] = {
    odd_rows: (
        *OF_THE_MATRIX,
        *OF_AN_ENVIRONMENT,
        *OF_THE_FLEET,
        f"{PAGE}/findings/unknown/orders.000000_x",
        f"{PAGE}/migrations/orders.000000_x",
    ),
    odd_apps: (PAGE, f"{PAGE}.json", "/shop?group=cause"),
    twice: (f"{PAGE}.json", f"{PAGE}?rows=all"),
    causes: (
        PAGE,
        f"{PAGE}.json",
        f"{PAGE}/map.json?view=all",
        "/shop",
        "/shop?group=cause",
        "/shop.json",
        READINESS,
    ),
    backwards: (PAGE, f"{PAGE}.json", f"{PAGE}/map.json?view=all"),
    behind: (PAGE, f"{PAGE}?view=all&as=table", "/shop", READINESS, f"{READINESS}.json", f"{READINESS}/a"),
    looks: (PAGE, f"{PAGE}.json", f"{PAGE}/events", f"{PAGE}/events.json", "/shop/events.atom"),
    releases: (
        "/shop/events",
        "/shop/releases",
        "/shop/releases.json",
        "/shop",
        "/shop/releases/v1.1",
        "/shop/releases/v1.1/readiness",
    ),
    squashes: ("/shop/squashes", "/shop/squashes.json"),
    squashed_environments: ("/shop/squashes", "/shop/squashes.json", "/shop/squashes.csv"),
    environments: (
        *OF_THE_MATRIX[:2],
        "/shop",
        "/shop?group=cause",
        "/shop.json",
        "/shop.csv",
        "/shop?q=e1&open=drifted&page=2",
        "/shop/rows?open=drifted&page=1",
        "/shop/releases/v1.2",
        READINESS,
        f"{READINESS}.csv",
    ),
}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_twice_as_much_is_twice_the_work(shape: Shape, site_of: Callable[[str], Site]):
    small, large = site_of("small"), site_of("large")
    shape(small, SMALL)
    shape(large, 2 * SMALL)

    grown = {
        address: round(growth(lambda: small.get(address), lambda: large.get(address)), 2)  # noqa: B023
        for address in SHAPES[shape]
    }
    assert {address: times for address, times in grown.items() if times > MOST} == {}


@pytest.mark.parametrize("shape", [odd_rows, odd_apps, causes], ids=lambda shape: shape.__name__)
def test_a_page_of_an_odd_database_says_how_much_it_leaves_out(shape: Shape, site_of: Callable[[str], Site]):
    site = site_of("odd")
    shape(site, 2_500)
    whole = site.get(f"{PAGE}.json").json()

    for address in (PAGE, f"{PAGE}?view=all&as=table", f"{PAGE}?view=all"):
        page = site.get(address)
        assert len(page.content) < LARGE_BYTES, address
        assert "the JSON of this page has them" in page.text, address
    fleet = site.get("/shop?group=cause")
    assert len(fleet.content) < LARGE_BYTES
    assert re.search(r"Show all (?:2,5\d\d|4,960)\b", fleet.text)
    assert len(whole["findings"]) >= 2_500


def test_a_long_plan_is_shown_in_part_and_the_json_has_all(site_of: Callable[[str], Site]):
    site = site_of("fresh")
    behind(site, 1_169)
    page = site.get(PAGE).text

    assert page.count('<li value="') == 200
    assert "969 more steps not shown here:" in page
    assert len(site.get(f"{PAGE}.json").json()["outcome"]["plan"]) == 1_169


def test_of_very_many_errors_the_first_are_shown_and_the_json_has_all(site_of: Callable[[str], Site]):
    site = site_of("blocked")
    causes(site, 60)
    page = site.get(PAGE).text

    assert "Django prints one of these 60, at random" in page
    assert page.count("<b>InconsistentMigrationHistory:</b>") == 40
    assert "20 more messages not shown here:" in page
    assert len(site.get(f"{PAGE}.json").json()["outcome"]["messages"]) == 60


def test_a_long_circle_has_some_of_its_texts_and_the_page_says_that_there_are_more(
    site_of: Callable[[str], Site],
):
    site = site_of("circle")
    release, _ = troubled.circle(300)
    site.release(release)
    record(site, "a", [build.key("users.0001_initial")])
    whole = site.get(f"{PAGE}.json").json()

    assert len(whole["outcome"]["messages"]) == 66
    assert "or the same circle begun elsewhere" in site.get(PAGE).text
    assert "or the same circle begun elsewhere" in site.get(f"{PAGE}/findings/cycle/orders.00000").text
