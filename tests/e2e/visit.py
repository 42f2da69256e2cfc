"""One visit to the dashboard in a real browser, and everything that must not happen meanwhile."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Route

CHECKOUT = Path(__file__).resolve().parents[2]
CDN = json.loads((CHECKOUT / "static" / "cdn.json").read_text(encoding="utf-8"))
INSTALLED = {
    "cytoscape": CHECKOUT / "node_modules" / "cytoscape" / "dist" / "cytoscape.esm.min.mjs",
    "htmx": CHECKOUT / "node_modules" / "htmx.org" / "dist" / "htmx.min.js",
}
AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"

VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""


class Cdn(StrEnum):
    """What the CDN does: answer with the pinned bytes, not answer at all, or answer with other bytes."""

    ANSWERS = "answers"
    BLOCKED = "blocked"
    ALTERED = "altered"


@dataclass
class Visit:
    """
    A page, and where its libraries came from: what the CDN was `asked` for, what it `answered`, and what was loaded
    from our own copy, `at_home`. `wrong` are the errors that nothing here explains.
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

    def objections(self) -> list[str]:
        """What axe-core has against the page as it is now, one line each."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        # An experiment of axe, on when its tag is named: to it "0001 initial" is no part of "orders.0001_initial".
        rules = {"label-content-name-mismatch": {"enabled": False}}
        options = {"runOnly": {"type": "tag", "values": tags}, "rules": rules, "resultTypes": ["violations"]}
        found: dict[str, Any] = self.page.evaluate("(options) => axe.run(document, options)", options)
        return [
            f"{self.path}: {one['id']}: {place['target']} {place['failureSummary']}"
            for one in found["violations"]
            for place in one["nodes"]
        ]

    def excess_width(self) -> int:
        """How many pixels the page could be scrolled sideways."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def _route(self, route: Route) -> None:
        url = route.request.url
        self.asked.append(url)
        name = next((name for name, entry in CDN.items() if entry["url"] == url), None)
        if name is None or self.cdn is Cdn.BLOCKED:
            route.abort("internetdisconnected")
            return
        content = INSTALLED[name].read_bytes()
        if self.cdn is Cdn.ALTERED:
            content += b"\nwindow.altered = true;\n"
        self.answered.append(url)
        headers = {"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}
        route.fulfill(status=200, headers=headers, body=content)

    def _asked(self, request: Request) -> None:
        if request.url.startswith(self.site) and "/vendor/" in request.url:
            self.at_home.append(request.url.rpartition("/vendor/")[2])

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not self._is_expected(message):
            self.wrong.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _is_expected(self, message: ConsoleMessage) -> bool:
        """A browser says by itself that a script could not be loaded, that its hash is wrong, that a page is a 404."""
        url = str(message.location.get("url"))
        if url == self.page.url and "404 (Not Found)" in message.text:
            return True
        if self.cdn is Cdn.BLOCKED:
            return message.text.startswith("Failed to load resource: net::ERR_") and url.startswith(
                "https://cdn."
            )
        return self.cdn is Cdn.ALTERED and "integrity" in message.text


@contextmanager
def visiting(browser: Browser, site: str, cdn: Cdn, **options: Any) -> Iterator[Visit]:
    """A fresh visit; at its end the console has stayed silent, no rule of the page was broken, and nothing but
    the dashboard and the CDN was asked for."""
    context = browser.new_context(
        **{"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **options}
    )
    context.set_default_timeout(10_000)
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    visit = Visit(page, site, cdn)
    context.route(lambda url: not url.startswith(site), visit._route)
    page.on("request", visit._asked)
    page.on("console", visit._heard)
    page.on("pageerror", lambda error: visit.wrong.append(f"uncaught: {error}"))
    yield visit
    if options.get("java_script_enabled", True):
        broken = page.evaluate("window.violations")
        assert not broken, broken
    assert not visit.wrong, "\n".join(visit.wrong)
    assert set(visit.asked) <= {entry["url"] for entry in CDN.values()}
    context.close()
