"""Pages under real use: the keyboard, paper, a phone with hundreds of environments, and no htmx."""

from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from app.config import Database, Environment, Project, Secret, Settings
from app.main import create_app
from app.store import releases, snapshots
from app.store.engine import open_store
from app.web.server.door import Listening
from tests import build
from tests.e2e.visit import Cdn, visiting
from tests.servers import dashboard
from tests.web.conftest import NOW

FLEET = "/shop"
BLOCKED = "/shop/environments/sandbox-3"
FINDING = f"{BLOCKED}/findings/missing-dependency/orders.0001_initial"
LONG = "0041_alter_customerinteractionhistory_preferred_communication_channel_and_more"
UGLY = build.release(
    "auth: 0001_initial < 0007_alter_validators_add_error_messages",
    f"customer_relationship_management: 0001_initial @auth.0007_alter_validators_add_error_messages < {LONG}",
)
NAME = "preview-1190-customer-relationship-management-rewrite-channel-history"
PAPER = "button:not(.map-sign), .button, .filter-form, .foot, .top, #newer"


def focused(page: Page) -> str:
    return page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"
    )


def test_the_keyboard_passes_the_strip_in_one_step_and_comes_back_to_its_place(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        page = visit.page
        visit.go(FLEET)
        cells = page.locator(".cells a")
        cells.first.focus()
        page.keyboard.press("End")
        expect(cells.last).to_be_focused()
        expect(page.locator(".tip")).to_have_text(focused(page))
        page.keyboard.press("Tab")
        expect(page.locator(".counts a").first).to_be_focused()

        bars = page.locator("app-barcode").first
        bars.focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".tip")).to_have_text(bars.get_attribute("aria-description") or "")

        name = page.locator(".environment-name > a").nth(1)
        name.focus()
        slug = name.inner_text()
        name.press("Enter")
        page.wait_for_url(f"**/{slug}")
        page.go_back()
        expect(page.get_by_role("link", name=slug, exact=True)).to_be_focused()


def test_y_shows_the_bar_of_the_pinned_page_and_t_leads_into_the_table(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        page = visit.page
        visit.go(BLOCKED)
        visit.await_map().focus()
        page.keyboard.press("y")
        expect(page.get_by_label("Pinned", exact=True)).to_be_visible()
        expect(page.locator("#notice")).to_contain_text("Pinned: ")
        page.keyboard.press("y")
        expect(page.locator("#notice")).to_have_text("This page is pinned already.")

        visit.await_map().focus()
        page.keyboard.press("t")
        expect(page.locator("#table-q")).to_be_focused()
        assert "/at/" in visit.path


def test_paper_has_nothing_to_click_nothing_folded_and_the_pinned_address(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, color_scheme="dark") as visit:
        page = visit.page
        for path in (
            FLEET,
            BLOCKED,
            FINDING,
            "/shop/releases",
            "/shop/releases/v1.1/diff/v1.2",
            "/runbook/D101",
        ):
            page.emulate_media(media="screen")
            visit.go(path)
            if path == BLOCKED:
                visit.await_map()
            page.emulate_media(media="print")

            assert page.locator(PAPER).filter(visible=True).count() == 0, path
            assert "…" not in page.locator("#address").inner_text()
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
            assert (
                page.locator("details:not([open], .share-text):visible > :not(summary)")
                .filter(visible=False)
                .count()
                == 0
            ), path
            if path in (FLEET, BLOCKED, FINDING):
                assert "/at/" in page.locator("#address").inner_text()
            if path == BLOCKED:
                expect(page.locator(".map-svg")).to_be_visible()


def test_without_htmx_the_filters_have_their_button(browser: Browser, site: str):
    with visiting(browser, site, Cdn.BLOCKED) as visit:
        visit.page.route("**/vendor/htmx*", lambda route: route.abort())
        visit.go(f"{FLEET}?q=sandbox")
        button = visit.page.locator(".filter-form button")
        button.click()
        visit.page.wait_for_url("**tier=**")
        expect(button).to_be_visible()
        # The browser itself reports that our own copy was not loaded either.
        assert all("ERR_FAILED" in line for line in visit.wrong)
        visit.wrong.clear()


def the_menu_of_projects_closes(page: Page) -> None:
    """By Escape, which gives the focus back, and by a press elsewhere."""
    menu, summary = page.locator("details.project"), page.locator("details.project summary")
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.locator("h1").click()):
        summary.click()
        expect(menu).to_have_attribute("open", "")
        page.keyboard.press("Tab")
        leave()
        expect(menu).not_to_have_attribute("open", "")
    summary.click()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()


def test_names_of_any_length_and_hundreds_of_environments_fit_every_screen(browser: Browser, tmp_path: Path):
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    slugs = (NAME, *(f"tenant-{number:03}" for number in range(200)))
    databases = (Database(Secret("sqlite:///nowhere.db"), "default"),)
    project = Project("crm", "CRM", environments=tuple(Environment(slug, databases) for slug in slugs))
    with store.writing() as session:
        releases.add(session, "crm", UGLY, label="v1", at=NOW)
        edited = replace(UGLY, django="5.2.8")
        releases.add(session, "crm", edited, label="v2", at=NOW)
        # The visit would see the picture asked for, the script run, and the policy of the page refuse it.
        odd = "orders.<img src=/odd onerror=odd()><script>odd()</script>"
        history = build.history("auth.0001_initial", "customer_relationship_management.0001_initial", odd)
        for slug in slugs[:3]:
            snapshots.add(session, "crm", slug, history, at=NOW)
    settings = Settings(Secret("sqlite:///not-used.db"), (project, Project("shop", "Shop")))
    app = create_app(settings, store, now=lambda: NOW, listening=Listening())
    finding = (
        f"/crm/environments/{NAME}/findings/missing-dependency/customer_relationship_management.0001_initial"
    )
    too_wide = {}
    with dashboard.serve(app) as site, visiting(browser, site, Cdn.ANSWERS) as visit:
        visit.go("/crm")
        the_menu_of_projects_closes(visit.page)
        for path in (
            "/crm",
            f"/crm/environments/{NAME}",
            finding,
            "/crm/releases",
            "/crm/releases/v1?open=all",
        ):
            visit.go(path)
            for width in (390, 720, 1024):
                visit.page.set_viewport_size({"width": width, "height": 900})
                if visit.excess_width():
                    too_wide[width, path] = visit.excess_width()
    store.close()

    assert too_wide == {}
