"""The matrix in a browser: by keyboard, with and without JavaScript, wide and on a phone, in both themes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from app.config import Secret, Settings
from app.main import create_app
from app.store.engine import open_store
from tests.e2e.visit import Cdn, Visit, visiting
from tests.servers import dashboard
from tests.web.conftest import Site
from tests.web.matrix import fleet

PAGE = "/shop/matrix"
OPEN = f"{PAGE}?open=orders,users,tags"
PAGES = (OPEN, f"{PAGE}?q=nothing", f"{PAGE}?show=all&open=sites,tags")


def served(folder: Path, fill) -> Iterator[str]:
    file = folder / "store.db"
    open_store(f"sqlite:///{file}").close()
    site = Site(file)
    fill(site)
    settings = Settings(Secret("sqlite:///not-used.db"), (site.project,))
    with dashboard.serve(create_app(settings, site.store, now=lambda: site.now)) as address:
        yield address
    site.store.close()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Iterator[str]:
    """The address of a dashboard with a cell of every kind, whose clock stands still."""
    yield from served(tmp_path_factory.mktemp("matrix"), fleet.fill)


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Iterator[str]:
    """The address of a dashboard with more environments than there are columns."""
    yield from served(tmp_path_factory.mktemp("large"), lambda site: fleet.many(site, 130))


def cell(visit: Visit, environment: str, row: str) -> Locator:
    """The cell where a row meets a column."""
    heads = visit.page.locator(".matrix-environments th").all_inner_texts()
    at = heads.index(environment)
    return visit.page.locator(f'tr[data-app="{row}"], tr[data-key="{row}"]').locator("td").nth(at)


def focused(visit: Visit) -> str:
    """The name of what has the focus, as a screen reader says it."""
    return visit.page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()"
    )


@pytest.mark.acceptance(7)
def test_it_is_a_table_whose_cells_are_named(browser: Browser, shop: str):
    with visiting(browser, shop, Cdn.ANSWERS) as visit:
        visit.go(PAGE)
        table = visit.page.locator("migration-matrix table")
        assert table.locator("thead th[scope=col]").count() == 9
        assert table.locator("tbody th[scope=row]").count() == 4

        blocked = cell(visit, "sandbox-3", "orders")
        assert blocked.inner_text() == "missing dependency"
        blocked.focus()
        assert focused(visit) == "sandbox-3, orders: missing dependency"


@pytest.mark.acceptance(8)
def test_unfolding_adds_rows_without_a_page_load_and_the_address_keeps_them(browser: Browser, shop: str):
    with visiting(browser, shop, Cdn.ANSWERS) as visit:
        visit.go(PAGE)
        visit.await_htmx()
        visit.page.evaluate("window.same = true")
        app = visit.page.get_by_role("link", name="orders", exact=True)
        assert app.get_attribute("aria-expanded") == "false"
        app.click()
        expect(visit.page.locator('tr[data-key="orders.0001_initial"]')).to_be_visible()
        assert visit.path == f"{PAGE}?open=orders"
        visit.page.get_by_role("link", name="tags", exact=True).click()
        expect(visit.page.locator('tr[data-key="tags.0006_step"]')).to_be_visible()
        assert visit.path == f"{PAGE}?open=orders%2Ctags"
        assert visit.page.evaluate("window.same")
        pinned = visit.page.get_by_role("link", name="Copy pinned link").get_attribute("href") or ""
        assert "open=orders%2Ctags" in pinned

        visit.page.locator("#filter-verdict").select_option("blocked")
        expect(visit.page.locator(".matrix-environments th")).to_have_count(2)
        assert "open=orders%2Ctags" in visit.path
        assert visit.page.locator('tr[data-key="tags.0001_step"]').count() == 0
        visit.page.reload()
        expect(visit.page.locator('tr[data-key="orders.0001_initial"]')).to_be_visible()
        visit.page.go_back()
        expect(visit.page.locator(".matrix-environments th")).to_have_count(8)
        expect(visit.page.locator('tr[data-key="tags.0006_step"]')).to_be_visible()
        visit.await_htmx()


@pytest.mark.acceptance(9)
def test_the_keyboard_goes_everywhere(browser: Browser, shop: str):
    with visiting(browser, shop, Cdn.ANSWERS) as visit:
        visit.go(PAGE)
        visit.await_htmx()
        page, press = visit.page, visit.page.keyboard.press
        page.evaluate("document.body.focus()")
        press("n")
        assert focused(visit) == "qa-eu, orders: missing dependency"
        press("n")
        press("n")
        assert focused(visit) == "production-eu, orders: 1 pending"
        press("N")
        assert focused(visit) == "sandbox-3, orders: missing dependency"
        press("Space")
        expect(page.locator('tr[data-key="orders.0001_initial"]')).to_be_visible()
        expect(cell(visit, "sandbox-3", "orders")).to_be_focused()
        press("ArrowDown")
        assert focused(visit) == "sandbox-3, orders.0001_initial: missing dependency"
        press("End")
        assert focused(visit) == "edge-1, orders.0001_initial: applied"
        press("ArrowLeft")
        press("ArrowLeft")
        assert focused(visit) == "away, orders.0001_initial: no fresh data"
        press("Home")
        press("ArrowUp")
        assert focused(visit) == "orders"
        press("ArrowRight")
        press("ArrowUp")
        assert focused(visit) == "qa-eu"
        press("ArrowDown")
        press("ArrowDown")
        press("Space")
        expect(page.locator('tr[data-key="orders.0001_initial"]')).to_have_count(0)
        expect(cell(visit, "qa-eu", "orders")).to_be_focused()
        press("Space")
        expect(page.locator('tr[data-key="orders.0001_initial"]')).to_be_visible()
        press("ArrowDown")
        press("Enter")
        page.wait_for_url("**/environments/qa-eu*")
        assert visit.path == "/shop/environments/qa-eu?focus=orders.0001_initial"


def test_the_table_is_one_stop_of_the_tab_key(browser: Browser, shop: str):
    with visiting(browser, shop, Cdn.ANSWERS) as visit:
        visit.go(OPEN)
        assert visit.page.locator("migration-matrix [tabindex='0']").count() == 1
        visit.page.get_by_label("Finding").focus()
        visit.page.keyboard.press("Tab")
        assert focused(visit) == "qa-eu, orders: missing dependency"
        visit.page.keyboard.press("Tab")
        assert focused(visit) == "1 app is the same wherever they were seen"
        visit.page.keyboard.press("Tab")
        assert not visit.page.evaluate("document.activeElement.closest('migration-matrix') !== null")


def test_letters_can_be_turned_off_and_lead_here(browser: Browser, shop: str):
    with visiting(browser, shop, Cdn.ANSWERS) as visit:
        visit.go("/shop")
        visit.page.keyboard.press("g")
        visit.page.keyboard.press("m")
        visit.page.wait_for_url(f"**{PAGE}")
        visit.page.evaluate("document.documentElement.dataset.keys = 'off'")
        visit.page.keyboard.press("n")
        assert visit.page.evaluate("document.activeElement === document.body")
        visit.page.evaluate("delete document.documentElement.dataset.keys")
        visit.page.get_by_role("searchbox").fill("n")
        visit.page.get_by_role("searchbox").press("n")
        assert visit.page.get_by_role("searchbox").input_value() == "nn"


def test_without_javascript_it_unfolds_and_filters(browser: Browser, shop: str):
    with visiting(browser, shop, Cdn.ANSWERS, java_script_enabled=False) as visit:
        visit.go(PAGE)
        visit.page.get_by_role("link", name="tags", exact=True).click()
        assert visit.path == f"{PAGE}?open=tags"
        expect(visit.page.locator('tr[data-key="tags.0006_step"]')).to_be_visible()
        visit.page.get_by_role("searchbox").fill("sandbox")
        visit.page.get_by_role("button", name="Filter").click()
        expect(visit.page.locator(".matrix-environments th")).to_have_count(1)
        expect(visit.page.locator('tr[data-key="tags.0006_step"]')).to_have_count(0)
        visit.page.get_by_role("link", name="sandbox-3").click()
        assert visit.path == "/shop/environments/sandbox-3"


def test_nothing_is_in_the_way_of_reading_it(browser: Browser, shop: str):
    with visiting(browser, shop, Cdn.ANSWERS) as visit:
        paths = [*PAGES]
        for path in paths:
            visit.go(path)
            for width in (1440, 1024, 390):
                visit.page.set_viewport_size({"width": width, "height": 900})
                assert not visit.excess_width(), (path, width)
            if path == OPEN:
                first = visit.page.locator("tbody th").first.bounding_box() or {}
                assert first["width"] == 180
                assert visit.objections_in_both_themes() == [], path
                paths.append(
                    visit.page.get_by_role("link", name="Copy pinned link").get_attribute("href") or ""
                )
            visit.page.set_viewport_size({"width": 1440, "height": 900})
            assert visit.objections_in_both_themes() == [], path


def test_head_and_first_column_stay_while_it_scrolls(browser: Browser, shop: str):
    with visiting(browser, shop, Cdn.ANSWERS) as visit:
        visit.page.set_viewport_size({"width": 390, "height": 500})
        visit.go(OPEN)
        matrix = visit.page.locator("migration-matrix")
        name = visit.page.get_by_role("link", name="orders", exact=True)
        before = (name.bounding_box() or {})["x"]
        matrix.evaluate("(it) => it.scrollTo(60, 100)")
        assert (name.bounding_box() or {})["x"] == before
        head = visit.page.locator(".matrix-environments th").nth(3).bounding_box() or {}
        top = (matrix.bounding_box() or {})["y"]
        assert top <= head["y"] <= top + 40


def test_without_colours_and_on_paper_everything_is_there(browser: Browser, shop: str):
    with visiting(browser, shop, Cdn.ANSWERS, forced_colors="active", reduced_motion="reduce") as visit:
        visit.go(OPEN)
        assert visit.objections() == []
        style = cell(visit, "qa-eu", "orders").evaluate("(it) => getComputedStyle(it).outlineStyle")
        assert style == "solid"
        hatch = cell(visit, "away", "orders").evaluate("(it) => getComputedStyle(it).backgroundImage")
        assert "repeating-linear-gradient" in hatch
        visit.page.emulate_media(media="print", forced_colors="none")
        assert visit.page.locator(".filter-form").is_hidden()
        matrix = visit.page.locator("migration-matrix")
        assert matrix.evaluate("(it) => getComputedStyle(it).overflow") == "visible"


def test_equal_environments_share_a_column_that_says_whose_it_is(browser: Browser, large: str):
    with visiting(browser, large, Cdn.ANSWERS) as visit:
        visit.go(f"{PAGE}?open=orders")
        assert visit.objections() == []
        cell(visit, "behind × 7", "orders").focus()
        assert focused(visit) == "e000, e020 and 5 more, orders: 1 pending"
        visit.page.get_by_role("link", name="behind × 7").click()
        assert visit.path == f"{PAGE}?open=orders#column-2"
        expect(visit.page.locator("#column-2")).to_be_in_viewport()
        expect(visit.page.locator("#column-2").get_by_role("link", name="e040")).to_be_visible()

        visit.go(f"{PAGE}?q=env:e0&open=orders")
        expect(visit.page.locator(".matrix-environments th")).to_have_count(100)
        for width in (1440, 390):
            visit.page.set_viewport_size({"width": width, "height": 900})
            assert not visit.excess_width()
