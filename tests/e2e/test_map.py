"""The map's dots and its table in a real browser: names, the filter, the panel of a row; on a phone what is in view."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from app.config import Environment, Project, Secret, Settings
from app.domain.findings import Verdict
from app.domain.map.panels import MAX_ELEMENTS
from app.main import create_app
from app.store import releases, snapshots
from app.store.engine import open_store
from tests.domain.map.maps import made_up
from tests.e2e.visit import Cdn, Visit, visiting
from tests.servers import dashboard

PAGE = "/shop/environments/sandbox-3"
ALL = f"{PAGE}?view=all"
NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)

MAP = "(name) => document.querySelector('migration-map').map[name]"

PLACE = """
(app) => {
  const map = document.querySelector("migration-map");
  const node = map.map.nodes.find((node) => node.app === app && !node.kind);
  const [zoom, pan, box] = [map.cy.zoom(), map.cy.pan(), map.getBoundingClientRect()];
  return [box.x + node.x * zoom + pan.x, box.y + node.y * zoom + pan.y, node.id];
}
"""
"""Where the first dot of an app is on the screen, and its key."""

NEXT_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def ends_at(element: Locator) -> float:
    box = element.bounding_box()
    assert box
    return box["x"] + box["width"]


def place_of(visit: Visit, app: str) -> tuple[float, float, str]:
    visit.await_map().scroll_into_view_if_needed()
    visit.page.evaluate(NEXT_FRAMES)  # cytoscape learns of the scrolling by its event
    x, y, key = visit.page.evaluate(PLACE, app)
    return x, y, key


def test_a_dot_has_a_name_by_pointer_and_keyboard_and_a_row_its_panel(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        page = visit.page
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if "map.json" in request.url else None)
        visit.go(ALL)
        visit.await_map()
        assert len(asked) == 1  # with the page, and not again
        x, y, key = place_of(visit, "catalog")
        page.mouse.move(x, y)
        expect(page.locator(".map-tip")).to_contain_text(f"{key}applied")
        page.locator("migration-map").focus()
        page.keyboard.press("n")
        expect(page.locator(".map-tip")).to_contain_text("orders.0001_initialmissing dependency")

        visit.go(f"{ALL}&as=table")
        visit.await_htmx()
        expect(page.locator(".migration-rows tbody tr").first).to_contain_text("missing dependency")
        assert ends_at(page.locator(".migration-rows").first) <= 1440 - 312
        beside, panel = (page.locator(name).bounding_box() for name in (".map-table", "#panel"))
        assert beside
        assert panel
        assert (panel["y"], panel["x"]) == (beside["y"], beside["x"] + beside["width"])
        page.get_by_role("searchbox", name=re.compile("Filter .* migrations")).fill("app:users 0010")
        expect(page.locator(".migration-rows tbody tr")).to_have_count(1)
        assert "q=app%3Ausers" in visit.path
        page.locator(".migration-rows tbody th a").click()
        expect(page.locator("#panel h2")).to_have_text("users.0010_add_unique_id_migration")
        assert "focus=users.0010_add_unique_id_migration" in visit.path
        assert "q=app" in visit.path


def test_on_a_touch_screen_the_first_tap_names_a_dot_and_the_second_opens_it(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, has_touch=True) as visit:
        visit.go(ALL)
        visit.await_htmx()
        before = visit.path
        x, y, key = place_of(visit, "catalog")
        visit.page.touchscreen.tap(x, y)
        expect(visit.page.locator(".map-tip")).to_contain_text(key)
        assert visit.path == before
        visit.page.touchscreen.tap(x, y)
        expect(visit.page.locator("#panel h2")).to_have_text(key)


def test_on_a_phone_the_status_of_a_row_and_the_pin_of_the_finding_are_in_view(browser: Browser, site: str):
    for script in (True, False):
        phone = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": script}
        with visiting(browser, site, Cdn.ANSWERS, **phone) as visit:
            visit.go(f"{ALL}&as=table")
            assert ends_at(visit.page.locator(".migration-rows tbody td .status").first) <= 390
            pin = visit.page.locator(".timeline-pin use").first
            assert 0 < ends_at(pin) <= 390


@pytest.mark.acceptance(21)
def test_of_three_thousand_migrations_the_window_draws_120_marks_at_most(browser: Browser, tmp_path: Path):
    drift = made_up(3, 3_000)
    assert len(drift.release.migrations) == 3_000
    assert drift.verdict is Verdict.BLOCKED
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    with store.writing() as session:
        releases.add(session, "shop", drift.release, label="v1", at=NOW)
        snapshots.add(session, "shop", "sandbox-3", drift.history, at=NOW)
    project = Project("shop", "Shop", environments=(Environment("sandbox-3", ()),))
    app = create_app(Settings(Secret("sqlite:///unused"), (project,)), store, now=lambda: NOW)
    with dashboard.serve(app) as address, visiting(browser, address, Cdn.ANSWERS) as visit:
        visit.go(PAGE)
        drawn = visit.await_map()
        nodes, edges = (visit.page.evaluate(MAP, name) for name in ("nodes", "edges"))
        counts = visit.page.evaluate(MAP, "counts")
        cards = drawn.locator(".map-card").count()

    assert 0 < cards <= len(nodes)
    assert len(nodes) + len(edges) <= MAX_ELEMENTS
    assert counts["total"] >= 3_000
    assert counts["shown"] + counts["capsuled"] + counts["folded"] == counts["total"]
