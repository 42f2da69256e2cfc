"""
The demo's story in a real browser: the fleet, the blocked sandbox, the violated edge on the map, the pinned address.

Every visit ends without an error in the console and without a violation of the Content-Security-Policy: see `visiting`.
"""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain.map.panels import MAX_ELEMENTS
from tests.e2e.cdn import CDN, URLS
from tests.e2e.visit import Cdn, Visit, visiting
from tests.story import MESSAGE

ORDER = "orders.0001_initial"
UNIQUE_ID = "users.0010_add_unique_id_migration"
SENTENCE = f"Django refuses every migrate: {ORDER} is applied, but {UNIQUE_ID}, which it depends on, is not."

COPIES = {entry["local"].rpartition("/")[2] for entry in CDN.values()}

VIOLATED = """
() => document.querySelector("migration-map").cy.edges(".violated").map((edge) => ({
  source: edge.source().id(), target: edge.target().id(), colour: edge.style("line-color"),
}))
"""

PAINTED = """
([red, green, blue]) => [...document.querySelectorAll("migration-map canvas")].map((canvas) => {
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
  copy.drawImage(canvas, 0, 0);
  const {data} = copy.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue && data[at + 3] === 255) count++;
  }
  return count;
}).reduce((one, other) => one + other, 0)
"""
"""The number of pixels of the drawn map with exactly this colour."""

TOKEN = """(name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"""


@pytest.fixture
def visit(browser: Browser, site: str, cdn: Cdn, request: pytest.FixtureRequest):
    is_story = request.function is test_the_story
    # Only where nothing is loaded yet the browser asks the CDN.
    with visiting(browser, site, cdn, own=is_story) as visit:
        yield visit


def red(page: Page) -> list[int]:
    """The colour of a missing dependency on this page, as red, green, blue."""
    return list(bytes.fromhex(page.evaluate(TOKEN, "--status-missing-dependency").removeprefix("#")))


def to_the_sandbox(visit: Visit) -> None:
    """Go from the first page to the blocked sandbox, by clicks."""
    visit.go("/")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(
        "3 of 15 environments are blocked, all by one missing row."
    )
    visit.page.get_by_role("main").get_by_role("link", name=re.compile("^sandbox-3$")).click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(SENTENCE)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element with this selector has the focus."""
    for _ in range(60):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never comes to {selector}")


@pytest.mark.parametrize("cdn", [Cdn.ANSWERS, Cdn.BLOCKED])
@pytest.mark.acceptance(10, 12, 17, 18)
def test_the_story(visit: Visit):
    page = visit.page
    to_the_sandbox(visit)
    drawn = visit.await_map()
    card = drawn.locator(f'.map-card[data-id="{ORDER}"]')
    panel = page.locator("#panel")

    # The violated edge is the only one, and it is painted.
    (edge,) = page.evaluate(VIOLATED)
    assert (edge["source"], edge["target"]) == (ORDER, UNIQUE_ID)
    assert edge["colour"] == f"rgb({','.join(map(str, red(page)))})"
    assert page.evaluate(PAINTED, red(page)) > 100
    expect(drawn.locator(".map-label")).to_have_text("needs, no row")

    # By keyboard: to the map, to the finding, to what it needs.
    tab_to(page, "migration-map")
    page.keyboard.press("n")
    expect(card).to_be_focused()
    expect(drawn.locator("[aria-live]")).to_have_text(
        f"{ORDER}, missing dependency, irreversible, its dependency {UNIQUE_ID} has no row"
    )
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading")).to_have_text(ORDER)
    expect(page).to_have_url(f"{visit.site}/shop/environments/sandbox-3?focus={ORDER}")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading")).to_have_text(UNIQUE_ID)
    expect(panel).to_contain_text("no row")
    expect(page).to_have_url(f"{visit.site}/shop/environments/sandbox-3?focus={UNIQUE_ID}")

    # By mouse: the same panel, the same address.
    card.click()
    expect(panel.get_by_role("heading")).to_have_text(ORDER)
    expect(page).to_have_url(f"{visit.site}/shop/environments/sandbox-3?focus={ORDER}")

    # Both libraries came from where they should.
    if visit.cdn is Cdn.ANSWERS:
        assert (set(visit.answered), visit.at_home) == (set(URLS), [])
    else:
        assert (set(visit.asked), visit.answered, set(visit.at_home)) == (set(URLS), [], COPIES)

    # The pinned address shows the same, also after a reload.
    visit.go(page.get_by_role("link", name="Copy pinned link").get_attribute("href") or "")
    pinned = visit.path
    assert re.fullmatch(
        rf"/shop/environments/sandbox-3/at/\d{{4}}-\d\d-\d\dT\d{{4}}Z~[0-9a-f]{{10}}/against/v1\.2~[0-9a-f]{{10}}"
        rf"\?sql=sqlite(&focus={re.escape(ORDER)})?",
        pinned,
    )
    visit.await_map().locator(f'.map-card[data-id="{UNIQUE_ID}"]').click()
    expect(panel.get_by_role("heading")).to_have_text(UNIQUE_ID)
    expect(page).to_have_url(re.compile(re.escape(f"&focus={UNIQUE_ID}") + "$"))
    why = page.locator("#reasons")  # asked for apart: what is known of the code grows
    expect(why).to_contain_text("this dependency")
    address, text, marks = visit.path, page.get_by_role("main").inner_text(), positions(page)
    page.reload()
    visit.await_map()
    expect(panel.get_by_role("heading")).to_have_text(UNIQUE_ID)
    expect(why).to_contain_text("this dependency")
    assert (visit.path, page.get_by_role("main").inner_text(), positions(page)) == (address, text, marks)
    assert MESSAGE in text


def positions(page: Page) -> dict[str, list[int]]:
    """The position of every mark of the map, by id."""
    return page.evaluate(
        "() => Object.fromEntries(document.querySelector('migration-map').cy.nodes()"
        ".map((node) => [node.id(), [node.position('x'), node.position('y')]]))"
    )


@pytest.mark.parametrize("cdn", [Cdn.ALTERED])
def test_bytes_that_are_not_the_pinned_ones_never_run(visit: Visit):
    to_the_sandbox(visit)
    visit.await_map().locator(f'.map-card[data-id="{UNIQUE_ID}"]').click()
    expect(visit.page.locator("#panel").get_by_role("heading")).to_have_text(UNIQUE_ID)

    assert set(visit.answered) == set(URLS)
    assert set(visit.at_home) == COPIES
    assert visit.page.evaluate("window.altered") is None


@pytest.mark.parametrize("cdn", [Cdn.ANSWERS])
@pytest.mark.acceptance(11)
def test_both_ends_of_the_violated_edge_are_in_sight_without_scrolling(visit: Visit):
    visit.go("/shop/environments/sandbox-3")
    visit.await_map()
    gutter = visit.page.locator(".map-gutter").bounding_box()
    box = visit.page.locator("migration-map").bounding_box()
    assert gutter
    assert box
    left = gutter["x"] + gutter["width"]

    for key in (ORDER, UNIQUE_ID):
        card = visit.page.locator(f'.map-card[data-id="{key}"]').bounding_box()
        assert card
        assert card["x"] >= left
        assert card["x"] + card["width"] <= box["x"] + box["width"]
        assert box["y"] <= card["y"]
        assert card["y"] + card["height"] <= min(box["y"] + box["height"], 900)


ASKED_FOR = """
() => performance.getEntriesByType("resource")
  .filter((entry) => new URL(entry.name).pathname.endsWith("/map.json"))
  .map((entry) => entry.decodedBodySize)
