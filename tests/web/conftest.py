"""A site over a store in a file, whose clock stands still until a test moves it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.config import Database, Environment, Project, Secret, Settings
from app.domain.failure import Cause
from app.domain.history import History, Surroundings
from app.domain.release import Release
from app.domain.table_location import TableLocation
from app.main import create_app
from app.store import failures, releases, snapshots
from app.store.engine import Store, engine_of, open_store
from tests import build
from tests.web import dom

NOW = datetime(2026, 6, 19, 9, 14, 20, tzinfo=UTC)
SECRETS = ("driver-user", "hunter2", "db.internal", "driver-database")

SHOP = build.release(
    "users: 0001_initial < 0010_add_unique_id_migration",
    "orders: 0001_initial @users.0010_add_unique_id_migration < 0002_status",
)
IN_STEP = (
    "users.0001_initial",
    "users.0010_add_unique_id_migration",
    "orders.0001_initial",
    "orders.0002_status",
)
BLOCKED = ("users.0001_initial", "orders.0001_initial", "orders.0002_status")
BEHIND = IN_STEP[:2]
DRIFTED = (*IN_STEP, "orders.0003_wip")


def environment(slug: str, *, alias: str = "default", databases=None, **facts) -> Environment:
    url = f"postgresql://{SECRETS[0]}:{SECRETS[1]}@{SECRETS[2]}/{SECRETS[3]}"
    return Environment(slug, databases or (Database(Secret(url), alias),), **facts)


class Site:
    """What a test tells of the world, and the browser that it looks with."""

    def __init__(self, file: Path, *, is_made: bool = False) -> None:
        """The store is `file`; where it `is_made`, its tables are known to be those of now."""
        self.now = NOW
        self.file = file
        self.is_made = is_made
        self.project = Project("shop", "The shop")
        self.more: tuple[Project, ...] = ()
        self._client: TestClient | None = None

    @cached_property
    def store(self) -> Store:
        url = f"sqlite:///{self.file}"
        return Store(engine_of(url)) if self.is_made else open_store(url)

    def environments(self, *slugs: str, **facts) -> None:
        self.add(*(environment(slug, **facts) for slug in slugs))

    def add(self, *added: Environment) -> None:
        self.project = replace(self.project, environments=(*self.project.environments, *added))
        self._client = None

    def remove(self, slug: str) -> None:
        kept = tuple(one for one in self.project.environments if one.slug != slug)
        self.project = replace(self.project, environments=kept)
        self._client = None

    def release(
        self, release: Release = SHOP, *, label: str = "v1.2", ago: timedelta = timedelta(days=1)
    ) -> Release:
        with self.store.writing() as session:
            releases.add(session, "shop", release, label=label, at=self.now - ago)
        return release

    def seen(
        self,
        slug: str,
        *keys: str,
        ago: timedelta = timedelta(minutes=2),
        table: bool = True,
        surroundings: Surroundings | None = None,
    ) -> History:
        if slug not in [one.slug for one in self.project.environments]:
            self.environments(slug)
        history = replace(build.history(*keys), has_table=table, surroundings=surroundings)
        alias = self.project.environment(slug).databases[0].alias
        facts = {"at": self.now - ago, "location": TableLocation(alias)}
        with self.store.writing() as session:
            snapshots.add(session, "shop", slug, history, **facts)
            failures.end(session, "shop", slug, **facts)
        return history

    def failed(self, slug: str, cause: Cause = Cause.UNREACHABLE, *, ago: timedelta = timedelta(0)) -> None:
        if slug not in [one.slug for one in self.project.environments]:
            self.environments(slug)
        with self.store.writing() as session:
            failures.add(session, "shop", slug, cause, at=self.now - ago)

    def later(self, **length: float) -> None:
        self.now += timedelta(**length)

    @property
    def client(self) -> TestClient:
        if self._client is None:
            settings = Settings(Secret("sqlite:///not-used.db"), (self.project, *self.more))
            app = create_app(settings, self.store, now=lambda: self.now)
            self._client = TestClient(app, follow_redirects=False, raise_server_exceptions=False)
        return self._client

    def get(self, address: str, *, status: int = 200, **headers: str):
        answer = self.client.get(
            address, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.text[:2000]}"
        for secret in SECRETS:
            assert secret not in answer.text
        return answer

    def page(self, address: str, *, status: int = 200) -> dom.Element:
        return dom.read(self.get(address, status=status).text)

    def main(self, address: str, *, status: int = 200) -> dom.Element:
        return self.page(address, status=status).one("main")


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory) -> Path:
    """A store with nothing in it, made once and copied for each test."""
    file = tmp_path_factory.mktemp("store") / "empty.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def site(tmp_path, empty_store) -> Iterator[Site]:
    made = Site(Path(shutil.copy(empty_store, tmp_path / "store.db")), is_made=True)
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def whole_story(tmp_path_factory, empty_store) -> Site:
    """The story, told once; its store is closed, and copied for each test."""
    site = Site(Path(shutil.copy(empty_store, tmp_path_factory.mktemp("story") / "store.db")), is_made=True)
    site.release()
    site.seen("sandbox-1", *BLOCKED)
    site.seen("sandbox-2", *BLOCKED)
    site.seen("sandbox-3", *BEHIND)
    site.seen("sandbox-4", *DRIFTED)
    site.seen("sandbox-5", *IN_STEP)
    site.seen("sandbox-6", *IN_STEP, ago=timedelta(minutes=9))
    site.failed("sandbox-6", ago=timedelta(minutes=4))
    site.store.close()
    return site


@pytest.fixture
def story(site: Site, whole_story: Site) -> Site:
    """Two blocked by one missing row, one behind, one drifted, one in step, one that cannot be reached."""
    shutil.copy(whole_story.file, site.file)
    site.project = whole_story.project
    return site
