"""A live page asks whether there is something newer, and changes only when the user says so."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.visit import Cdn, visiting

ASKED_AT = "2026-01-05T12%3A00%3A00%2B00%3A00"


BARS = {
    "/shop/environments/sandbox-3?view=all": (
        "newer",
        "00000000",
        "A newer history arrived 2 min ago",
        "Show it",
    ),
    "/shop?q=sandbox": ("changes", ASKED_AT, "15 environments changed", "Show them"),
}
"""By page: the address it asks, the `since` of an older page, the text of the bar, and its link."""


@pytest.mark.parametrize("path", BARS)
def test_a_bar_says_so_and_its_link_loads_the_page_anew(browser: Browser, site: str, path: str):
    asks, since, says, show = BARS[path]

    def as_if_older(route: Route) -> None:
        """Answer as if the page had been made earlier."""
        route.continue_(url=route.request.url.partition("?")[0] + f"?since={since}")

    with visiting(browser, site, Cdn.ANSWERS, own=True) as visit:
        visit.page.clock.install()
        visit.go(path)
        visit.await_htmx()
        with visit.page.expect_response(f"**/{asks}?*") as answer:
            visit.page.clock.fast_forward(31_000)
        assert answer.value.status == 204
        expect(visit.page.locator("#newer")).to_be_empty()

        visit.page.route(f"**/{asks}?*", as_if_older)
        visit.page.clock.fast_forward(31_000)
        expect(visit.page.locator("#newer")).to_contain_text(says)
        assert visit.objections() == []
        visit.page.locator("#newer").get_by_role("link", name=show).click()
        expect(visit.page.locator("#newer")).to_be_empty()
        assert visit.path == path
