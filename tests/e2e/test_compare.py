"""Two environments beside each other in a browser, with and without JavaScript."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.visit import Cdn, visiting


@pytest.mark.parametrize("script", [True, False])
def test_from_an_environment_to_another_one_and_back(browser: Browser, site: str, script: bool):
    with visiting(browser, site, Cdn.ANSWERS, java_script_enabled=script) as visit:
        visit.go("/shop/environments/sandbox-3")
        visit.page.get_by_role("link", name="Compare with another").click()
        visit.page.get_by_label("with").select_option("production-us")
        visit.page.get_by_role("button", name="Compare").click()
        heading = visit.page.get_by_role("heading", level=1)

        expect(heading).to_have_text("production-us ran 5 migrations that sandbox-3 did not.")
        visit.page.get_by_role("link", name="Swap").click()
        expect(heading).to_have_text("production-us ran 5 migrations that sandbox-3 did not.")
        assert visit.path == "/shop/compare/production-us/sandbox-3"
        expect(visit.page.get_by_role("row", name="users")).to_contain_text("10 : 9")
