"""What every test may ask for. Servers start when the first test asks, and stop at the end."""

import os
import re
from collections.abc import Generator, Iterator
from itertools import count

import pytest

from app.jobs.demo.shop import Shop
from tests.servers import postgres as postgres_server
from tests.servers.postgres import PostgresServer
from tests.story import Story

NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL that logs every statement."""
    with postgres_server.start_server() as server:
        yield server


@pytest.fixture
def postgres_database(postgres: PostgresServer, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh, empty database, dropped after the test."""
    words = re.sub(r"\W+", "_", request.node.name).lower()[:40]
    name = f"test_{next(NUMBERS)}_{words}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The Git repository of the demo, without its databases."""
    return Shop.create(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The whole demo: about ten seconds, once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIFTBOARD_DATABASE_URL", "postgresql://elsewhere/driftboard")
        return Story.build(tmp_path_factory.mktemp("story"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failed one: whatever it lacked has to be installed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report
