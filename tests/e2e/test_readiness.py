"""The readiness of a release in a browser: its numbers, the rows that unfold, the filters, the keys."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from app.config import Environment, Project, Secret, Settings
from app.main import create_app
from app.store import releases, snapshots
from app.store.engine import open_store
from tests import build
from tests.domain.readiness.before import ONE_WAY, with_operations
from tests.e2e.visit import Cdn, Visit, visiting
from tests.servers import dashboard

READINESS = "/shop/releases/v1.2/readiness"
SQUASHED = "/shop/releases/v2/readiness"
NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    allowed = ["clipboard-read", "clipboard-write"]
    with visiting(browser, site, Cdn.ANSWERS, permissions=allowed) as visit:
        yield visit


@pytest.fixture(scope="module")
def squashed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A release that squashed an app and deleted the files, before a database that is half-way and one that is not."""
    release = build.release("catalog: 1to3 = 1+2+3", "shop: 1 < 2 < 3")
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('squashed') / 'store.db'}")
    with store.writing() as session:
        releases.add(session, "shop", with_operations(release, shop_2=ONE_WAY), label="v2", at=NOW)
        for slug, keys in (
            ("half", ("catalog.1", "shop.1")),
            ("whole", ("catalog.1", "catalog.2", "catalog.3")),
        ):
            snapshots.add(session, "shop", slug, build.history(*keys), at=NOW)
    environments = tuple(Environment(slug, ()) for slug in ("half", "whole"))
    settings = Settings(Secret("sqlite:///unused"), (Project("shop", "Shop", environments=environments),))
    app = create_app(settings, store, now=lambda: NOW + timedelta(minutes=2))
    with dashboard.serve(app) as address:
        yield address


def row(visit: Visit, name: str) -> Locator:
    return visit.page.locator("#readiness-table tbody").filter(
        has=visit.page.get_by_role("link", name=name, exact=True)
    )


def numbers(visit: Visit) -> list[int]:
    texts = visit.page.locator("#answer-bar b").all_text_contents()
    return [int(text.replace(",", "")) for text in texts]


@pytest.mark.acceptance(34)
def test_the_numbers_add_up_and_the_heading_says_them(visit: Visit):
    visit.go("/shop")
    environments = visit.page.locator("#verdict-strip .cells li").count()
    visit.go(READINESS)
    no, unknown, mind, yes = numbers(visit)

    assert no + unknown + mind + yes == environments
    heading = visit.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(
        f"{mind + yes} of {environments} environments can take v1.2. {no} cannot, {unknown} is unknown."
    )


@pytest.mark.acceptance(35)
def test_a_partial_squash_whose_replaced_files_are_gone_is_no(browser: Browser, squashed: str):
    with visiting(browser, squashed, Cdn.ANSWERS) as visit:
        visit.go(SQUASHED)

        expect(row(visit, "half").locator(".answer")).to_have_text("No")
        expect(row(visit, "half")).to_contain_text("catalog.1to3 is half recorded")
        expect(row(visit, "whole").locator(".answer")).to_have_text("Yes")
        expect(visit.page.locator("#what-stops-it")).to_contain_text("In half.")


@pytest.mark.acceptance(36)
def test_the_one_way_count_is_that_of_the_steps_that_are_marked(browser: Browser, squashed: str):
    with visiting(browser, squashed, Cdn.ANSWERS) as visit:
        visit.go(SQUASHED)
        visit.await_htmx()
        one = row(visit, "whole")
        one.get_by_role("button", name="Plan and way back of whole").click()
        plan = visit.page.locator("#plan-and-way-back")

        expect(plan.locator(".plan li")).to_have_count(3)
        expect(plan.locator(".irreversible")).to_have_count(int(one.locator(".one-way").inner_text()))
        expect(plan.locator("li", has=visit.page.locator(".irreversible"))).to_contain_text(
            "RunPython without reverse"
        )
        assert visit.path == SQUASHED


def test_a_row_unfolds_and_folds_with_the_keyboard(visit: Visit):
    visit.go(READINESS)
    visit.await_htmx()
    button = row(visit, "sandbox-2").locator(".unfold")
    button.focus()
    visit.page.keyboard.press("Enter")
    expect(row(visit, "sandbox-2").locator(".plan li")).to_have_count(13)
    assert button.get_attribute("aria-expanded") == "true"
    visit.page.keyboard.press("Space")

    expect(row(visit, "sandbox-2").locator(".plan")).to_be_hidden()
    assert button.get_attribute("aria-expanded") == "false"


def test_without_javascript_the_row_leads_to_the_plan(browser: Browser, site: str):
    with visiting(browser, site, Cdn.ANSWERS, java_script_enabled=False) as visit:
        visit.go(READINESS)
        row(visit, "sandbox-2").get_by_role("link", name="Plan and way back of sandbox-2").click()

        expect(visit.page.locator("#plan-and-way-back .plan li")).to_have_count(13)
        assert visit.path == f"{READINESS}/sandbox-2"


def test_typing_narrows_the_table_and_back_restores_it(visit: Visit):
    visit.go(READINESS)
    visit.await_htmx()
    total = visit.page.locator("#readiness-table tbody").count()
    visit.page.get_by_label("Filter by environment, app or migration").press_sequentially("gift_card")

    expect(visit.page.locator("#readiness-table tbody")).to_have_count(1)
    assert visit.path == f"{READINESS}?q=gift_card"
    visit.page.go_back()
    expect(visit.page.locator("#readiness-table tbody")).to_have_count(total)


def test_a_part_of_the_bar_filters(visit: Visit):
    visit.go(READINESS)
    visit.page.locator("#answer-bar").get_by_role("link", name="no").first.click()

    expect(visit.page.locator("#readiness-table tbody")).to_have_count(3)
    assert visit.path == f"{READINESS}?answer=no"


def test_g_and_r_lead_to_the_readiness_of_the_newest_release_and_g_f_back(visit: Visit):
    visit.go("/shop")
    visit.page.keyboard.press("g")
    visit.page.keyboard.press("r")
    visit.page.wait_for_url("**/readiness")
    assert visit.path == READINESS
    visit.page.keyboard.press("g")
    visit.page.keyboard.press("f")
    visit.page.wait_for_url("**/shop")
    visit.page.keyboard.press("r")
    assert visit.path == "/shop"


def test_the_markdown_is_copied_as_it_is_and_y_pins_the_page(visit: Visit):
    visit.go(READINESS)
    visit.page.keyboard.press("Shift+C")
    expect(visit.page.locator("#notice")).to_have_text("Copied")
    said = visit.page.evaluate("navigator.clipboard.readText()")
    visit.page.keyboard.press("y")

    assert said.startswith("**Readiness of v1.2** (as of ")
    expect(visit.page.locator(".pinned-bar")).to_be_visible()
    assert "/readiness/at/" in visit.path


def test_an_unfolded_page_is_accessible_and_fits(browser: Browser, squashed: str):
    with visiting(browser, squashed, Cdn.ANSWERS) as visit:
        visit.go(SQUASHED)
        visit.await_htmx()
        row(visit, "whole").locator(".unfold").click()
        expect(visit.page.locator("#plan-and-way-back .plan li")).to_have_count(3)

        for width in (1440, 390):
            visit.page.set_viewport_size({"width": width, "height": 900})
            assert visit.objections_in_both_themes() == [], width
            assert visit.excess_width() == 0, width


def test_the_picture_of_the_page_is_named_in_the_documents():
    text = (Path(__file__).resolve().parents[2] / "docs" / "readiness.md").read_text(encoding="utf-8")

    assert "screenshots/readiness.png" in text
