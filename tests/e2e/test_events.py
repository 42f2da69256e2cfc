"""What happened, in a browser: filters, days, parts, the strip of the fleet."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.visit import Cdn, visiting

EVENTS = "/shop/environments/sandbox-3/events"


@pytest.mark.parametrize("script", [True, False])
def test_from_an_environment_to_what_happened_to_it(browser: Browser, site: str, script: bool):
    with visiting(browser, site, Cdn.ANSWERS, java_script_enabled=script) as visit:
        page = visit.page
        visit.go("/shop/environments/sandbox-3")
        page.get_by_role("link", name="What happened").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What happened in sandbox-3")
        assert visit.path == EVENTS
        if script:
            visit.await_htmx()
        page.get_by_label("Tables").check()
        if not script:
            page.get_by_role("button", name="Show").click()
        expect(page.locator(".event")).to_have_count(1)
        expect(page.locator(".event")).to_contain_text("First seen, with")
        assert visit.path.startswith(f"{EVENTS}?kind=table")
        page.go_back()
        expect(page.get_by_label("Tables")).not_to_be_checked()
        visit.go(f"{EVENTS}?kind=rewritten&from=2020-01-01&to=2020-01-02")
        expect(page.get_by_text("No event of these kinds and days.")).to_be_visible()
        page.get_by_role("link", name="Show all events").click()
        page.locator(".event").first.wait_for()
        page.get_by_role("link", name="All environments").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What happened in Shop")


def test_every_state_of_the_page_fits_and_is_accessible(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        for path in (f"{EVENTS}?kind=label&from=2020-01-01&to=2020-01-01", "/shop/events"):
            visit.go(path)
            for width in (390, 1440):
                visit.page.set_viewport_size({"width": width, "height": 900})
                assert visit.objections_in_both_themes() == []
                assert visit.excess_width() == 0


def test_a_row_of_the_fleet_has_the_last_days(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        visit.page.set_viewport_size({"width": 1440, "height": 900})
        visit.go("/shop")
        strip = visit.page.locator(".environment-row", has_text="sandbox-3").get_by_role(
            "img", name="The last 14 days"
        )

        expect(strip.first).to_be_visible()
        name = strip.first.get_attribute("aria-label") or ""
        assert "blocked for" in name
        assert strip.first.locator('path[data-verdict="blocked"]').count() == 1
