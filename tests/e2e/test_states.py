"""What a page shows while it waits for an answer, and where the data of the map does not come."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.visit import Cdn, visiting


def test_while_a_filter_is_answered_the_list_turns_pale_and_stays(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        page = visit.page
        waiting: list[Route] = []
        visit.go("/shop")
        visit.await_htmx()
        rows = page.locator(".environment-row").count()
        page.route("**/shop?q=*", lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright asks for a name
        page.locator("#filter-q").fill("qa")

        expect(page.locator("#fleet")).to_have_css("opacity", "0.6")
        assert page.locator(".environment-row").count() == rows
        waiting[0].continue_()
        expect(page.locator(".shown")).to_be_visible()
        expect(page.locator("#fleet")).to_have_css("opacity", "1")


@pytest.mark.acceptance(20)
def test_where_the_data_of_the_map_does_not_come_the_table_takes_its_place(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        page = visit.page
        page.route("**/map.json*", lambda route: route.fulfill(status=500, body="{}"))
        visit.go("/shop/environments/sandbox-3")

        expect(page.locator(".migration-rows").first).to_be_visible()
        expect(page.locator("#notice")).to_contain_text("table")
        assert all("500" in line or "map" in line for line in visit.wrong)
        visit.wrong.clear()
