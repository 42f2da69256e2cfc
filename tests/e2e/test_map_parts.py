"""What stands on and around the map: minimap, selection, the other environment, pictures, edges, light, keys."""

import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.visit import Cdn, Visit, visiting

PAGE = "/shop/environments/sandbox-3"
ORDER = "orders.0001_initial"
UNIQUE_ID = "users.0010_add_unique_id_migration"

SIGNS = """
() => {
  const map = document.querySelector("migration-map").map;
  const nodes = map.nodes.filter((node) => !node.more);
  const signs = (node) => [node.status, ...(node.marks ?? []), ...(node.other ? [node.other] : [])];
  return [...new Set(nodes.flatMap(signs)),
    ...(nodes.some((node) => node.other) ? ["other"] : []),
    ...(map.edges.some((edge) => edge.violated) ? ["violated"] : [])].sort();
}
"""
"""The statuses, marks and kinds of lines that are drawn."""

MAP = "(name) => document.querySelector('migration-map').map[name]"
DIMMED = "() => document.querySelectorAll('.map-card.is-dim').length"


def box_of(element: Locator) -> tuple[float, float, float, float]:
    box = element.bounding_box()
    assert box
    return box["x"], box["y"], box["width"], box["height"]


def overlap(one: Locator, other: Locator) -> bool:
    (x, y, w, h), (left, top, width, height) = box_of(one), box_of(other)
    return x < left + width and left < x + w and y < top + height and top < y + h


def signs_of_the_legend(page: Page) -> list[str]:
    names = page.locator(".map-sign").evaluate_all("(signs) => signs.map((sign) => sign.dataset.name)")
    return sorted(names)


def the_minimap_shows_the_release_and_moves_the_window(visit: Visit) -> None:
    page = visit.page
    visit.go(PAGE)
    drawn = visit.await_map()
    minimap = drawn.locator(".map-overview")
    counts = page.evaluate(MAP, "counts")
    expect(minimap).to_have_text(f"the window: {counts['shown']} of {counts['total']}")
    assert minimap.get_attribute("aria-hidden") == "true"
    assert box_of(minimap.locator("canvas"))[2:] == (168, 66)
    for key in (ORDER, UNIQUE_ID):
        assert not overlap(minimap, drawn.locator(f'.map-card[data-id="{key}"]'))
    assert sum(counts[name] for name in ("shown", "capsuled", "folded")) == counts["total"]
    assert signs_of_the_legend(page) == page.evaluate(SIGNS)

    x, y, w, h = box_of(minimap.locator(".map-overview-frame"))
    left, top, _, _ = box_of(minimap)
    page.mouse.move(x + w / 2, y + h / 2)
    page.mouse.down()
    page.mouse.move(left + 8, top + 60, steps=3)
    page.mouse.up()
    expect(page).to_have_url(re.compile("focus="))
    key = visit.path.partition("focus=")[2]
    expect(visit.await_map().locator(f'.map-card[data-id="{key}"]')).to_be_visible()
    expect(page.locator("#panel")).to_have_attribute("data-key", key)


def hover_and_choice_light_the_kin(visit: Visit) -> None:
    page = visit.page
    visit.go(f"{PAGE}?view=differs")
    drawn = visit.await_map()
    assert page.evaluate(DIMMED) == 0
    drawn.locator(f'.map-card[data-id="{UNIQUE_ID}"]').hover()
    lit = page.evaluate(DIMMED)
    assert 0 < lit < drawn.locator(".map-card").count()
    page.mouse.move(2, 2)
    assert page.evaluate(DIMMED) == 0
    drawn.focus()
    page.keyboard.press("n")
    expect(drawn.locator(f'.map-card[data-id="{ORDER}"]')).to_be_focused()
    assert page.evaluate(DIMMED) > 0
    page.keyboard.press("Escape")
    assert page.evaluate(DIMMED) == 0


def words_select_on_map_and_table(visit: Visit) -> None:
    page = visit.page
    visit.go(PAGE)
    visit.await_map()
    visit.await_htmx()
    page.locator("#map-q").fill("1+orders.0001")
    page.locator("#map-q").press("Enter")
    expect(page.locator(".map-said").first).to_contain_text("selected by 1+orders.0001.")
    assert "q=1%2Borders.0001" in visit.path
    visit.await_map()
    cards = page.locator(".map-card:not(.is-capsule, .is-more)")
    keys = sorted(card.get_attribute("data-id") or "" for card in cards.all())
    assert {ORDER, UNIQUE_ID} <= set(keys)

    page.locator('[data-as="table"]').click()
    expect(page.locator("#map-section")).to_have_attribute("aria-label", "Table")
    rows = page.locator(".migration-rows tbody th a:not([title])").all_inner_texts()
    assert sorted(rows) == keys

    page.go_back()
    visit.await_map()
    page.locator(".map-examples summary").click()
    page.get_by_role("link", name=f"+{ORDER}", exact=True).click()
    expect(page.locator("#map-q")).to_have_value(f"+{ORDER}")
    visit.await_map()
    visit.go(f"{PAGE}?q=%2Borders.0099")
    expect(page.locator(".map-problem")).to_have_text("No migration here is called orders.0099.")
    visit.await_map()


