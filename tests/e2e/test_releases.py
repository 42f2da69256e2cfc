"""The release pages in a browser, with and without JavaScript: apps unfold, and the form compares two labels."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.visit import Cdn, visiting

RELEASES = "/shop/releases"
RELEASE = f"{RELEASES}/v1.2"


@pytest.mark.parametrize("script", [True, False])
def test_an_app_unfolds_and_the_address_says_so(browser: Browser, site: str, script: bool):
    with visiting(browser, site, Cdn.ANSWERS, java_script_enabled=script) as visit:
        visit.go(RELEASE)
        visit.page.get_by_role("link", name="orders", exact=True).click()
        line = visit.page.locator(".app-lines").get_by_role("listitem").first

        expect(line).to_contain_text("needs users.0010_add_unique_id_migration")
        assert "open=orders" in visit.path
        visit.page.get_by_role("link", name="orders", exact=True).click()
        expect(visit.page.locator(".app-lines")).to_have_count(0)


def test_the_rest_of_the_page_stays_where_it_is(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        visit.go(RELEASE)
        visit.page.evaluate("window.same = true")
        visit.page.get_by_role("link", name="users", exact=True).click()

        expect(visit.page.locator(".app-lines")).to_have_count(1)
        assert visit.page.evaluate("window.same")
        assert visit.page.evaluate("document.activeElement.textContent").strip() == "users"


@pytest.mark.parametrize("script", [True, False])
def test_two_labels_are_held_against_each_other_by_the_form(browser: Browser, site: str, script: bool):
    with visiting(browser, site, Cdn.ANSWERS, java_script_enabled=script) as visit:
        visit.go(RELEASES)
        visit.page.get_by_label("From").select_option("v1.0")
        visit.page.locator("#diff-to").select_option("v1.2")
        visit.page.get_by_role("button", name="Show what changed").click()

        expect(visit.page.get_by_role("heading", level=1)).to_contain_text("v1.2 adds 7 migrations")
        assert visit.path == f"{RELEASES}/v1.0/diff/v1.2"


def test_from_the_edit_to_the_environment_that_it_blocks(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        visit.go(RELEASES)
        visit.page.get_by_role("link", name="sandbox-3").click()

        expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Django refuses every migrate")
        visit.page.locator("#head").get_by_role("link", name="v1.2").click()
        assert visit.path == RELEASE
