"""A pinned finding while its database is mended: the box says that it is fixed, and the page stays as it was."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.config import Project, Secret
from app.jobs import collection, releases
from app.jobs.follow import follow
from app.main import create_app
from app.store.engine import Store, open_store
from app.web.server.door import Listening
from tests.e2e.visit import Cdn, Visit, visiting
from tests.servers import dashboard
from tests.story import Story

FINDING = "/shop/environments/sandbox-3/findings/missing-dependency/orders.0001_initial"
RECORD = (
    "INSERT INTO django_migrations (app, name, applied) VALUES ('users', '0010_add_unique_id_migration', ?)"
)
POLLED = 31_000
"""After so many milliseconds the box has asked again."""


@dataclass
class Watched:
    """The story with a database of its own for sandbox-3, and a clock that the test moves."""

    address: str
    store: Store
    project: Project
    file: Path
    now: datetime

    def collect(self) -> None:
        collection.collect(self.store, "shop", self.project.environments, now=lambda: self.now)

    def record_the_row(self) -> None:
        with sqlite3.connect(self.file) as connection:
            connection.execute(RECORD, ["2026-06-19 10:41:00"])
        connection.close()


@pytest.fixture
def watched(story: Story, tmp_path: Path) -> Iterator[Watched]:
    file = Path(shutil.copy(story.folder / "databases" / "sandbox-3.sqlite3", tmp_path))
    (demo,) = story.settings.projects
    sandbox, other = demo.environment("sandbox-3"), demo.environment("sandbox-7")
    assert sandbox is not None
    assert other is not None
    own = replace(sandbox, databases=(replace(sandbox.databases[0], url=Secret(f"sqlite:///{file}")),))
    project = replace(demo, environments=(own, other), commit_url="https://git.example/shop/{commit}")
    settings = replace(story.settings, projects=(project,))
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    made = Watched("", store, project, file, datetime.now(UTC).replace(microsecond=0))
    releases.add_all(store, settings, now=lambda: made.now)
    follow(store, project, now=lambda: made.now)
    made.collect()
    with dashboard.serve(
        create_app(settings, store, now=lambda: made.now, listening=Listening())
    ) as made.address:
        yield made
    store.close()


def pinned_path(page: Page) -> str:
    address = page.locator("link[rel=canonical]").get_attribute("href") or ""
    return re.sub(r"^https?://[^/]+", "", address)


def shown(page: Page) -> tuple[str, str]:
    """What the page itself says: its sentence, and all that is not beside it."""
    return page.locator("h1").inner_text(), page.locator(".finding-main").inner_text()


def opened(visit: Visit) -> str:
    """Open the live page, then the pinned one, and wait for what comes later; the pinned path."""
    visit.go(FINDING)
    path = pinned_path(visit.page)
    visit.page.clock.install()
    visit.go(path)
    expect(visit.page.locator("#now")).to_contain_text("Still blocked")
    expect(visit.page.locator("#pinned-now")).to_contain_text("Now: still blocked, seen ")
    expect(visit.page.locator("#story li")).to_have_count(4)
    return path


@pytest.mark.acceptance(23, 24)
def test_once_the_row_is_recorded_the_box_says_so_and_the_page_stays(browser: Browser, watched: Watched):
    with visiting(browser, watched.address, Cdn.ANSWERS, own=True) as visit:
        page = visit.page
        path = opened(visit)
        before, kept = shown(page), page.request.get(watched.address + path)
        expect(page.locator("#now")).to_contain_text("Same history, same release as pinned here.")
        expect(page.locator("#fixed")).to_be_empty()

        watched.now += timedelta(minutes=90)
        watched.record_the_row()
        watched.collect()
        page.clock.fast_forward(POLLED)

        expect(page.locator("#now")).to_contain_text("by recording users.0010_add_unique_id_migration.")
        expect(page.locator("#now")).to_contain_text("sandbox-3 is behind now.")
        expect(page.locator("#fixed")).to_contain_text("Fixed")
        expect(page.locator("#pinned-now")).to_contain_text("Now: fixed, and behind, seen ")
        assert shown(page) == before
        after = page.request.get(watched.address + path)
        assert (after.headers["cache-control"], after.body()) == (
            "private, max-age=31536000, immutable",
            kept.body(),
        )
        assert visit.objections() == []


@pytest.mark.acceptance(26, 27)
def test_the_pinned_page_says_two_times_the_lines_of_the_commit_and_djangos_words(
    browser: Browser, watched: Watched, story: Story
):
    with visiting(browser, watched.address, Cdn.ANSWERS, own=True) as visit:
        opened(visit)
        page = visit.page

        expect(page.locator("#since")).to_contain_text(f"{watched.now.day} {watched.now:%b %Y}")
        expect(page.locator("#since")).to_contain_text("The row itself is from 1 May 2026, 17:40:00 UTC")
        expect(page.locator("#cause")).to_contain_text(
            "by Tomas Ferreira, 19 Jun 2026, 08:31 UTC, added the dep"
        )
        assert page.locator("#cause [data-line=added]").inner_text() == (
            '+\ndependencies = [("users", "0010_add_unique_id_migration")]'
        ).replace("\n", "")
        link = page.locator("#cause").get_by_role("link").get_attribute("href")
        assert re.fullmatch(r"https://git\.example/shop/[0-9a-f]{40}", link or "")
        migrate = story.shop.manage("v1.2", f"sqlite:///{watched.file}", "migrate", "--plan")
        assert page.locator("#django-prints code").text_content() == migrate.stderr.strip().splitlines()[-1]
        expect(page.locator("#same-cause").get_by_role("link", name="sandbox-7")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

        visit.go("/shop")
        visit.go(pinned_path(page))
        expect(page.locator(".ask-why")).to_have_count(0)
        expect(page.locator(".cause-why .reason-commit a")).to_have_attribute("href", link or "")
        expect(page.locator("#pinned-now")).to_contain_text("all 2 blocked then are still blocked")


def test_without_javascript_what_is_known_later_is_two_links_away(browser: Browser, watched: Watched):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(watched.address + FINDING)
    page.goto(watched.address + pinned_path(page))

    page.locator("#pinned-now").get_by_role("link", name="What is true now").click()
    expect(page.locator("#now")).to_contain_text("Still blocked")
    expect(page.locator("#pinned-now")).to_contain_text("Now: still blocked, seen ")
    page.go_back()
    page.get_by_role("link", name="What brought it").click()
    expect(page.locator("#cause [data-line=added]")).to_be_visible()
    expect(page.locator("#story li")).to_have_count(4)
    context.close()
