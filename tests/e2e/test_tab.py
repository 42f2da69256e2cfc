"""A tab that another visit had before is as good as a new one."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.visit import Cdn, Visit, visiting

LEFT = """
() => ({
  title: document.title,
  kept: [localStorage.theme, sessionStorage.left, document.cookie, window.name],
  size: [innerWidth, innerHeight],
  media: ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)", "(forced-colors: active)", "print"]
    .filter((query) => matchMedia(query).matches),
  names: ["odd", "same"].filter((name) => name in window),
  clock: String(Date).includes("[native code]"),
  theme: document.documentElement.dataset.theme ?? null,
})
"""
ALLOWED = "async () => (await navigator.permissions.query({ name: 'clipboard-read' })).state"


def seen(visit: Visit) -> dict[str, object]:
    """What a visit finds that goes to the fleet, and what it is asked to allow."""
    visit.go("/shop")
    return visit.page.evaluate(LEFT) | {"allowed": visit.page.evaluate(ALLOWED)}


def leave_all_that_can_be_left(visit: Visit) -> None:
    page = visit.page
    visit.go("/shop")
    page.evaluate("localStorage.theme = 'dark'; sessionStorage.left = 1; window.name = 'left'")
    page.evaluate("document.cookie = 'left=1'; window.same = true")
    page.set_viewport_size({"width": 390, "height": 500})
    page.emulate_media(media="print", color_scheme="dark", reduced_motion="reduce", forced_colors="active")
    page.route("**/shop", lambda route: route.fulfill(body="odd"))
    page.set_default_timeout(1)
    page.context.grant_permissions(["clipboard-read"])
    page.context.new_page()


@pytest.mark.parametrize("script", [True, False])
def test_nothing_is_left_of_the_visit_before(browser: Browser, site: str, script: bool):
    def visit_and(leave: bool, own: bool = False) -> tuple[Page, dict[str, object]]:
        with visiting(browser, site, Cdn.ANSWERS, own=own, java_script_enabled=script) as visit:
            found = seen(visit)
            if leave:
                leave_all_that_can_be_left(visit)
            return visit.page, found

    _, new = visit_and(False, own=True)
    first, _ = visit_and(True)
    second, found = visit_and(False)

    assert second is first
    assert len(second.context.pages) == 1
    assert found == new


def test_a_tab_is_closed_when_something_stays_in_it_or_its_test_fails(browser: Browser, site: str):
    def fail(page: Page) -> None:
        raise ValueError

    pages = []
    for leave in (
        lambda page: page.clock.install(),
        lambda page: page.expose_function("odd", lambda: None),
        fail,
        Page.title,
    ):
        try:
            with visiting(browser, site, Cdn.ANSWERS) as visit:
                pages.append(visit.page)
                leave(visit.page)
        except ValueError:
            pass

    assert len(set(pages)) == 4
    assert [page.is_closed() for page in pages] == [True, True, True, False]
