"""The dialog "Go to…" in a real browser: by keyboard, pointer and on a phone; a pasted log; without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.visit import Cdn, Visit, visiting

INCONSISTENT = (
    "django.db.migrations.exceptions.InconsistentMigrationHistory: Migration orders.0001_initial is applied "
    "before its dependency users.0010_add_unique_id_migration on database 'default'."
)
LOG = "\n".join(
    f"web-1  | {line}"
    for line in (
        "Traceback (most recent call last):",
        '  File "/srv/shop/manage.py", line 8, in <module>',
        "    execute_from_command_line(sys.argv)",
        INCONSISTENT,
    )
)
FINDING = "/shop/environments/sandbox-3/findings/missing-dependency/orders.0001_initial"


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    with visiting(browser, site, Cdn.ANSWERS, permissions=["clipboard-read", "clipboard-write"]) as visit:
        yield visit


def opened(visit: Visit, path: str = "/shop") -> Locator:
    """The dialog, opened with the key."""
    visit.go(path)
    visit.page.keyboard.press("/")
    dialog = visit.page.get_by_role("dialog", name="Go to…")
    expect(dialog).to_be_visible()
    return dialog


def test_a_few_letters_and_enter_lead_to_an_environment(visit: Visit):
    dialog = opened(visit, "/runbook")
    field = dialog.get_by_role("textbox", name="A name, or an error text of Django")
    expect(field).to_be_focused()
    visit.page.keyboard.type("sandbox-3")
    first = dialog.get_by_role("link").first
    expect(first).to_contain_text("sandbox-3")
    expect(dialog.get_by_role("status")).to_have_text("1 link")
    assert visit.objections() == []
    visit.page.keyboard.press("Enter")

    expect(visit.page).to_have_url(re.compile(r"/shop/environments/sandbox-3$"))


def test_arrows_choose_a_link_and_escape_gives_the_focus_back(visit: Visit):
    visit.go("/shop")
    opener = visit.page.get_by_role("link", name="Go to…")
    opener.focus()
    visit.page.keyboard.press("Enter")
    dialog = visit.page.get_by_role("dialog", name="Go to…")
    visit.page.keyboard.type("sandbox")
    links = dialog.locator(".go-hit")
    expect(links.nth(1)).to_be_visible()
    for key, focused in (
        ("ArrowDown", links.first),
        ("ArrowDown", links.nth(1)),
        ("End", links.last),
        ("ArrowDown", links.last),
        ("Home", links.first),
        ("ArrowUp", dialog.locator("textarea")),
    ):
        visit.page.keyboard.press(key)
        expect(focused).to_be_focused()
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.type("-3")
    expect(dialog.locator("textarea")).to_have_value("sandbox-3")
    visit.page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_pasted_log_is_sent_in_a_body_and_enter_opens_its_finding(visit: Visit):
    asked = []
    visit.page.on("request", lambda request: asked.append((request.method, request.url)))
    dialog = opened(visit)
    visit.page.evaluate("(text) => navigator.clipboard.writeText(text)", LOG)
    visit.page.keyboard.press("ControlOrMeta+v")
    expect(dialog.locator(".go-headline").first).to_contain_text("sandbox-3")
    expect(dialog.locator(".go-words")).to_have_text(INCONSISTENT.partition(": ")[2].rstrip("."))

    assert visit.objections() == []
    assert ("POST", f"{visit.site}/shop/go") in asked
    assert not [url for _, url in asked if "InconsistentMigrationHistory" in url]
    dialog.get_by_role("link", name=re.compile("sandbox-3")).first.click()
    expect(visit.page).to_have_url(re.compile(re.escape(FINDING)))


def test_enter_before_the_answer_waits_for_it_and_leads_on(visit: Visit):
    opened(visit)
    visit.page.keyboard.insert_text("D101")
    visit.page.keyboard.press("Enter")

    expect(visit.page).to_have_url(re.compile("/runbook/D101$"))


def test_nothing_typed_says_what_can_be_searched(visit: Visit):
    dialog = opened(visit)

    expect(dialog.get_by_text("An error of Django’s migrations: paste the whole text")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_on_a_phone_in_the_dark_the_field_the_dialog_and_the_page_fit_and_are_accessible(
    browser: Browser, site: str
):
    size = {"width": 390, "height": 844}
    with visiting(browser, site, Cdn.ANSWERS, viewport=size, color_scheme="dark", has_touch=True) as visit:
        visit.go("/shop")
        visit.page.get_by_role("link", name="Go to…").click()
        visit.page.keyboard.type("orders")
        expect(visit.page.locator("#go .go-hit").first).to_be_visible()

        assert visit.excess_width() == 0
        assert visit.page.evaluate("document.querySelector('#go').scrollWidth <= innerWidth")
        assert visit.objections() == []
        visit.go("/shop/go?q=orders")
        assert visit.excess_width() == 0
        assert visit.objections() == []


def test_without_javascript_the_field_leads_to_a_form_that_answers(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, java_script_enabled=False) as visit:
        visit.go(FINDING)
        visit.page.get_by_role("link", name="Go to…").click()
        visit.page.locator("main").get_by_role("textbox").fill(f"sandbox-3\n{LOG}")
        visit.page.locator("main").get_by_role("button", name="Go").click()

        expect(visit.page).to_have_url(re.compile(re.escape(FINDING)))
