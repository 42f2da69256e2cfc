"""Keyboard shortcuts, copy buttons, and what the browser stores."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.visit import Cdn, Visit, visiting

ORDER = "orders.0001_initial"
UNIQUE_ID = "users.0010_add_unique_id_migration"
BLOCKED = "/shop/environments/sandbox-3"
RECORD = (
    "INSERT INTO django_migrations (app, name, applied) "
    "VALUES ('users', '0010_add_unique_id_migration', CURRENT_TIMESTAMP);"
)
PINNED = re.compile(r".*/at/[^/]+~[0-9a-f]{10}/against/v1\.2~[0-9a-f]{10}\?sql=sqlite(&focus=.*)?$")


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    allowed = ["clipboard-read", "clipboard-write"]
    with visiting(browser, site, Cdn.ANSWERS, permissions=allowed) as visit:
        yield visit


def copied(page: Page) -> str:
    expect(page.locator("#notice")).to_have_text("Copied")
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.acceptance(30)
def test_every_copy_button_copies_exactly_the_command_that_is_shown(visit: Visit):
    visit.go(BLOCKED)
    commands = visit.page.locator("copy-command")
    shown = commands.locator("code").all_text_contents()
    for at, command in enumerate(shown):
        commands.nth(at).get_by_role("button").click()

        assert copied(visit.page) == command
    assert RECORD in shown


def test_a_click_copies_the_absolute_pinned_link_and_the_page_stays(visit: Visit):
    visit.go(BLOCKED)
    link = visit.page.get_by_role("link", name="Copy pinned link")
    link.click()

    assert copied(visit.page) == visit.site + (link.get_attribute("href") or "")
    assert PINNED.match(copied(visit.page))
    assert visit.path == BLOCKED


def test_with_ctrl_the_pinned_link_opens_as_any_link(visit: Visit):
    visit.go(BLOCKED)
    with visit.page.context.expect_page() as opened:
        visit.page.get_by_role("link", name="Copy pinned link").click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_load_state()

    assert PINNED.match(opened.value.url)
    opened.value.close()


def test_the_copied_link_names_the_migration_that_was_opened_since(visit: Visit):
    visit.go(BLOCKED)
    visit.await_map().locator(f'.map-card[data-id="{UNIQUE_ID}"]').click()
    expect(visit.page.locator("#panel").get_by_role("heading")).to_have_text(UNIQUE_ID)
    visit.page.keyboard.press("c")

    assert copied(visit.page).endswith(f"&focus={UNIQUE_ID}")


@pytest.mark.acceptance(33)
def test_y_makes_the_address_the_pinned_one_without_a_reload(visit: Visit):
    visit.go(BLOCKED)
    visit.page.evaluate("window.same = true")
    visit.page.keyboard.press("y")
    expect(visit.page).to_have_url(PINNED)

    assert visit.page.evaluate("window.same")
    visit.page.reload()
    expect(visit.page.get_by_label("Pinned", exact=True)).to_be_visible()


def test_letters_after_a_slash_are_typed_into_the_field_and_do_nothing_else(visit: Visit):
    visit.go("/shop")
    visit.page.keyboard.press("/")
    expect(visit.page.get_by_role("dialog", name="Go to…")).to_be_visible()
    visit.page.keyboard.type("cy?")
    expect(visit.page.locator("#go-q")).to_have_value("cy?")

    expect(visit.page.locator("#notice")).to_be_empty()
    expect(visit.page.locator("#keys")).to_be_hidden()


def test_a_question_mark_lists_the_keys_and_escape_closes_it(visit: Visit):
    visit.go("/runbook/D101")
    visit.page.keyboard.press("?")
    expect(visit.page.get_by_role("dialog", name="Keys and theme")).to_be_visible()

    assert visit.objections() == []
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.acceptance(44)
def test_with_single_keys_off_no_letter_does_anything_also_after_a_reload(visit: Visit):
    visit.go(BLOCKED)
    visit.page.get_by_role("button", name="Keys and theme").click()
    visit.page.get_by_role("group", name="Single-key shortcuts").get_by_label("off").check()
    visit.page.keyboard.press("Escape")
    visit.page.reload()
    visit.await_map().focus()
    for key in "cy?/npft":
        visit.page.keyboard.press(key)

    assert visit.path == BLOCKED
    expect(visit.page.locator("#notice")).to_be_empty()
    expect(visit.page.locator("dialog[open]")).to_have_count(0)
    expect(visit.page.locator("migration-map")).to_be_focused()


def test_the_theme_is_kept_and_is_there_before_the_first_paint(visit: Visit):
    ground = "getComputedStyle(document.body).backgroundColor"
    visit.go("/shop")
    light = visit.page.evaluate(ground)
    visit.page.get_by_role("button", name="Keys and theme").click()
    visit.page.get_by_role("group", name="Theme").get_by_label("dark").check()
    dark = visit.page.evaluate(ground)
    # Of all scripts only the one before the first paint is left.
    visit.page.route("**/js/app.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    visit.go(BLOCKED)

    assert light != dark
    assert visit.page.evaluate(ground) == dark


def test_the_migration_of_the_panel_is_outlined_on_the_map(visit: Visit):
    visit.go(BLOCKED)
    drawn = visit.await_map()
    current = drawn.locator('.map-card[aria-current="true"]')
    expect(current).to_have_attribute("data-id", ORDER)
    visit.page.locator("#panel").get_by_role("link", name=UNIQUE_ID).click()

    expect(current).to_have_attribute("data-id", UNIQUE_ID)
