"""Forced colours, one vocabulary on every page, and where the focus is when a part of a page is replaced."""

import pytest
from playwright.sync_api import Browser, expect

from app.domain.findings import Verdict
from app.domain.status import STATUS_WORDS, Status
from tests.e2e.visit import Cdn, visiting

BLOCKED = "/shop/environments/sandbox-3"
READINESS = "/shop/releases/v1.2/readiness"

FOCUSED = "document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.localName"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_forced_colours_everything_is_still_told_apart(browser: Browser, site: str, scheme: str):
    with visiting(browser, site, Cdn.ANSWERS, forced_colors="active", color_scheme=scheme) as visit:
        page = visit.page
        visit.go("/shop")
        shown = page.locator(".cells a").evaluate_all(
            "cells => [...new Set(cells.map((cell) => cell.dataset.verdict))]"
        )
        fills = {
            verdict: page.locator(f'.cells a[data-verdict="{verdict}"]').first.screenshot()
            for verdict in shown
        }
        assert len(shown) >= 4
        assert len(set(fills.values())) == len(shown)
        current = page.locator(".top nav a[aria-current]")
        assert current.evaluate(
            "link => getComputedStyle(link).outlineStyle + getComputedStyle(link).fontWeight"
        ) != (
            page.locator(".top nav a:not([aria-current])").first.evaluate(
                "link => getComputedStyle(link).outlineStyle + getComputedStyle(link).fontWeight"
            )
        )
        visit.go(READINESS)
        parts = page.locator("#answer-bar svg rect, #answer-bar [data-answer]")
        assert parts.count() >= 3
        visit.go(BLOCKED)
        visit.await_map()
        cards = page.locator(".map-card")
        assert cards.count() > 3
        for status in (Status.MISSING_DEPENDENCY, Status.MISSING):
            icon = page.locator(
                f'.map-card [data-status="{status}"] use, .map-card[data-status="{status}"] use'
            ).first
            assert status in (icon.get_attribute("href") or "")
        # axe does not know that the system's colours are in force, and compares those of the style sheets.
        assert [line for line in visit.objections() if "color-contrast" not in line] == []


@pytest.mark.acceptance(42)
def test_a_status_has_one_name_on_the_map_in_the_legend_and_in_the_table(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        page = visit.page
        visit.go(f"{BLOCKED}?as=table")
        words = page.locator(".status[data-status]").evaluate_all(
            "all => all.map((one) => [one.dataset.status, one.textContent.trim().toLowerCase()])"
        )
        visit.go(BLOCKED)
        visit.await_map()
        legend = page.locator(".map-sign[data-kind=status]").evaluate_all(
            "all => all.map((one) => [one.dataset.name, one.textContent.trim().toLowerCase()])"
        )
        tokens = page.evaluate(
            "names => names.filter((name) => !getComputedStyle(document.body).getPropertyValue(`--status-${name}`))",
            [status.value for status in Status],
        )

        assert tokens == []
        assert legend
        for status, word in [*words, *legend]:
            assert STATUS_WORDS[Status(status)].lower() in word
        visit.go("/shop")
        for verdict in Verdict:
            expect(page.locator(f'.counts [data-verdict="{verdict}"] use')).to_have_attribute(
                "href", page.locator(f'.counts [data-verdict="{verdict}"] use').get_attribute("href") or ""
            )


@pytest.mark.acceptance(43)
def test_the_focus_survives_every_swap(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        page = visit.page
        visit.go("/shop")
        visit.await_htmx()
        page.locator("#filter-q").press_sequentially("qa")
        expect(page.locator(".shown")).to_be_visible()
        assert page.evaluate(FOCUSED) == "filter-q"

        visit.go(READINESS)
        visit.await_htmx()
        page.locator("#readiness-table .unfold").first.press("Enter")
        expect(page.locator("#plan-and-way-back")).to_be_visible()
        assert page.evaluate("document.activeElement.className") == "unfold"

        visit.go(f"{BLOCKED}?as=table")
        visit.await_htmx()
        link = page.locator(".migration-rows tbody a.migration, .migration-rows tbody th a").nth(2)
        link.press("Enter")
        page.wait_for_url("**focus=**")
        assert page.evaluate(FOCUSED) != "body"

        shown = page.locator("#panel h2").inner_text()
        page.locator("#panel a[hx-get]").first.press("Enter")
        expect(page.locator("#panel h2")).not_to_have_text(shown)
        expect(page.locator("#panel")).to_be_focused()

        visit.go("/shop/releases/v1.2")
        visit.await_htmx()
        unfold = page.locator("#apps a[hx-select]").first
        unfold.press("Enter")
        page.wait_for_url("**open=**")
        expect(page.locator("#apps .app-lines")).to_be_visible()
        expect(page.locator("#apps :focus")).to_be_visible()
