"""The page of a finding in a real browser: what it shows, what it promises, what is copied, on a screen and a phone."""

import json
import re
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.visit import Cdn, Visit, visiting
from tests.story import MESSAGE

ENVIRONMENT = "/shop/environments/sandbox-3"
FINDING = f"{ENVIRONMENT}/findings/missing-dependency/orders.0001_initial"
KEYS = ["orders.0001_initial", "users.0010_add_unique_id_migration"]
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "screen": {"width": 1440, "height": 900},
}


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    allowed = ["clipboard-read", "clipboard-write"]
    with visiting(browser, site, Cdn.ANSWERS, permissions=allowed) as visit:
        yield visit


def pinned(visit: Visit) -> str:
    visit.go(FINDING)
    return pinned_form(visit)


def pinned_form(visit: Visit) -> str:
    """The address that names what the page shows now."""
    return visit.page.get_by_role("link", name="Copy pinned link").get_attribute("href") or ""


def answer(site: str, path: str) -> tuple[int, str, str]:
    """The status, the cache header and the body of a page."""
    with urlopen(site + path) as response:  # noqa: S310 - our own dashboard, over HTTP
        return response.status, response.headers["Cache-Control"], response.read().decode()


def is_on_first_screen(page: Page, selector: str, screens: int = 1) -> bool:
    box = page.locator(selector).first.bounding_box()
    height = page.viewport_size["height"] if page.viewport_size else 0
    return bool(box) and box["y"] + box["height"] <= height * screens


@pytest.mark.acceptance(23)
def test_a_pinned_finding_is_immutable_and_says_what_it_is_pinned_to(visit: Visit, site: str):
    address = pinned(visit)
    status, cache, body = answer(site, address)

    assert (status, "immutable" in cache) == (200, True)
    assert "Pinned." in body
    visit.go(address)
    expect(visit.page.locator("#now")).to_contain_text("Still blocked")
    expect(visit.page.get_by_role("complementary", name="Pinned")).to_be_visible()


@pytest.mark.acceptance(25)
def test_wrong_words_lead_to_the_canonical_address(visit: Visit):
    address = pinned(visit)
    visit.go(address.replace("sandbox-3/at", "sandbox-9/at").replace("v1.2~", "other~"))

    assert visit.path == address


@pytest.mark.acceptance(26, 27)
def test_django_s_words_and_two_times_are_on_the_page(visit: Visit):
    visit.go(FINDING)
    since = visit.page.locator("dt", has_text="Since").locator("xpath=following-sibling::dd[1]")

    assert MESSAGE in visit.page.locator("main").inner_text()
    moments = re.findall(r"\d+ \w+ \d{4}, \d\d:\d\d", since.inner_text())
    assert len(set(moments)) == 2


@pytest.mark.acceptance(28, 29)
def test_each_way_shows_the_verdict_of_its_twin_and_none_fakes(visit: Visit, site: str):
    ways = json.loads(answer(site, f"{FINDING}.json")[2])["ways"]
    visit.go(FINDING)
    visit.page.get_by_text("more way").click()

    shown = visit.page.locator(".way").all()
    assert [way.get_attribute("id") for way in shown] == [f"way-{way['id']}" for way in ways]
    for card, way in zip(shown, ways, strict=True):
        after = way["after"]
        run = f", {after['to_run']} to run" if after["to_run"] else ""
        assert f"{after['verdict'].replace('-', ' ')}{run}" in card.locator(".way-after").inner_text()
    assert not [text for text in visit.page.locator(".way pre").all_inner_texts() if "--fake" in text]


@pytest.mark.acceptance(30)
def test_every_copy_button_puts_exactly_what_is_shown_on_the_clipboard(visit: Visit):
    visit.go(FINDING)
    page = visit.page
    page.evaluate(
        "document.querySelectorAll('#ways-out details, .way').forEach((each) => { each.open = true; })"
    )
    boxes = page.locator("copy-command")

    assert boxes.count() > 8
    for box in boxes.all():
        box.get_by_role("button").click()
        expect(page.locator("#notice")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == box.locator("code").text_content()
        page.evaluate("document.querySelector('#notice').replaceChildren()")


@pytest.mark.acceptance(33)
def test_c_copies_the_pinned_address_and_y_shows_it(visit: Visit):
    visit.go(FINDING)
    address = visit.page.get_by_role("link", name="Copy pinned link").get_attribute("href")
    visit.page.keyboard.press("c")
    expect(visit.page.locator("#notice")).to_have_text("Copied")
    assert visit.page.evaluate("navigator.clipboard.readText()").endswith(address)

    visit.page.keyboard.press("y")
    expect(visit.page.get_by_role("complementary", name="Pinned")).to_be_visible()
    assert visit.path == address


def test_it_fits_is_accessible_and_has_the_pair_on_the_first_screens(visit: Visit):
    page = visit.page
    live_and_pinned = [FINDING]
    for path in live_and_pinned:
        page.set_viewport_size(SIZES["phone"])
        visit.go(path)
        page.wait_for_load_state("networkidle")
        for size, pixels in SIZES.items():
            page.set_viewport_size(pixels)
            assert all(key in page.locator("h1").inner_text() for key in KEYS)
            assert is_on_first_screen(page, "h1")
            assert is_on_first_screen(page, f".diagram-{'wide' if size == 'screen' else 'narrow'}", 2)
            assert visit.excess_width() == 0
            assert visit.objections_in_both_themes() == []
        if path == FINDING:
            live_and_pinned.append(pinned_form(visit))


def test_without_javascript_all_of_it_is_there(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, java_script_enabled=False) as visit:
        visit.go(pinned(visit))
        page = visit.page

        assert all(key in page.locator("h1").inner_text() for key in KEYS)
        assert page.locator(".diagram-wide").is_visible()
        page.locator("#way-take-edge-back > summary").click()
        assert page.locator("#way-take-edge-back .steps").first.is_visible()
        bar = page.get_by_role("complementary", name="Pinned")
        bar.get_by_role("link", name="What is true now").click()
        expect(page.locator("#now")).to_contain_text("Still blocked")


def test_everything_leads_here(visit: Visit):
    page = visit.page
    visit.go("/shop")
    page.get_by_role("link", name="Open the finding").click()
    assert "/at/" in visit.path
    assert "/missing-dependency/orders.0001_initial" in visit.path

    for start in (ENVIRONMENT, f"{ENVIRONMENT}?as=table"):
        visit.go(start)
        page.locator("#panel").get_by_role("link", name="Open the finding").click()
        assert visit.path == FINDING
    visit.go(f"{ENVIRONMENT}?as=table")
    page.get_by_role("row").filter(has_text=KEYS[0]).get_by_role(
        "link", name="missing dependency"
    ).first.click()
    assert visit.path == FINDING
    visit.go("/runbook/D101")
    page.get_by_role("link", name="sandbox-3: orders.0001_initial").click()
    assert visit.path == FINDING
