"""Environments with several databases or schemas in a real browser: tabs, rows of schemas, the form for one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.config import Secret, Settings
from app.main import create_app
from app.store.engine import open_store
from app.web.server.door import Listening
from tests.e2e.visit import Cdn, visiting
from tests.servers import dashboard
from tests.web.conftest import Site
from tests.web.parts import with_tenants, with_two_databases

STAGING, PRODUCTION = "/shop/environments/staging", "/shop/environments/production"
PATHS = ("/shop", STAGING, f"{STAGING}?database=default", PRODUCTION, f"{PRODUCTION}?schema=tenant_07")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard with an environment of two databases, and one of forty schemas."""
    file = tmp_path_factory.mktemp("parts") / "store.db"
    open_store(f"sqlite:///{file}").close()
    site = with_tenants(with_two_databases(Site(Path(shutil.copy(file, file.with_name("copy.db"))))))
    app = create_app(
        Settings(Secret("sqlite:///not-used.db"), (site.project,)),
        site.store,
        now=lambda: site.now,
        listening=Listening(),
    )
    with dashboard.serve(app) as address:
        yield address
    site.store.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_parts_fit_the_screen_and_are_accessible(browser: Browser, parts: str, width: int):
    problems = []
    size = {"width": width, "height": 900}
    with visiting(browser, parts, Cdn.ANSWERS, viewport=size) as visit:
        for path in PATHS:
            visit.go(path)
            if visit.excess_width():
                problems.append((path, visit.excess_width()))
            problems += visit.objections_in_both_themes()

    assert problems == []


def test_from_the_fleet_to_one_schema_and_back(browser: Browser, parts: str):
    with visiting(browser, parts, Cdn.ANSWERS) as visit:
        visit.go("/shop")
        visit.page.get_by_role("link", name="production", exact=True).click()
        assert (
            visit.page.get_by_role("heading", level=1).inner_text().startswith("2 of 40 schemas are blocked")
        )

        visit.page.get_by_label("Schema", exact=True).fill("tenant_30")
        visit.page.get_by_role("button", name="Open").click()
        visit.page.get_by_text("production, schema tenant_30").wait_for()

        visit.page.get_by_role("link", name="All schemas of production").click()
        visit.page.get_by_role("textbox", name="Schema").wait_for()
        assert visit.page.locator(".schema-row").count() == 4


def test_a_tab_leads_to_the_other_database(browser: Browser, parts: str):
    with visiting(browser, parts, Cdn.ANSWERS) as visit:
        visit.go(STAGING)
        tabs = visit.page.get_by_role("navigation", name="Databases")
        tabs.get_by_role("link", name="default").click()

        visit.page.get_by_role(
            "heading", name="staging, database default, has everything v1.2 has."
        ).wait_for()
