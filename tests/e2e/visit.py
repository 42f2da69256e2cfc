"""A visit to the dashboard in a real browser. It fails on errors of the console and on requests elsewhere."""

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

MISMATCH = "label-content-name-mismatch"
"""An experiment of axe: what is seen of a link is in its name."""

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
        while not self.page.evaluate("Boolean(window.htmx)"):
            self.page.wait_for_timeout(50)

    def objections(self) -> list[str]:
        """The violations that axe-core finds on the page as it is now, a line each."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        rules = {MISMATCH: {"enabled": True}}
        options = {"runOnly": {"type": "tag", "values": tags}, "rules": rules, "resultTypes": ["violations"]}
        report: dict[str, Any] = self.page.evaluate("(options) => axe.run(document, options)", options)
        return [
            f"{self.path}: {violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in report["violations"]
            for node in violation["nodes"]
        ]

    def excess_width(self) -> int:
        """How far the page can be scrolled sideways, in pixels."""
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

    def _on_request(self, request: Request) -> None:
        if request.url.startswith(self.site) and "/vendor/" in request.url:
            self.at_home.append(request.url.rpartition("/vendor/")[2])

    def _on_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not self._is_expected(message):
            self.wrong.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _is_expected(self, message: ConsoleMessage) -> bool:
        """Whether the browser itself reports a script not loaded, a wrong hash, or a page that is a 404."""
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
    """
    A fresh visit, with `options` for the browser's context.

    At its end it fails if the console had an error, a rule of the Content-Security-Policy was violated, or anything but
    the dashboard and the CDN was asked for.
    """
    context = browser.new_context(
        **{"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **options}
    )
    context.set_default_timeout(10_000)
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    visit = Visit(page, site, cdn)
    context.route(lambda url: not url.startswith(site), visit._route)
    page.on("request", visit._on_request)
    page.on("console", visit._on_message)
    page.on("pageerror", lambda error: visit.wrong.append(f"uncaught: {error}"))
    yield visit
    if options.get("java_script_enabled", True):
        violations = page.evaluate("window.violations")
        assert not violations, violations
    assert not visit.wrong, "\n".join(visit.wrong)
    assert set(visit.asked) <= {entry["url"] for entry in CDN.values()}
    context.close()
