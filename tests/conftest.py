"""What every test may ask for. Servers start when the first test asks, and stop at the end."""

import os
import re
import sys
from collections.abc import Callable, Generator, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings
from jinja2 import Environment, FileSystemBytecodeCache

from app.jobs.demo.shop import Shop
from tests import closing
from tests.ending import AT_THE_END, RunFolder
from tests.servers import mariadb as mariadb_server
from tests.servers import postgres as postgres_server
from tests.servers.mariadb import MariaDBServer
from tests.servers.postgres import PostgresServer
from tests.story import Story

# What a short run draws is the same each time, so that it fails for whoever broke something. A long form draws anew.
settings.load_profile("default" if any(name.endswith("EXAMPLES") for name in os.environ) else "ci")

NUMBERS = count(1)
RUN_FOLDER = pytest.StashKey[RunFolder]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[RUN_FOLDER] = RunFolder()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[RUN_FOLDER].close()


@pytest.fixture(scope="session", autouse=True)
def nothing_is_left_behind(pytestconfig: pytest.Config) -> Iterator[None]:
    """After the last test every process that served several is ended, and no temporary file is left."""
    yield
    AT_THE_END.close()
    assert pytestconfig.stash[RUN_FOLDER].left == []


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what all processes of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def read_once(nothing_is_left_behind: None, run_folder: Path) -> Iterator[None]:
    """
    Templates are compiled, and static files and the revisions of the store read, once for all applications of a run.

    That is most of what a new one costs. What is not loaded when the tests begin is left as it is.
    """
    with pytest.MonkeyPatch.context() as patch:
        if (rendering := sys.modules.get("app.web.server.rendering")) is not None:
            compiled = run_folder / "templates"
            compiled.mkdir(exist_ok=True)
            cache = FileSystemBytecodeCache(str(compiled))
            patch.setattr(rendering, "Environment", partial(Environment, bytecode_cache=cache))
        if (static_files := sys.modules.get("app.web.server.static_files")) is not None:
            patch.setattr(static_files, "build_of", OncePerContent(static_files.build_of, lambda path: path))
        if (schema := sys.modules.get("app.store.opening.schema")) is not None:
            scripts = OncePerContent(
                schema.ScriptDirectory.from_config, lambda config: config.get_main_option("script_location")
            )
            patch.setattr(schema, "ScriptDirectory", SimpleNamespace(from_config=scripts))
        yield


class OncePerContent:
    """A function of a folder, which is asked again only where a file of the folder is another one than before."""

    def __init__(self, function: Callable[[Any], Any], folder_of: Callable[[Any], Any]) -> None:
        self.function, self.folder_of = function, folder_of
        self.answers: dict[Any, Any] = {}

    def __call__(self, argument: Any) -> Any:
        files = (path for path in Path(self.folder_of(argument)).rglob("*.*") if path.is_file())
        key = (self.folder_of(argument), *((str(path), path.stat().st_mtime_ns) for path in files))
        if key not in self.answers:
            self.answers[key] = self.function(argument)
        return self.answers[key]


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
def story(run_folder: Path) -> Story:
    """The whole demo: about ten seconds, once in a run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIFTBOARD_DATABASE_URL", "postgresql://elsewhere/driftboard")
        return Story.built(run_folder / "story")


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
