"""
Every page and every state of it, loaded once: it fits, axe objects to nothing, it is whole on paper, nothing moves.

Further checks of all pages belong into this walk: a page takes longer to load than to look at. What has a map is loaded
twice, as a phone draws none.
"""

import os
import shutil
from collections import deque
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app.main import create_app
from app.store.engine import open_store
from app.web.server.door import Listening
from tests.e2e.test_pages import BLOCKED, COMPARE, DIFFERENCE, FLEET, PAGES, READINESS, RELEASE, RELEASES
from tests.e2e.visit import Cdn, Visit, visiting
from tests.servers import dashboard
from tests.web.conftest import Site
from tests.web.states import pages_of, states

PHONE = {"width": 390, "height": 844}
WIDTHS = (720, 1024, 1440)
"""A screen of 1440 pixels at 200 % zoom, a tablet, a screen."""

ALL = bool(os.environ.get("EVERY_PAGE"))
"""With it axe looks at every page on a phone too, and every state of every page is walked; without it the main ones."""

MAIN = (FLEET, BLOCKED, READINESS, COMPARE, DIFFERENCE, "/runbook/D101")
PINNED = (FLEET, BLOCKED, RELEASE, DIFFERENCE, COMPARE, READINESS, "/shop/matrix")
"""Their pinned forms are walked as well."""

ON_A_PHONE = {*MAIN, f"{BLOCKED}?as=table", RELEASES, f"{RELEASE}?open=all"}

TO_CLICK = "button:not(.map-sign), .button, form, .foot, .top, #newer"
"""What paper does not have."""

FOLDED = """
() => [...document.querySelectorAll("details:not([open], .share-text) > :not(summary)")]
  .filter((element) => element.closest("details").checkVisibility() && getComputedStyle(element).display !== "none")
  .filter((element) => !element.checkVisibility({ contentVisibilityAuto: true }) || !element.getClientRects().length)
  .map((element) => element.textContent.trim().slice(0, 80))
"""

MOVING = """
() => [...document.querySelectorAll("*")].flatMap((element) =>
  ["", "::before", "::after"].filter((part) => {
    const style = getComputedStyle(element, part || null);
    return style.animationName !== "none"
      || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0.001);
  }).map((part) => `${element.localName}.${element.className}${part}`))
"""

NAMELESS = """
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.type !== "hidden")
  .filter((element) => !(element.getAttribute("aria-label") || element.getAttribute("aria-labelledby")
    || element.innerText?.trim() || element.title || element.labels?.length || element.textContent.trim()))
  .map((element) => element.outerHTML.slice(0, 120))
"""


@pytest.fixture(scope="module")
def odd_states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """A dashboard with a project for each state, and the pages of all of them."""
    file = tmp_path_factory.mktemp("states") / "store.db"
    open_store(f"sqlite:///{file}").close()
    site = Site(Path(shutil.copy(file, file.with_name("copy.db"))))
    settings = states(site)
    app = create_app(settings, site.store, now=lambda: site.now, listening=Listening())
    with dashboard.serve(app) as address:
        yield address, ["/", *(path for project in settings.projects for path in pages_of(project))]
    site.store.close()


def faults_on_a_phone(visit: Visit, path: str, *, axe: bool) -> Iterator[str]:
    """What is wrong on a phone; axe looks at all of it in the dark, and at its colours in the light."""
    visit.page.set_viewport_size(PHONE)
    visit.go(path)
    if visit.excess_width():
        yield f"{path}: {visit.excess_width()} px too wide on a phone"
    if axe:
        yield from visit.objections(rules=["color-contrast"])
        visit.page.emulate_media(color_scheme="dark")
        yield from visit.objections()
        visit.page.emulate_media(color_scheme="light")


def faults_on_screens(visit: Visit, path: str) -> Iterator[str]:
    """What is wrong at every other width; axe looks at all of it in the light, and at its colours in the dark."""
    page = visit.page
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if width == WIDTHS[0] and page.locator("migration-map").count():
            visit.go(path)
            visit.await_map()
        if visit.excess_width():
            yield f"{path}: {visit.excess_width()} px too wide at {width}"
    yield from visit.objections()
    page.emulate_media(color_scheme="dark")
    yield from visit.objections(rules=["color-contrast"])
    page.emulate_media(color_scheme="light")


def faults_of_the_rest(page: Page, path: str) -> Iterator[str]:
    """Headings, icon, names, motion and paper."""
    if page.locator("h1").count() != 1 or not page.locator("h1").inner_text().strip():
        yield f"{path}: not one h1"
    if not page.title().endswith("Driftboard") or PAGES.get(path) not in (None, page.title()):
        yield f"{path}: the title is {page.title()}"
    if page.locator('link[rel="icon"]').count() != 1:
        yield f"{path}: no icon"
    yield from (f"{path}: no name: {it}" for it in page.evaluate(NAMELESS))
    page.emulate_media(reduced_motion="reduce")
    yield from (f"{path}: moves: {it}" for it in page.evaluate(MOVING))
    page.emulate_media(reduced_motion="no-preference", media="print")
    if page.locator(TO_CLICK).filter(visible=True).count():
        yield f"{path}: on paper there is {page.locator(TO_CLICK).filter(visible=True).first.inner_text()!r}"
    yield from (f"{path}: on paper this is folded: {it!r}" for it in page.evaluate(FOLDED))
    if not page.locator("#address").inner_text().startswith("http"):
        yield f"{path}: no address at the foot"
    page.emulate_media(media="screen")


def faults(visit: Visit, paths: Iterable[str], *, on_a_phone: Container[str]) -> list[str]:
    """What is wrong on each page, and on the pinned form of some."""
    found = []
    waiting = deque(paths)
    while waiting:
        path = waiting.popleft()
        found += faults_on_a_phone(visit, path, axe=ALL or path in on_a_phone)
        found += faults_on_screens(visit, path)
        found += faults_of_the_rest(visit.page, path)
        if path in PINNED:
            waiting.append(
                visit.page.get_by_role("link", name="Copy pinned link").get_attribute("href") or ""
            )
    return found


@pytest.mark.acceptance(39, 41, 43, 44)
def test_every_page_fits_has_names_and_is_accessible_and_whole_on_paper(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        found = faults(visit, PAGES, on_a_phone=ON_A_PHONE)
        assert not found, "\n".join(found)


def test_every_state_of_every_page_does_so_too(browser: Browser, odd_states: tuple[str, list[str]]):
    address, paths = odd_states
    with visiting(browser, address, Cdn.ANSWERS) as visit:
        homes = [path for path in paths if path.count("/") == 1]
        found = faults(visit, paths if ALL else homes, on_a_phone=homes)
        assert not found, "\n".join(found)


def test_without_javascript_every_page_reads_links_and_filters(browser: Browser, site: str):
    wrong = []
    with visiting(browser, site, Cdn.BLOCKED, java_script_enabled=False) as visit:
        page = visit.page
        for path in PAGES if ALL else MAIN:
            visit.go(path)
            if not page.locator("h1").inner_text().strip() or not page.locator("header.top a").count():
                wrong.append(f"{path}: no heading or no links")
            lost = page.locator("form:visible:not(:has(button:visible))")
            wrong += [
                f"{path}: a form that cannot be sent: {form.get_attribute('action')}" for form in lost.all()
            ]
            dead = page.locator("button:visible:enabled:not([type=submit]):not(form button)")
            wrong += [f"{path}: a dead button: {button.inner_text()}" for button in dead.all()]

        assert wrong == []
        assert visit.asked == []