def another_environment_is_a_second_mark(visit: Visit) -> None:
    page = visit.page
    visit.go(PAGE)
    page.locator('.map-choosing select[name="with"]').select_option("staging")
    page.locator(".map-choosing button").click()
    page.wait_for_url("**with=staging*")
    drawn = visit.await_map()
    sign = drawn.locator(f'.map-card[data-id="{UNIQUE_ID}"] .map-other')
    expect(sign).to_have_attribute("data-status", "applied")
    assert "in staging applied" in (
        drawn.locator(f'.map-card[data-id="{UNIQUE_ID}"]').get_attribute("aria-label") or ""
    )
    assert signs_of_the_legend(page) == page.evaluate(SIGNS)
    expect(page.locator(".map-said")).to_contain_text("differ in staging")
    pinned = page.get_by_role("link", name="Copy pinned link").get_attribute("href") or ""
    page.locator('[data-as="table"]').click()
    row = page.locator(".migration-rows tbody tr").filter(has_text="0010_add_unique_id_migration").first
    expect(page.get_by_role("columnheader", name="In staging")).to_be_visible()
    expect(row.locator("td").nth(1)).to_have_text("applied")
    assert re.search(r"with=staging~[0-9a-f]{10}|with=staging%7E[0-9a-f]{10}", pinned)
    visit.go(pinned)
    expect(visit.await_map().locator(f'.map-card[data-id="{UNIQUE_ID}"] .map-other')).to_be_visible()
    expect(page.locator(".map-choosing")).to_have_count(0)


def the_pickers_lead_to_release_and_snapshot(visit: Visit) -> None:
    page = visit.page
    visit.go(PAGE)
    page.locator('.map-choosing select[name="release"]').select_option("v1.1")
    page.locator(".map-choosing button").click()
    page.wait_for_url("**release=v1.1*")
    expect(page.locator('.map-choosing select[name="release"]')).to_have_value("v1.1")


def the_map_is_saved_as_it_is_shown(visit: Visit) -> None:
    visit.go(f"{PAGE}?q=app:orders")
    for name, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        link = visit.page.locator(".map-pictures").get_by_role("link", name=name)
        with urlopen(visit.site + (link.get_attribute("href") or "")) as answer:  # noqa: S310 - our own server
            content = answer.read()
            assert content.lstrip().startswith(start)
            assert "attachment" in answer.headers["Content-Disposition"]
        assert b"users" not in content or name == "PNG"


@pytest.mark.acceptance(15, 16)
def test_the_parts_of_the_map(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        the_minimap_shows_the_release_and_moves_the_window(visit)
        hover_and_choice_light_the_kin(visit)
        words_select_on_map_and_table(visit)
        another_environment_is_a_second_mark(visit)
        the_pickers_lead_to_release_and_snapshot(visit)
        the_map_is_saved_as_it_is_shown(visit)


def test_an_opened_capsule_keeps_its_place_and_edges_count_what_is_beyond(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, reduced_motion="reduce") as visit:
        page = visit.page
        visit.go(PAGE)
        drawn = visit.await_map()
        visit.await_htmx()
        capsule = drawn.locator(".map-card.is-capsule").first
        x, y, w, h = box_of(capsule)
        capsule.click()
        expect(page).to_have_url(re.compile("focus="))
        key = visit.path.partition("focus=")[2]
        card = page.locator(f'migration-map[data-ready] .map-card[data-id="{key}"]')
        expect(card).to_be_visible()
        left, top, width, height = box_of(card)
        assert abs(left + width / 2 - x - w / 2) <= 2
        assert abs(top + height / 2 - y - h / 2) <= 2

        visit.go(PAGE)
        drawn = visit.await_map()
        for _ in range(4):
            page.locator('[data-zoom="in"]').click()
        more = drawn.locator('.map-more[data-side="right"]')
        expect(more).to_have_text(re.compile(r"^\d+ more ›$"))
        before = int(more.inner_text().split()[0])
        more.click()
        expect(more).not_to_have_text(f"{before} more ›")
        expect(drawn.locator('.map-more[data-side="left"]')).to_have_text(re.compile(r"^‹ \d+ more$"))


def test_the_parts_of_the_map_without_a_script_and_on_a_phone(browser: Browser, site: str):
    with visiting(browser, site, Cdn.BLOCKED, java_script_enabled=False) as visit:
        page = visit.page
        visit.go(PAGE)
        page.locator("#map-q").fill("users.0010..orders.0001")
        page.get_by_role("button", name="Select").click()
        expect(page.locator("svg.map-svg a:not(.map-svg-capsule, .map-svg-more) title")).to_have_count(2)
        expect(page.locator(".migration-rows tbody th").filter(has_text="0010")).to_be_visible()
        page.locator('.map-choosing select[name="with"]').select_option("staging")
        page.locator(".map-choosing button").click()
        expect(page.locator("svg.map-svg .map-svg-other").first).to_be_visible()
        assert "q=users.0010" in visit.path
        expect(page.get_by_role("columnheader", name="In staging")).to_be_visible()

    dark = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
    with visiting(browser, site, Cdn.ANSWERS, **dark) as visit:
        visit.go(f"{PAGE}?q=%2Borders.0001&with=staging")
        assert visit.excess_width() == 0
        assert visit.objections() == []
        expect(visit.page.locator(".map-overview")).to_have_count(0)
