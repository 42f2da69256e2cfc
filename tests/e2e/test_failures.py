"""What a page says when a request brings no page: a proxy answers in Driftboard's place, or nobody does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.visit import Cdn, Visit, visiting

NGINX = "<html><head><title>502</title></head><body><h1>502 Bad Gateway</h1>nginx</body></html>"
FAILURES: dict[str, tuple[Callable[[Route], None], str]] = {
    "a proxy": (
        lambda route: route.fulfill(status=502, content_type="text/html", body=NGINX),
        "the answer was 502",
    ),
    "nobody": (lambda route: route.abort("connectionrefused"), "Driftboard did not answer"),
}


@contextmanager
def a_visit(browser: Browser, site: str) -> Iterator[Visit]:
    """A visit that expects the browser's own words about requests that fail."""
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        yield visit
        assert all(
            "Failed to load" in line or "htmx" in line or "Response Status" in line for line in visit.wrong
        )
        visit.wrong.clear()


@pytest.mark.parametrize("failure", FAILURES)
def test_a_filter_that_fails_leaves_list_and_address_and_says_so(browser: Browser, site: str, failure: str):
    fails, reason = FAILURES[failure]
    with a_visit(browser, site) as visit:
        page = visit.page
        visit.go("/shop")
        visit.await_htmx()
        rows = page.locator(".environment-row").count()
        page.route("**/shop?q=*", fails)

        page.locator("#filter-q").fill("qa")
        expect(page.locator("#notice")).to_contain_text(f"The page could not be refreshed: {reason}.")
        expect(page.locator("#notice")).to_contain_text("You see it as of ")
        assert visit.path == "/shop"
        assert page.locator(".environment-row").count() == rows
        assert "nginx" not in page.content()
        assert visit.objections() == []

        page.unroute("**/shop?q=*")
        page.locator("#filter-q").fill("sandbox-3")
        expect(page.locator(".shown")).to_contain_text("1 of 15 shown")
        expect(page.locator("#notice")).to_be_empty()
        assert "q=sandbox-3" in visit.path


def test_copied_is_still_said_after_a_failure(browser: Browser, site: str):
    with a_visit(browser, site) as visit:
        page = visit.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit.go("/shop/environments/sandbox-3")
        visit.await_map()
        visit.await_htmx()
        page.route("**/migrations/**", FAILURES["a proxy"][0])
        page.locator('[hx-get*="/migrations/"]').first.evaluate("link => link.click()")
        expect(page.locator("#notice")).to_contain_text("the answer was 502")

        page.get_by_role("link", name="Copy pinned link").click()
        expect(page.locator("#notice")).to_contain_text("Copied")


def test_an_error_of_driftboard_itself_is_shown_in_its_own_words(browser: Browser, site: str):
    with a_visit(browser, site) as visit:
        page = visit.page
        visit.go("/shop")
        visit.await_htmx()
        page.route("**/shop?q=*", lambda route: route.continue_(url=f"{site}/shop?release=00000000"))

        page.locator("#filter-q").fill("qa")

        expect(page.locator("#notice")).to_contain_text("00000000")
        assert visit.path == "/shop"
