"""The first screen of every blocked environment of the demo: what is broken, why, and the first way out."""

import json
import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from tests.e2e.visit import Cdn, Visit, visiting

SIZES = {"screen": (1440, 900), "phone": (390, 844)}

OUTSIDE = """
([selectors, height]) => selectors.filter((selector) => {
  const boxes = [...document.querySelectorAll(selector)].map((element) => element.getBoundingClientRect());
  return !boxes.some((box) => box.height > 0 && box.top >= 0 && box.bottom <= height && box.right <= innerWidth);
})
"""

WHAT, WHY, WAY = "h1", ".first-why", ".first-way-out copy-command"


def outside(visit: Visit, height: int) -> list[str]:
    """Which of the three do not lie within the first screen as a whole."""
    return list(visit.page.evaluate(OUTSIDE, [[WHAT, WHY, WAY], height]))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_broken_why_and_the_first_way_out_are_on_the_first_screen(
    browser: Browser, site: str, size: str
):
    width, height = SIZES[size]
    with urlopen(f"{site}/shop.json") as answer:  # noqa: S310 - our own site
        environments = json.load(answer)["environments"]
    blocked = [each["environment"] for each in environments if each["verdict"] == "blocked"]
    said_twice, beyond = [], {}
    with visiting(browser, site, Cdn.ANSWERS, viewport={"width": width, "height": height}) as visit:
        for slug in blocked:
            visit.go(f"/shop/environments/{slug}")
            for scheme in ("dark", "light"):
                visit.page.emulate_media(color_scheme=scheme)
                beyond |= {(slug, scheme): missing} if (missing := outside(visit, height)) else {}
            sentence = visit.page.locator("h1").inner_text().removeprefix("Django refuses every migrate: ")
            if visit.page.locator("main").inner_text().count(sentence) > 1:
                said_twice.append(slug)
        visit.page.get_by_role("link", name=re.compile("more ways")).click()
        assert visit.path.endswith("#ways-out")

    assert len(blocked) == 3
    assert beyond == {}
    assert said_twice == []
