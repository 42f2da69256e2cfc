"""What every test may ask for. Servers start when the first test asks, and stop at the end."""

import os
import re
import sys
from collections.abc import Generator, Iterator
from functools import partial
from itertools import count
from typing import Any

import pytest
from jinja2 import Environment, FileSystemBytecodeCache

from app.jobs.demo.shop import Shop
from tests import closing
from tests.servers import mariadb as mariadb_server
from tests.servers import postgres as postgres_server
from tests.servers.mariadb import MariaDBServer
from tests.servers.postgres import PostgresServer
from tests.story import Story

NUMBERS = count(1)


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Templates are compiled once for all applications of a run: that is most of what a new one costs."""
    rendering = sys.modules.get("app.web.server.rendering")
    with pytest.MonkeyPatch.context() as patch:
        if rendering is not None:
            cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
            patch.setattr(rendering, "Environment", partial(Environment, bytecode_cache=cache))
        yield


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
def mariadb() -> Iterator[MariaDBServer]:
    """A running MariaDB that logs every statement."""
    with mariadb_server.start_server() as server:
        yield server


@pytest.fixture
def mariadb_database(mariadb: MariaDBServer) -> Iterator[str]:
    """The name of a fresh, empty database, dropped after the test."""
    name = f"test_{next(NUMBERS)}"
    mariadb.create_database(name)
    yield name
    mariadb.drop_database(name)


@pytest.fixture
def driftboard_reader(postgres: PostgresServer) -> Iterator[str]:
    """The role that the documents make; its name. Roles are those of a whole server, so it is gone before and after."""
    postgres.drop_role("driftboard_reader")
    yield "driftboard_reader"
    postgres.drop_role("driftboard_reader")


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


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """When every folder has said what it has to say, send it to the process that prints."""
    closing.send(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """One of several processes has ended."""
    closing.receive(getattr(node, "workeroutput", None))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    closing.print_all(terminalreporter)
