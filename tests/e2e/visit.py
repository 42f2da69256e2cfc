"""A visit to the dashboard in a real browser. It fails on errors of the console and on requests elsewhere."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Response,
    Route,
    expect,
)

from tests.e2e.cdn import CHECKOUT, HEADERS, URLS
from tests.e2e.tab import PATIENCE, kept_page, own_page

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"

expect.set_options(timeout=PATIENCE / 2)

MISMATCH = "label-content-name-mismatch"
"""An experiment of axe: what is seen of a link is in its name."""


class Cdn(StrEnum):
    """What the CDN does: answer with the pinned bytes, not answer at all, or answer with other bytes."""

    ANSWERS = "answers"
    BLOCKED = "blocked"
    ALTERED = "altered"


@dataclass
class Visit:
    """
    A page, and where its libraries came from.

    `asked` are the URLs that the CDN was asked for, `answered` those that it answered, `at_home` the files that were
    loaded from our own copy. `wrong` are errors that the visit does not expect.
    """

    page: Page
    site: str
    cdn: Cdn
    asked: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    at_home: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    @property
    def path(self) -> str:
        """Path and query of the address bar."""
        return self.page.url.removeprefix(self.site)

    def await_map(self) -> Locator:
        """The map, once it is drawn."""
        self.page.locator("migration-map[data-ready]").wait_for()
        return self.page.locator("migration-map")

    def await_htmx(self) -> None:
        """Returns once htmx is loaded. What the browser would evaluate by itself, the policy of the pages forbids."""
        end = time.monotonic() + PATIENCE / 1000
        while not self.page.evaluate("Boolean(window.htmx)"):
            assert time.monotonic() < end, "htmx does not come"
            self.page.wait_for_timeout(50)

    def objections(self, rules: Sequence[str] = ()) -> list[str]:
        """The violations that axe-core finds on the page as it is now, a line each; of these rules or of all."""
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        only = {"type": "rule", "values": [*rules]} if rules else {"type": "tag", "values": tags}
        enabled = {} if rules else {MISMATCH: {"enabled": True}}
        options = {"runOnly": only, "rules": enabled, "resultTypes": ["violations"]}
        report: dict[str, Any] = self.page.evaluate("(options) => axe.run(document, options)", options)
        return [
            f"{self.path}: {violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in report["violations"]
            for node in violation["nodes"]
        ]

    def objections_in_both_themes(self) -> list[str]:
        """
        What axe objects to in the light, and of the colours in the dark, in which the page is left.

        Nothing else of a page hangs on the theme: it assigns colours and does no more.
        """
        self.page.emulate_media(color_scheme="light")
        found = self.objections()
        self.page.emulate_media(color_scheme="dark")
        return [*found, *self.objections(rules=["color-contrast"])]

    def excess_width(self) -> int:
        """How far the page can be scrolled sideways, in pixels."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def _instead(self, route: Route) -> None:
        """What a CDN does that does not answer as it should."""
        url = route.request.url
        if url not in URLS or self.cdn is Cdn.BLOCKED:
            route.abort("internetdisconnected")
        else:
            route.fulfill(headers=HEADERS, body=URLS[url].read_bytes() + b"\nwindow.altered = true;\n")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.site, f"blob:{self.site}")):
            self.asked.append(request.url)
        elif "/vendor/" in request.url:
            self.at_home.append(request.url.rpartition("/vendor/")[2])

    def _on_response(self, response: Response) -> None:
        if response.url in URLS and response.ok:
            self.answered.append(response.url)

    def _on_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not self._is_expected(message):
            self.wrong.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _on_error(self, error: Error) -> None:
        self.wrong.append(f"uncaught: {error}")

    def _is_expected(self, message: ConsoleMessage) -> bool:
        """Whether the browser itself reports a script not loaded, a wrong hash, or a page that is a 404."""
        url = str(message.location.get("url"))
        if (
            url == f"{self.site}/favicon.ico"
        ):  # what a tab shows between two visits names no icon; every page does
            return True
        if url == self.page.url and "404 (Not Found)" in message.text:
            return True
        if self.cdn is Cdn.BLOCKED:
            return message.text.startswith("Failed to load resource: net::ERR_") and url.startswith(
                "https://cdn."
            )
        return self.cdn is Cdn.ALTERED and "integrity" in message.text


@contextmanager
def visiting(browser: Browser, site: str, cdn: Cdn, *, own: bool = False, **options: Any) -> Iterator[Visit]:
    """
    A fresh visit, with `options` for the browser's context.

    At its end it fails if the console had an error, a rule of the Content-Security-Policy was violated, or anything but
    the dashboard and the CDN was asked for. It has a tab that others had before, in which nothing is left of them but
    what the browser has loaded; with `own` one of its own, as has every visit for which the CDN does not answer.
    """
    pages = kept_page if cdn is Cdn.ANSWERS and not own else own_page
    with pages(browser, site, **options) as page:
        visit = Visit(page, site, cdn)
        if cdn is not Cdn.ANSWERS:
            page.context.route(lambda url: not url.startswith(site), visit._instead)
        heard = (
            (page.context, "request", visit._on_request),
            (page.context, "response", visit._on_response),
            (page, "console", visit._on_message),
            (page, "pageerror", visit._on_error),
        )
        for of, event, hear in heard:
            of.on(event, hear)
        yield visit
        if options.get("java_script_enabled", True):
            violations = page.evaluate("window.violations")
            assert not violations, violations
        assert not visit.wrong, "\n".join(visit.wrong)
        assert set(visit.asked) <= URLS.keys()
        for of, event, hear in heard:
            of.remove_listener(event, hear)
