"""Two environments beside each other in a browser, with and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.config import Secret, Settings
from app.main import create_app
from app.store.engine import open_store
from app.web.server.door import Listening
from tests.e2e.visit import Cdn, visiting
from tests.servers import dashboard
from tests.web.conftest import IN_STEP, Site


@pytest.mark.acceptance(37)
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


@pytest.mark.acceptance(37)
def test_in_both_and_only_in_one_are_all_rows_and_swap_keeps_the_counts(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.page
        visit.go("/shop/compare/sandbox-3/production-us")
        document = page.request.get(f"{site}/shop/compare/sandbox-3/production-us.json").json()
        parts = page.locator(".pair-bar li").all_inner_texts()
        both = document["in_both"]["first"]
        assert both + len(document["only_first"]) == document["first"]["rows"]
        assert parts[0].startswith(f"{both} ")
        page.get_by_role("link", name="Swap").click()
        page.wait_for_url("**/production-us/sandbox-3")
        swapped = page.request.get(f"{site}/shop/compare/production-us/sandbox-3.json").json()
        assert swapped["only_second"] == document["only_first"]
        assert sorted(page.locator(".pair-bar li").all_inner_texts()) == sorted(parts)

        page.get_by_role("button", name="Copy as CSV").click()
        expect(page.locator("#notice")).to_have_text("Copied")
        lines = page.evaluate("navigator.clipboard.readText()").splitlines()
        assert len(lines) == 1 + len(document["only_first"]) + len(document["only_second"]) + len(
            document["other_order"]
        )
        page.get_by_role("button", name="Copy as Markdown").click()
        expect(page.locator("#notice")).to_have_text("Copied")

        visit.go("/shop/compare/sandbox-3/sandbox-3")
        expect(page.locator("h1")).to_contain_text("have recorded the same")
        assert page.locator(".pair-bar li").count() == 1


@pytest.mark.acceptance(38)
def test_an_odd_order_of_the_same_rows_is_harmless(browser: Browser, tmp_path: Path):
    open_store(f"sqlite:///{tmp_path / 'store.db'}").close()
    site = Site(tmp_path / "store.db")
    site.release()
    site.seen("staging", *IN_STEP)
    site.seen("production", *reversed(IN_STEP[:2]), *IN_STEP[2:])
    settings = Settings(Secret("sqlite:///not-used.db"), (site.project,))
    app = create_app(settings, site.store, now=lambda: site.now, listening=Listening())
    with dashboard.serve(app) as address, visiting(browser, address, Cdn.ANSWERS) as visit:
        visit.go("/shop/compare/staging/production")
        expect(visit.page.locator("h1")).to_contain_text(
            "have recorded the same 4 migrations, 1 pair of them in another order"
        )
        visit.go("/shop")
        expect(visit.page.locator('.cells a[data-verdict="in-step"]')).to_have_count(2)
    site.store.close()


def test_a_row_of_the_fleet_leads_to_a_comparison(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        visit.go("/shop")
        visit.page.get_by_role("link", name="compare sandbox-3 with another").click()
        expect(visit.page.get_by_role("combobox", name="Compare", exact=True)).to_have_value("sandbox-3")
