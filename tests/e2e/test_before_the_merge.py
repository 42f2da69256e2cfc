"""
The demo's release v1.2 in a real browser, *before* it is merged: followed as a branch while the sandboxes run v1.1.

The page of its blast radius names the edit, its file and line, and the sandboxes; after the edge has moved to a new
migration it says that nobody is harmed.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.config import Project
from app.jobs import collection
from app.jobs.follow import follow
from app.main import create_app
from app.store.engine import Store, open_store
from app.web.server.door import Listening
from tests.e2e.visit import Cdn, Visit, visiting
from tests.servers import dashboard
from tests.story import Story

TOPIC = "/shop/releases/topic/blast-radius"
EDITED = "orders/migrations/0001_initial.py"
HARMED = "With topic, 3 of 7 environments would be refused: qa-eu, sandbox-3 and sandbox-7."
RAN_V1_1 = ("production-apac", "qa-eu", "sandbox-1", "sandbox-3", "sandbox-6", "sandbox-7")
CANNOT_BE_SEEN = "sandbox-8"
LINK = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "{last}"), ("users", "0010_add_unique_id_migration")]
    operations = []
"""

WIDTHS = (1440, 1024, 768, 390)
ENDS = (1440, 390)
PICTURES = "BLAST_RADIUS_PICTURES"
"""A folder into which a run by hand puts what the pages look like, at every width."""


@dataclass(frozen=True)
class BeforeTheMerge:
    """The dashboard of the demo as it was then; `repository` is a clone in which somebody works on the branch."""

    address: str
    repository: Path
    store: Store
    project: Project

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.repository), *words], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    @contextmanager
    def with_the_edge_moved(self) -> Iterator[None]:
        """Within the block the edit is taken back, and a new migration needs what the old one shall not."""
        self.git("checkout", "-q", "v1.1", "--", EDITED)
        folder = self.repository / EDITED.rpartition("/")[0]
        last = max(file.stem for file in folder.glob("0*.py"))
        (folder / "0099_link_users.py").write_text(LINK.format(last=last), encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", "Link orders to users in a migration of its own")
        follow(self.store, self.project, now=lambda: datetime.now(UTC))
        yield
        self.git("reset", "-q", "--hard", "HEAD~1")
        follow(self.store, self.project, now=lambda: datetime.now(UTC))


@pytest.fixture(scope="module")
def then(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BeforeTheMerge]:
    folder = tmp_path_factory.mktemp("before")
    clone = folder / "clone"
    subprocess.run(["git", "clone", "-q", str(story.shop.repository), str(clone)], check=True)
    (project,) = story.settings.projects
    assert project.repository is not None
    source = replace(project.repository.reading, path=clone)
    there = [each for each in project.environments if each.slug in (*RAN_V1_1, CANNOT_BE_SEEN)]
    project = replace(
        project,
        release="v1.1",
        releases=(),
        repository=replace(project.repository, reading=source, follow=("topic", "v*")),
        environments=tuple(replace(each, release=None) for each in there),
        commit_url="https://git.example/shop/commit/{commit}",
    )
    moment = datetime.now(UTC)
    settings = replace(story.settings, projects=(project,))
    with open_store(f"sqlite:///{folder / 'store.db'}") as store:
        made = BeforeTheMerge("", clone, store, project)
        made.git("config", "user.name", "Ines")
        made.git("config", "user.email", "ines@shop.example")
        made.git("switch", "-qc", "topic", "v1.2")
        made.git("tag", "-d", "v1.2")
        follow(store, project, now=lambda: moment)
        collection.collect(store, project.slug, project.environments, now=lambda: moment)
        app = create_app(settings, store, now=lambda: moment + timedelta(minutes=2), listening=Listening())
        with dashboard.serve(app) as address:
            yield replace(made, address=address)


def looked_at(visit: Visit, name: str, scheme: str, widths: tuple[int, ...]) -> list[str]:
    """What axe objects to, and widths at which the page can be scrolled sideways."""
    found = []
    for width in WIDTHS if os.environ.get(PICTURES) else widths:
        visit.page.set_viewport_size({"width": width, "height": 900 if width > 400 else 844})
        found += visit.objections()
        found += [f"{name} at {width}: {visit.excess_width()} too wide"] if visit.excess_width() else []
        if os.environ.get(PICTURES):
            visit.page.screenshot(path=f"{os.environ[PICTURES]}/{name}-{scheme}-{width}.png", full_page=True)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_every_screen_and_axe_has_nothing_to_object(
    browser: Browser, then: BeforeTheMerge, scheme: str
):
    with visiting(browser, then.address, Cdn.ANSWERS, color_scheme=scheme) as visit:
        visit.go(TOPIC)
        found = looked_at(visit, "live", scheme, WIDTHS if scheme == "light" else ENDS)
        visit.go(visit.page.get_by_role("link", name="Copy pinned link").get_attribute("href") or "")
        visit.page.get_by_text("Commit").first.wait_for()
        found += looked_at(visit, "pinned", scheme, ENDS[scheme == "light" :])

    assert found == []


def test_the_edit_is_named_before_the_merge_and_gone_when_the_edge_has_moved(
    browser: Browser, then: BeforeTheMerge
):
    with visiting(browser, then.address, Cdn.ANSWERS) as visit:
        visit.go("/shop/releases/topic")
        visit.page.get_by_role("link", name="Whom it would harm").click()
        heading = visit.page.get_by_role("heading", level=1)
        cause = visit.page.locator(".impact-cause")
        expect(heading).to_contain_text(HARMED)
        expect(heading).to_contain_text(f"it cannot be told: {CANNOT_BE_SEEN}.")
        expect(cause).to_have_count(1)
        expect(cause).to_contain_text(
            "orders.0001_initial is applied, but users.0010_add_unique_id_migration"
        )
        (number,) = then.git("grep", "-n", "0010_add_unique_id", "topic", "--", EDITED).split(":")[2:3]
        expect(cause.locator(".impact-position")).to_have_text(f"{EDITED}:{number}")
        commit = then.git("log", "-1", "--format=%H", "topic", "--", EDITED)
        expect(cause.get_by_role("link", name=commit[:7])).to_have_attribute(
            "href", f"https://git.example/shop/commit/{commit}"
        )
        for slug in ("qa-eu", "sandbox-3", "sandbox-7"):
            expect(cause.get_by_role("link", name=slug, exact=True)).to_be_visible()

        pinned = visit.page.get_by_role("link", name="Copy pinned link").get_attribute("href") or ""
        with then.with_the_edge_moved():
            visit.go(TOPIC)
            expect(heading).to_have_text(f"For 1 of 7 environments it cannot be told: {CANNOT_BE_SEEN}.")
            expect(cause).to_have_count(0)
            visit.go(pinned)
            expect(heading).to_contain_text(HARMED)
            expect(visit.page.locator("#causes").get_by_role("link", name=commit[:7])).to_be_visible()