"""
"""The size of each answer with the data of the map, in bytes."""


@pytest.mark.parametrize("cdn", [Cdn.ANSWERS])
@pytest.mark.acceptance(11)
def test_the_map_is_drawn_after_one_small_answer(visit: Visit):
    visit.go("/shop/environments/sandbox-3")
    visit.await_map()
    (size,) = visit.page.evaluate(ASKED_FOR)
    nodes, edges = (
        visit.page.evaluate(f"document.querySelector('migration-map').map.{name}.length")
        for name in ("nodes", "edges")
    )

    assert 0 < size <= 40_000
    assert 0 < nodes + edges <= MAX_ELEMENTS


@pytest.mark.parametrize("cdn", [Cdn.ANSWERS])
@pytest.mark.acceptance(13)
def test_every_arrow_points_left(visit: Visit):
    visit.go("/shop/environments/sandbox-3?view=all")
    visit.await_map()
    steps = visit.page.evaluate(
        """() => {
          const { map, places } = document.querySelector("migration-map");
          return map.edges.map((edge) => places.get(edge.source).x - places.get(edge.target).x);
        }"""
    )

    assert len(steps) >= 37
    assert min(steps) > 0


@pytest.mark.parametrize("cdn", [Cdn.ANSWERS])
@pytest.mark.acceptance(14)
def test_two_loads_give_the_same_map_and_two_environments_the_same_lanes(visit: Visit):
    def drawn(slug: str) -> bytes:
        return visit.page.request.get(f"{visit.site}/shop/environments/{slug}/map.json?view=all").body()

    first, second = drawn("sandbox-3"), drawn("production-us")
    assert drawn("sandbox-3") == first
    assert first != second
    lanes = [
        [(lane["app"], lane["y"]) for lane in json.loads(document)["lanes"]] for document in (first, second)
    ]
    assert lanes[0] == lanes[1]


@pytest.mark.parametrize("cdn", [Cdn.ANSWERS])
@pytest.mark.acceptance(19)
def test_the_table_has_every_migration_that_the_map_shows(visit: Visit):
    visit.go("/shop/environments/sandbox-3")
    cards = visit.await_map().locator(".map-card:not(.is-capsule, .is-more)").all()
    shown = {card.get_attribute("data-id") for card in cards}
    visit.page.locator('[data-as="table"]').click()
    visit.page.wait_for_url("**as=table**")
    expect(visit.page.locator("migration-map")).to_have_count(0)
    text = visit.page.locator("#map-section").inner_text()

    assert {ORDER, UNIQUE_ID} <= shown
    assert [key for key in shown if key and key.partition(".")[2] not in text] == []


@pytest.mark.parametrize("cdn", [Cdn.ANSWERS])
@pytest.mark.acceptance(22)
def test_the_map_takes_the_colours_of_the_scheme_without_a_reload(visit: Visit):
    visit.go("/shop/environments/sandbox-3")
    visit.await_map()
    light = red(visit.page)
    visit.page.emulate_media(color_scheme="dark")
    dark = red(visit.page)
    visit.page.wait_for_function(f"(colour) => ({PAINTED})(colour) > 0", arg=dark)

    assert light != dark
    assert visit.page.evaluate(VIOLATED)[0]["colour"] == f"rgb({','.join(map(str, dark))})"
    assert visit.page.evaluate(PAINTED, dark) > 100
    assert visit.page.evaluate(PAINTED, light) == 0


@pytest.mark.acceptance(19)
def test_without_javascript_the_map_is_a_drawing_and_its_marks_are_links(browser: Browser, site: str):
    with visiting(browser, site, Cdn.BLOCKED, java_script_enabled=False) as visit:
        to_the_sandbox(visit)
        visit.page.locator("svg.map-svg a").filter(has_text="0010").first.click()

        expect(visit.page.locator("#panel").get_by_role("heading")).to_have_text(UNIQUE_ID)
        assert visit.asked == []
