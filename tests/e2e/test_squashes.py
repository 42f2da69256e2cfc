"""The squashes of a release in a browser: in both themes, wide and on a phone, with and without JavaScript."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.config import Secret, Settings
from app.main import create_app
from app.store.engine import open_store
from tests.e2e.visit import Cdn, visiting
from tests.servers import dashboard
from tests.web.conftest import Site
from tests.web.squashes import shop

PAGE = "/shop/squashes"
PAGES = (PAGE, f"{PAGE}?release=v3.0", f"{PAGE}?release=v1.0", f"{PAGE}?q=nothing", f"{PAGE}?show=not-known")


@pytest.fixture(scope="module")
def squashed(tmp_path_factory) -> Iterator[str]:
    """The address of a dashboard with squashes in every stage, whose clock stands still."""
    file: Path = tmp_path_factory.mktemp("squashes") / "store.db"
    open_store(f"sqlite:///{file}").close()
    site = shop.fill(Site(file))
    settings = Settings(Secret("sqlite:///not-used.db"), (site.project,))
    with dashboard.serve(create_app(settings, site.store, now=lambda: site.now)) as address:
        yield address
    site.store.close()
    shutil.rmtree(file.parent)


def test_nothing_is_in_the_way_of_reading_it(browser: Browser, squashed: str):
    with visiting(browser, squashed, Cdn.ANSWERS) as visit:
        paths = [*PAGES]
        for path in paths:
            visit.go(path)
            for width in (1440, 390):
                visit.page.set_viewport_size({"width": width, "height": 900})
                assert visit.objections_in_both_themes() == [], (path, width)
                assert not visit.excess_width(), (path, width)
            if path == PAGE:
                pinned = visit.page.get_by_role("link", name="Copy pinned link").get_attribute("href") or ""
                paths.append(pinned)


def test_the_list_follows_what_is_typed(browser: Browser, squashed: str):
    with visiting(browser, squashed, Cdn.ANSWERS) as visit:
        visit.go(PAGE)
        visit.await_htmx()
        visit.page.get_by_role("searchbox").fill("cms")

        expect(visit.page.get_by_role("article")).to_have_count(1)
        assert "q=cms" in visit.path
        visit.page.get_by_label("Release").select_option("v3.0")
        expect(visit.page.get_by_role("heading", level=1)).to_contain_text("taken apart too early")


def test_without_javascript_the_form_is_sent(browser: Browser, squashed: str):
    with visiting(browser, squashed, Cdn.ANSWERS, java_script_enabled=False) as visit:
        visit.go(PAGE)
        visit.page.get_by_role("searchbox").fill("apac")
        visit.page.get_by_role("button", name="Filter").click()

        expect(visit.page.get_by_role("article")).to_have_count(1)
        expect(visit.page.locator("pre", has_text="python manage.py migrate orders")).to_be_visible()


def test_from_a_card_to_the_environment_that_holds_it(browser: Browser, squashed: str):
    with visiting(browser, squashed, Cdn.ANSWERS) as visit:
        visit.go(PAGE)
        visit.page.get_by_role("link", name="production-apac").first.click()

        assert visit.path == "/shop/environments/production-apac"
