"""
A tab of the browser, which one visit after another has: each finds it as if it were new.

A new context loads sixty files anew, in a new process: three times what it costs to show one more page in an old one.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 30_000
"""So many milliseconds a page and what is expected of it may take: no test is about that, and machines are busy."""

SCREEN = {"width": 1440, "height": 900}

VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""

NOTHING = "/healthz"
"""What a tab shows between two visits: of the same site, so that its process and what that has loaded are kept."""

OWN_NAMES = "() => `${Object.getOwnPropertyNames(window).sort()} ${Date}`"
"""What a script finds in every page of a tab, and whether its clock is that of the machine."""

FORGET = "() => { localStorage.clear(); sessionStorage.clear(); window.name = ''; }"


@dataclass(frozen=True)
class Tab:
    """A page in a context of its own; `names` is what a script found in it when it was new."""

    context: BrowserContext
    page: Page
    names: str

    def begin(self, *, viewport: Any, permissions: Any = (), **media: Any) -> None:
        """Make it what a visit asks for: its size, its theme, what it may."""
        self.page.set_viewport_size(viewport)
        usual = {
            "media": "screen",
            "color_scheme": "light",
            "reduced_motion": "no-preference",
            "forced_colors": "none",
        }
        self.page.emulate_media(**usual | media)
        self.context.clear_permissions()
        if permissions:
            self.context.grant_permissions([*permissions])

    def end(self, site: str) -> bool:
        """Leave the site and forget it; whether the next visit will find nothing of this one."""
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        self.page.set_default_timeout(PATIENCE)
        self.page.unroute_all()
        self.page.goto(f"{site}{NOTHING}")
        self.page.evaluate(FORGET)
        self.context.clear_cookies()
        return bool(self.page.evaluate(OWN_NAMES) == self.names)


RESTING: defaultdict[tuple[Browser, str], list[Tab]] = defaultdict(list)
"""Those that wait for a visit, by what cannot be changed of them; the browser closes them at its end."""

CHANGEABLE = ("viewport", "permissions", "color_scheme", "reduced_motion", "forced_colors")


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    context = browser.new_context(**{"viewport": SCREEN, "locale": "en-GB", **options})
    context.set_default_timeout(PATIENCE)
    context.add_init_script(VIOLATIONS)
    return context


def new_tab(browser: Browser, site: str, **options: Any) -> Tab:
    context = new_context(browser, **options)
    page = context.new_page()
    page.goto(f"{site}{NOTHING}")
    return Tab(context, page, page.evaluate(OWN_NAMES))


@contextmanager
def kept_page(browser: Browser, site: str, **options: Any) -> Iterator[Page]:
    """A page in a tab as these options make it. The tab of a test that fails, or leaves something, is closed."""
    changeable = {"viewport": SCREEN} | {name: options[name] for name in CHANGEABLE if name in options}
    fixed = {name: value for name, value in options.items() if name not in CHANGEABLE}
    resting = RESTING[browser, json.dumps(fixed, sort_keys=True)]
    tab = resting.pop() if resting else new_tab(browser, site, **fixed)
    is_as_before = False
    try:
        tab.begin(**changeable)
        yield tab.page
        is_as_before = tab.end(site)
    finally:
        if is_as_before:
            resting.append(tab)
        else:
            tab.context.close()


@contextmanager
def own_page(browser: Browser, site: str, **options: Any) -> Iterator[Page]:
    """A page in a tab that no visit had before or has after: nothing is loaded yet, and its clock may be moved."""
    context = new_context(browser, **options)
    try:
        yield context.new_page()
    finally:
        context.close()
