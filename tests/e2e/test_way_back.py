"""The way back in a browser: unfolded in the row of readiness, chosen for another release, on a phone and by axe."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.visit import Cdn, visiting

READINESS = "/shop/releases/v1.2/readiness"
PAGE = f"{READINESS}/sandbox-6?back=v1.0"


@pytest.mark.parametrize("script", [True, False])
def test_the_row_unfolds_to_both_ways_and_another_release_can_be_chosen(
    browser: Browser, site: str, script: bool
):
    with visiting(browser, site, Cdn.ANSWERS, java_script_enabled=script) as visit:
        visit.go(READINESS)
        visit.page.get_by_role("button" if script else "link", name="Plan and way back of sandbox-6").click()
        part = visit.page.locator("#plan-and-way-back")
        part.get_by_role("combobox", name="Way back to").select_option("v1.0")
        part.get_by_role("button", name="Show").click()

        expect(part).to_contain_text("There is a way back to v1.0 until orders.0001_initial runs")
        expect(part.locator(".no-return")).to_have_text("From here on there is no migrating back to v1.0")
        expect(part.locator("[data-judgement=breaks] li")).to_have_count(2)
        assert visit.path == PAGE


def test_axe_objects_to_nothing_and_nothing_is_cut_off(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        visit.go(PAGE)
        for more in visit.page.locator("#plan-and-way-back details").all():
            more.locator("summary").click()

        for width in (1440, 390):
            visit.page.set_viewport_size({"width": width, "height": 900})
            assert visit.objections_in_both_themes() == [], width
            assert visit.excess_width() == 0, width
