"""The fleet in a real browser: the demo's fifteen environments, and five hundred and five thousand made up ones."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.config import Environment, Project, Secret, Settings
from app.domain.findings import VERDICT_WORDS, Verdict
from app.domain.table_location import DEFAULT_LOCATION
from app.main import create_app
from app.store import releases, snapshots
from app.store.engine import Store, open_store
from app.store.snapshots.looks import Look
from app.store.snapshots.looks import add as add_looks
from app.web.server.door import Listening
from tests import build
from tests.e2e.visit import Cdn, Visit
from tests.e2e.visit import visiting as visiting_quickly
from tests.servers import dashboard
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP

FLEET = "/shop"
PATIENCE = 60_000
"""In milliseconds: hundreds of environments are read at the first request, and other tests may run beside these."""

NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)
SHARES = ((BLOCKED, 20), (DRIFTED, 30), (BEHIND, 120), (IN_STEP, 330))
"""Of five hundred environments so many have each history; of five thousand ten times as many."""

ONE_LINE = "(cells) => new Set(cells.map((cell) => Math.round(cell.getBoundingClientRect().top))).size"
LEAST_WIDTH = "(cells) => Math.min(...cells.map((cell) => cell.getBoundingClientRect().width))"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@contextmanager
def visiting(browser: Browser, site: str, cdn: Cdn, **options: Any) -> Iterator[Visit]:
    with visiting_quickly(browser, site, cdn, **options) as visit:
        visit.page.set_default_timeout(PATIENCE)
        yield visit


class Clock:
    """The moment of the made-up fleets."""

    now = NOW


@contextmanager
def made_up(folder: Path, times: int) -> Iterator[tuple[str, Store]]:
    """The address of a fleet of so many times five hundred environments, and its store."""
    histories = [keys for keys, number in SHARES for _ in range(number * times)]
    slugs = [f"tenant-{number:04}" for number in range(len(histories))]
    with open_store(f"sqlite:///{folder / f'{times}.db'}") as store:
        with store.writing() as session:
            releases.add(session, "shop", SHOP, label="v1.2", at=NOW - timedelta(days=1))
            seen = [
                Look(slug, DEFAULT_LOCATION, build.history(*keys), limit=timedelta(days=1))
                for slug, keys in zip(slugs, histories, strict=True)
            ]
            for at in range(0, len(seen), 500):
                add_looks(session, "shop", seen[at : at + 500], at=NOW - timedelta(minutes=2))
        environments = tuple(Environment(slug, (), tier="preview") for slug in slugs)
        settings = Settings(Secret("sqlite:///unused"), (Project("shop", "Shop", environments=environments),))
        app = create_app(settings, store, now=lambda: Clock.now, listening=Listening())
        with dashboard.serve(app) as site:
            yield site, store


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    with made_up(tmp_path_factory.mktemp("large"), 1) as served:
        yield served


def names(page: Page) -> list[str]:
    return page.locator("#fleet .environment-name > a").all_inner_texts()


@pytest.mark.acceptance(1, 2, 3, 6)
def test_the_sentence_the_strip_and_the_cause(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        page = visit.page
        visit.go(FLEET)
        (heading,) = page.locator("h1").all_inner_texts()
        assert heading == "3 of 15 environments are blocked, all by one missing row."

        cells = [cell.get_attribute("aria-label") or "" for cell in page.locator(".cells a").all()]
        order = [word.lower() for word in VERDICT_WORDS.values()]
        said = [cell.partition(": ")[2] for cell in cells]
        assert len(cells) == 15
        assert said == sorted(said, key=order.index)
        assert all(re.fullmatch(r"[a-z0-9-]+: [a-z ]+", cell) for cell in cells)

        (card,) = page.locator(".cause-card").all()
        expect(card).to_contain_text("The same cause in 3 environments")
        unseen = page.locator("#group-unseen .environment-says").all_inner_texts()
        assert unseen
        assert all("Not seen" in text or "Not reached" in text or "seen" in text for text in unseen)

        card.get_by_role("link", name="Open the finding").click()
        expect(page.get_by_label("Pinned", exact=True)).to_be_visible()
        assert "/at/" in visit.path
        assert "missing-dependency/orders.0001_initial" in visit.path


@pytest.mark.acceptance(4, 5)
def test_the_filter_changes_address_and_list_and_back_restores_both(browser: Browser, site: str):
    """Without JavaScript the same address gives the same list."""
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        page = visit.page
        visit.go(FLEET)
        visit.await_htmx()
        before = names(page)
        page.evaluate("document.querySelector('.foot').dataset.kept = 'yes'")
        page.get_by_label("Filter by environment, app or migration").press_sequentially("sandbox-")
        page.wait_for_url("**/shop?q=sandbox-")
        expect(page.locator(".shown")).to_contain_text("shown")
        filtered, address = names(page), visit.path
        assert 0 < len(filtered) < len(before)
        assert page.locator(".foot").get_attribute("data-kept") == "yes"

        page.go_back()
        page.wait_for_url(f"**{FLEET}")
        expect(page.locator(".shown")).to_have_count(0)
        expect(page.locator("#fleet .environment-name > a")).to_have_count(len(before))
        assert names(page) == before
        assert not page.get_by_label("Filter by environment, app or migration").input_value()

        visit.go(f"{FLEET}?q=billng")
        expect(page.locator("#fleet")).to_contain_text('No environment matches "billng".')
        expect(page.locator(".cells a[data-dim]")).to_have_count(15)
        page.get_by_role("link", name="Clear filters").click()
        expect(page.locator("#fleet .environment-name > a")).to_have_count(len(before))
        assert names(page) == before
    with visiting(browser, site, Cdn.BLOCKED, java_script_enabled=False) as visit:
        visit.go(address)
        assert names(visit.page) == filtered


@pytest.mark.acceptance(46)
def test_five_hundred_are_painted_in_time_on_one_line(browser: Browser, large: tuple[str, Store]):
    with visiting(browser, large[0], Cdn.ANSWERS) as visit:
        visit.go(FLEET)  # the first request of a process reads every history
        answer = visit.page.goto(f"{visit.site}{FLEET}")
        assert answer is not None
        assert len(answer.body()) < 900_000
        assert visit.page.evaluate(PAINTED) < 2_000
        for width in (1440, 390):
            visit.page.set_viewport_size({"width": width, "height": 900})
            cells = visit.page.locator(".cells li")
            assert cells.count() == 500
            assert cells.evaluate_all(ONE_LINE) == 1
            assert not visit.excess_width()
            if width == 1440:
                assert cells.evaluate_all(LEAST_WIDTH) >= 2
        assert visit.objections() == []


def a_list_opens_and_comes_back(visit: Visit) -> None:
    page = visit.page
    visit.go(FLEET)
    behind = page.locator("#list-behind")
    behind.get_by_role("link", name="Show all 120").click()
    expect(behind).to_contain_text("1 to 60 of 120")
    page.wait_for_url("**open=behind*")
    assert behind.locator(".environment-row").count() == 60
    behind.get_by_role("link", name="Next").click()
    expect(behind).to_contain_text("61 to 120 of 120")
    page.wait_for_url("**open=behind&page=2*")
    page.go_back()
    expect(behind).to_contain_text("1 to 60 of 120")
    behind.get_by_role("link", name="Show fewer").click()
    expect(behind.locator(".environment-row")).to_have_count(6)


def test_lists_open_in_place_and_without_a_script(browser: Browser, large: tuple[str, Store]):
    with visiting(browser, large[0], Cdn.ANSWERS) as visit:
        visit.go(FLEET)
        visit.await_htmx()
        a_list_opens_and_comes_back(visit)
        page = visit.page
        page.locator("#list-behind").get_by_role("link", name="Show all 120").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#list-behind")).to_be_focused()
        cluster = page.locator("#group-in-step .clusters > li").first
        expect(cluster).to_contain_text("330 environments share one history")
        cluster.get_by_role("link", name="Show them").click()
        expect(cluster.locator(".tile")).to_have_count(240)
        assert visit.objections() == []
    with visiting(browser, large[0], Cdn.BLOCKED, java_script_enabled=False) as visit:
        a_list_opens_and_comes_back(visit)


def test_rows_never_jump_under_the_pointer(browser: Browser, large: tuple[str, Store]):
    """An open list asks by itself; while the pointer is inside it says how many changed, and shows them when asked."""
    site, store = large
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        page = visit.page
        visit.go(f"{FLEET}?open=drifted")
        visit.await_htmx()
        drifted = page.locator("#list-drifted")
        first = drifted.locator(".environment-row").first
        slug = first.locator(".environment-name > a").inner_text()
        first.hover()
        with store.writing() as session:
            snapshots.add(session, "shop", slug, build.history(*IN_STEP), at=NOW - timedelta(minutes=1))
        with page.expect_response(re.compile("/shop/rows")):
            page.evaluate("htmx.trigger('#list-drifted', 'refresh')")
        link = drifted.get_by_role("link", name="1 change")
        expect(link).to_be_visible()
        expect(first).to_contain_text(slug)

        link.click()
        expect(drifted.locator(".environment-row")).to_have_count(29)
        expect(drifted).not_to_contain_text(slug)
        assert "open=drifted" in visit.path

        page.mouse.move(2, 2)
        page.locator("h1").click()
        with store.writing() as session:
            snapshots.add(session, "shop", slug, build.history(*DRIFTED), at=NOW)
        with page.expect_response(re.compile("/shop/rows")):
            page.evaluate("htmx.trigger('#list-drifted', 'refresh')")
        expect(drifted.locator(".environment-row")).to_have_count(30)


def test_the_list_is_copied_as_csv(browser: Browser, large: tuple[str, Store]):
    with visiting(browser, large[0], Cdn.ANSWERS, permissions=["clipboard-read", "clipboard-write"]) as visit:
        visit.go(f"{FLEET}?verdict=blocked")
        visit.page.get_by_role("button", name="Copy as CSV").click()
        expect(visit.page.locator("#notice")).to_have_text("Copied")
        lines = visit.page.evaluate("navigator.clipboard.readText()").splitlines()

        assert lines[0].startswith("environment,tier,region,verdict,")
        assert len(lines) == 21


def test_five_thousand_are_a_page_of_bounded_size(browser: Browser, tmp_path: Path):
    with made_up(tmp_path, 10) as (site, _), visiting(browser, site, Cdn.ANSWERS) as visit:
        visit.go(FLEET)
        answer = visit.page.goto(f"{site}{FLEET}")
        assert answer is not None
        assert len(answer.body()) < 400_000
        assert visit.page.evaluate(PAINTED) < 2_000
        cells = visit.page.locator(".cells li")
        assert cells.count() <= 610
        assert cells.evaluate_all(ONE_LINE) == 1
        assert not visit.excess_width()
        cells.last.locator("a").click()
        expect(visit.page.locator("#list-in-step")).to_contain_text("tenant-4999")


@pytest.mark.acceptance(45)
def test_title_and_icon_carry_the_worst_verdict(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS) as visit:
        for path, verdict in (
            (FLEET, Verdict.BLOCKED),
            (f"{FLEET}/environments/sandbox-3", Verdict.BLOCKED),
            (
                f"{FLEET}/environments/sandbox-3/findings/missing-dependency/orders.0001_initial",
                Verdict.BLOCKED,
            ),
            (f"{FLEET}/environments/sandbox-4", None),
            (f"{FLEET}/releases/v1.2/readiness", Verdict.BLOCKED),
        ):
            visit.go(path)
            icon = visit.page.locator('link[rel="icon"]').get_attribute("href") or ""
            shown = visit.page.locator(".head-name .verdict").first
            expected = verdict.value if verdict else shown.get_attribute("data-verdict")
            assert icon.endswith(f"/favicon-{expected}.svg"), path
            assert expected != "blocked" or "/readiness" in path or "blocked" in visit.page.title(), path
