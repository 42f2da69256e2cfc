"""The pages of a fleet have the same weight with five hundred environments and with ten times as many."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from app.domain.history import History
from app.domain.table_location import DEFAULT_LOCATION
from app.store.snapshots import looks
from app.store.snapshots.looks import Look
from tests import build
from tests.web import dom
from tests.web.conftest import Site

PAIRS = 24
RELEASE = build.release(*(f"app{number:02}: 1 < 2" for number in range(PAIRS)))
KEYS = [f"app{number:02}.{step}" for number in range(PAIRS) for step in (1, 2)]
TIERS = ("production", "staging", "preview")
PAGES = (
    "/shop",
    "/shop?q=env-0",
    "/shop?group=cause",
    "/shop?group=tier",
    "/shop?open=behind&page=2",
    "/shop/rows?open=behind&page=2",
)
FULL_WITH_THOUSANDS = ("/shop?open=blocked&page=2", "/shop?open=in-step")
MOST_BYTES = 340_000
MOST_GROWTH = 1.15
"""Larger numbers have more digits, and what is left out is told."""


@cache
def _history(kind: str, number: int) -> History:
    if kind == "blocked":
        return build.history(*(key for key in KEYS if key != KEYS[number % PAIRS * 2]))
    more = (f"app00.9{number:04}_stranger",) if kind == "drifted" else ()
    return build.history(*(KEYS[: -1 - number % 20] if kind == "behind" else KEYS), *more)


def history_of(number: int) -> History:
    """In step, with a row of its own, blocked by one of many causes, or behind: as many of each in any ten."""
    kind = ("in step", "drifted", "blocked", "blocked", *("behind",) * 6)[number % 10]
    return _history(kind, 0 if kind == "in step" else number // 10)


@pytest.fixture(scope="module")
def fleets(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Iterator[dict[int, Site]]:
    """Sites of 500 and of 5,000 environments."""
    folder, made = tmp_path_factory.mktemp("fleets"), {}
    for size in (500, 5_000):
        file = folder / f"{size}.db"
        file.write_bytes(empty_store.read_bytes())
        made[size] = site = Site(file)
        site.release(RELEASE)
        for first, tier in enumerate(TIERS):
            site.environments(*(f"env-{number:04}" for number in range(first, size, len(TIERS))), tier=tier)
        limit = timedelta(minutes=15)
        found = [Look(f"env-{at:04}", DEFAULT_LOCATION, history_of(at), limit) for at in range(size)]
        with site.store.writing() as session:
            looks.add(session, "shop", found, at=site.now - timedelta(minutes=2))
    yield made
    for site in made.values():
        site.store.close()


def weight(site: Site, page: str) -> int:
    return len(site.get(page).content)


def test_no_page_is_heavier_with_ten_times_as_many(fleets):
    small, large = fleets[500], fleets[5_000]
    weights = {page: weight(large, page) for page in (*PAGES, *FULL_WITH_THOUSANDS)}
    grown = {page: round(weights[page] / weight(small, page), 2) for page in PAGES}

    assert {page: times for page, times in grown.items() if times > MOST_GROWTH} == {}
    assert {page: number for page, number in weights.items() if number > MOST_BYTES} == {}


def test_a_cause_without_a_card_is_in_a_list_that_opens(fleets):
    site = fleets[500]
    page = site.main("/shop").by_id("group-blocked")

    assert len(page.all("div", **{"class": "cause-card"})) == 20
    assert "4 more causes, in 16 environments" in page.text
    rows = dom.read(site.get("/shop/rows?open=blocked&page=1").text).all("li", **{"class": "environment-row"})
    assert len(rows) == 16
    assert "app21.2 is applied, but app21.1, which it depends on, is not." in rows[0].text

    of_cause = site.main("/shop?group=cause").by_id("group-more-blocking")
    assert "more causes that several environments share" in of_cause.text
    opened = site.main("/shop?group=cause&open=more-blocking").by_id("list-more-blocking")
    assert len(opened.all("li", **{"class": "environment-row"})) == 16
