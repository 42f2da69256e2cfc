"""The diagram of a finding in a real browser, and what people paste of its page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.visit import Cdn, Visit, visiting

FINDING = "/shop/environments/sandbox-3/findings/missing-dependency/orders.0001_initial"
KEYS = ["users.0010_add_unique_id_migration", "orders.0001_initial"]
PHONE = {"viewport": {"width": 390, "height": 844}}

OUTSIDE = """
(form) => [...document.querySelectorAll(`.diagram-${form} .diagram-card, .diagram-${form} .diagram-pill`)]
  .flatMap((group) => {
    const frame = group.querySelector("rect").getBBox();
    return [...group.querySelectorAll("text")].filter((text) => {
      const box = text.getBBox();
      return box.x < frame.x || box.x + box.width > frame.x + frame.width
        || box.y < frame.y || box.y + box.height > frame.y + frame.height;
    });
  })
  .map((text) => text.textContent)
"""
"""The texts of a diagram that do not lie within their card."""


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    allowed = ["clipboard-read", "clipboard-write"]
    with visiting(browser, site, Cdn.ANSWERS, permissions=allowed) as visit:
        yield visit


def copied(page: Page) -> str:
    expect(page.locator("#notice")).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    page.evaluate("document.querySelector('#notice').replaceChildren()")
    return text


@pytest.mark.acceptance(32)
def test_the_preview_names_environment_verdict_and_both_migrations(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        visit.go(FINDING)
        title = visit.page.locator('meta[property="og:title"]').get_attribute("content")

        assert title == "sandbox-3 is blocked: orders.0001_initial needs users.0010"


@pytest.mark.acceptance(40)
def test_on_a_phone_the_pair_is_stacked_and_both_keys_are_readable(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, **PHONE) as visit:
        visit.go(FINDING)
        page = visit.page
        figure = page.locator("figure.diagram")

        expect(figure.get_by_role("img")).to_have_count(1)
        keys = page.locator(".diagram-narrow .diagram-key")
        assert keys.all_text_contents() == KEYS
        above, below = (keys.nth(at).bounding_box() for at in (0, 1))
        assert above is not None
        assert below is not None
        assert above["y"] + above["height"] < below["y"]
        for box in (above, below):
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
            assert box["height"] >= 12
        assert page.evaluate(OUTSIDE, "narrow") == []
        assert visit.excess_width() == 0


def test_on_a_wide_page_the_pair_has_neighbours_and_every_text_lies_in_its_card(visit: Visit):
    visit.go(FINDING)
    figure = visit.page.locator("figure.diagram")

    expect(
        figure.get_by_role("img", name=re.compile(r"^Diagram: orders.0001_initial .* needs users.0010"))
    ).to_be_visible()
    expect(visit.page.locator(".diagram-narrow")).to_be_hidden()
    keys = visit.page.locator(".diagram-wide .diagram-card:not([data-quiet]) .diagram-key")
    assert keys.all_text_contents() == KEYS
    assert visit.page.evaluate(OUTSIDE, "wide") == []
    expect(visit.page.locator(".diagram-wide .diagram-pill")).to_have_text("needs, no row")
    dashes = visit.page.locator('.diagram-wide [data-status="missing"] rect').first
    expect(dashes).to_have_css("stroke-dasharray", "6px, 4px")


def test_the_diagram_follows_the_colours_of_the_system(visit: Visit):
    visit.go(FINDING)
    line = visit.page.locator('.diagram-wide .diagram-line[data-tone="violated"]')

    expect(line).to_have_css("stroke", "rgb(200, 30, 30)")
    visit.page.emulate_media(color_scheme="dark")
    expect(line).to_have_css("stroke", "rgb(255, 107, 102)")


def test_buttons_and_keys_copy_the_texts_that_are_shown(visit: Visit):
    visit.go(FINDING)
    page, box = visit.page, visit.page.locator("#share")
    markdown, slack = box.locator("code").all_text_contents()
    box.get_by_role("button", name="Copy as Markdown").click()
    assert copied(page) == markdown
    box.get_by_role("button", name="Copy for Slack").click()
    assert copied(page) == slack
    page.keyboard.press("Shift+C")
    assert copied(page) == markdown
    page.keyboard.press("c")
    link = copied(page)

    assert markdown.startswith("**sandbox-3 is blocked on v1.2** (seen ")
    assert f"[Open in Driftboard]({link})" in markdown
    assert f"<{link}|Open in Driftboard>" in slack
    assert "Also: qa-eu and sandbox-7" in markdown


def test_the_preview_in_the_box_is_the_picture_of_the_link(visit: Visit):
    visit.go(FINDING)
    image = visit.page.locator("#share img")
    image.scroll_into_view_if_needed()
    expect(visit.page.locator("#share img")).to_have_js_property("complete", True)

    assert image.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [1200, 630]
    assert visit.page.locator('meta[property="og:image"]').get_attribute("content") == (
        visit.site + (image.get_attribute("src") or "")
    )


def test_without_javascript_diagram_and_texts_are_there(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, java_script_enabled=False) as visit:
        visit.go(FINDING)
        expect(visit.page.locator(".diagram-wide")).to_be_visible()
        expect(visit.page.get_by_role("button", name="Copy as Markdown")).to_be_hidden()
        visit.page.get_by_text("The text as Markdown").click()

        expect(visit.page.locator("#share pre").first).to_contain_text("**sandbox-3 is blocked on v1.2**")


def test_the_page_has_nothing_that_axe_objects_to(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, **PHONE) as visit:
        visit.go(FINDING)
        visit.page.get_by_text("The text as Markdown").click()

        assert visit.objections_in_both_themes() == []
