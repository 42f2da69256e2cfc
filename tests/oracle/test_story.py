"""The story of the demo shop, on PostgreSQL, MariaDB and SQLite: Django prints what Driftboard says, word for word."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from app import collect, sources
from app.config import Secret
from app.domain.drift import compare
from app.domain.drift.circumstances import circumstances_of
from app.domain.findings import Code, Finding, Verdict
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.runbook import entry_of
from app.jobs.demo.shop import Shop
from tests.servers.mariadb import MariaDBServer
from tests.servers.postgres import PostgresServer
from tests.story import MESSAGE, plan_of, refusal

ORDER = MigrationKey("orders", "0001_initial")
UNIQUE_ID = MigrationKey("users", "0010_add_unique_id_migration")
USER_MODEL = {"AUTH_USER_MODEL": "users.User"}

COMMANDS = (
    ("migrate",),
    ("migrate", "--plan"),
    ("migrate", "--check"),
    ("migrate", "--fake"),
    ("migrate", "orders", "zero"),
    ("makemigrations",),
)
"""Commands that Django refuses on the blocked database."""

RUNS_BEFORE = {
    "an empty database": (),
    "v1.0 only": (("v1.0", "migrate"),),
    "the branch before its release": (("v1.0", "migrate"), ("unique-id", "migrate")),
    "one app only": (("v1.2", "migrate", "shipping"),),
    "merged before the edit": (("v1.1", "migrate"), ("merge", "migrate")),
}

NUMBERS = count(1)

Fresh = Callable[[], str]
Driftboard = Callable[..., subprocess.CompletedProcess[str]]


class ShopOnMariaDB(Shop):
    """The shop with settings of its own for MariaDB, which those in its commits do not know."""

    def manage(self, name: str, database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        folders = [self.checkout(name), Path(__file__).parents[2]]
        return subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            cwd=self.checkout(name),
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.servers.shop_on_mariadb",
                "DATABASE_URL": database,
                "PYTHONPATH": os.pathsep.join(map(str, folders)),
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="module", params=["sqlite", "postgres", "mariadb"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return request.param


@pytest.fixture(scope="module")
def fresh(
    kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Fresh]:
    """A function that makes an empty database and returns its URL, for Django and for Driftboard."""
    names: list[str] = []

    def file() -> str:
        path = tmp_path_factory.mktemp("story") / "shop.sqlite3"
        path.touch()
        return f"sqlite:///{path}"

    if kind == "sqlite":
        yield file
        return
    server: PostgresServer | MariaDBServer = request.getfixturevalue(kind)

    def database() -> str:
        names.append(f"story_{next(NUMBERS)}")
        return server.create_database(names[-1])

    yield database
    for name in names:
        server.drop_database(name)


@pytest.fixture(scope="module", name="shop")
def _shop(shop: Shop, kind: str) -> Shop:
    """The shop, as Django runs it on this kind of database."""
    return ShopOnMariaDB(shop.folder) if kind == "mariadb" else shop


@pytest.fixture(scope="module")
def v1_2(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release v1.2, as an export from inside the project."""
    return sources.read(shop.export("v1.2", tmp_path_factory.mktemp("releases") / "v1.2.json"))


@pytest.fixture(scope="module")
def blocked(shop: Shop, fresh: Fresh) -> str:
    """The URL of a sandbox that migrated at v1.1. At v1.2 it is blocked."""
    url = fresh()
    run(shop, url, ("v1.1", "migrate"))
    return url


@pytest.fixture
def driftboard() -> Driftboard:
    program = Path(sys.executable).with_name("driftboard")

    def run_it(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False
        )

    return run_it


def run(shop: Shop, url: str, *steps: tuple[str, ...]) -> None:
    for checkout, *arguments in steps:
        process = shop.manage(checkout, url, *arguments)
        assert process.returncode == 0, process.stderr


def history_of(url: str) -> History:
    return collect.history(Secret(url))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_django_prints_the_message_word_for_word(
    shop: Shop, v1_2: Release, blocked: str, command: tuple[str, ...]
):
    process = shop.manage("v1.2", blocked, *command)
    outcome = compare(v1_2, history_of(blocked)).outcome

    assert process.returncode == 1
    assert outcome.messages == (refusal(process),) == (MESSAGE,)
    assert f".{outcome.raises}: " in process.stderr


def test_the_finding_is_the_edited_migration_and_what_it_now_needs(v1_2: Release, blocked: str):
    drift = compare(v1_2, history_of(blocked))

    assert drift.verdict is Verdict.BLOCKED
    assert drift.findings == (Finding(Code.MISSING_DEPENDENCY, ORDER, (UNIQUE_ID,)),)


def test_showmigrations_looks_normal(shop: Shop, blocked: str):
    process = shop.manage("v1.2", blocked, "showmigrations")

    assert process.returncode == 0
    assert process.stderr == ""
    assert " [ ] 0010_add_unique_id_migration\n" in process.stdout
    assert "orders\n [X] 0001_initial\n" in process.stdout


def test_a_command_that_is_refused_writes_no_row(shop: Shop, fresh: Fresh):
    url = fresh()
    run(shop, url, ("v1.1", "migrate"))
    before = history_of(url)
    shop.manage("v1.2", url, "migrate", "--fake")

    assert history_of(url) == before


def test_at_its_own_release_the_sandbox_is_in_step(shop: Shop, blocked: str, tmp_path: Path):
    drift = compare(sources.read(shop.export("v1.1", tmp_path / "v1.1.json")), history_of(blocked))

    assert drift.verdict is Verdict.IN_STEP
    assert drift.findings == ()


def test_the_source_read_without_running_it_gives_the_same_message(shop: Shop, blocked: str):
    release = sources.read(shop.checkout("v1.2"), sources.ReadingOptions(django="5.2", settings=USER_MODEL))
    drift = compare(release, history_of(blocked))

    assert release.unreadable == ()
    assert drift.outcome.messages == (MESSAGE,)


def test_with_the_row_by_hand_migrate_runs(shop: Shop, v1_2: Release, fresh: Fresh):
    url = fresh()
    record = (
        "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder; "
        f"MigrationRecorder(connection).record_applied({UNIQUE_ID.app_label!r}, {UNIQUE_ID.name!r})"
    )
    run(shop, url, ("v1.1", "migrate"), ("v1.2", "shell", "-c", record))
    process = shop.manage("v1.2", url, "migrate", "--plan")

    assert process.returncode == 0
    assert compare(v1_2, history_of(url)).outcome.plan == plan_of(process)


def test_a_row_that_no_file_has_goes_by_the_statement_of_the_runbook(shop: Shop, v1_2: Release, fresh: Fresh):
    url, unknown = fresh(), MigrationKey("orders", "0099_wip")
    record = (
        "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder; "
        f"MigrationRecorder(connection).record_applied({unknown.app_label!r}, {unknown.name!r})"
    )
    run(shop, url, ("v1.2", "migrate"), ("v1.2", "shell", "-c", record))
    drift = compare(v1_2, history_of(url))

    assert drift.verdict is Verdict.DRIFTED
    assert drift.findings == (Finding(Code.UNKNOWN, unknown),)
    ways = entry_of(drift.findings[0], circumstances_of(drift, drift.findings[0])).ways
    (statement,) = {
        command for way in ways for command in way.commands if command.startswith("DELETE FROM django_migr")
    }
    run(
        shop,
        url,
        (
            "v1.2",
            "shell",
            "-c",
            f"from django.db import connection; connection.cursor().execute({statement!r})",
        ),
    )
    assert compare(v1_2, history_of(url)).verdict is Verdict.IN_STEP


@pytest.mark.parametrize("runs_before", RUNS_BEFORE)
def test_the_plan_is_what_migrate_says_and_then_does(
    shop: Shop, v1_2: Release, fresh: Fresh, runs_before: str
):
    url = fresh()
    run(shop, url, *RUNS_BEFORE[runs_before])
    before = history_of(url)
    plan = compare(v1_2, before).outcome.plan
    printed_plan = plan_of(shop.manage("v1.2", url, "migrate", "--plan"))
    run(shop, url, ("v1.2", "migrate"))
    after = history_of(url)

    assert plan == printed_plan
    assert after.rows[: len(before.rows)] == before.rows
    assert tuple(row.key for row in after.rows[len(before.rows) :]) == plan
    assert compare(v1_2, after).verdict is Verdict.IN_STEP


def test_the_command_line_refuses_with_the_message(shop: Shop, blocked: str, driftboard: Driftboard):
    setting = "AUTH_USER_MODEL=users.User"
    process = driftboard(
        "compare", shop.checkout("v1.2"), blocked, "--django", "5.2", "--setting", setting, "--format", "json"
    )
    answer = json.loads(process.stdout)

    assert process.returncode == 1
    assert answer["format"] == "driftboard-drift/1"
    assert answer["verdict"] == "blocked"
    assert answer["outcome"] == {
        "raises": "InconsistentMigrationHistory",
        "messages": [MESSAGE],
        "plan": None,
    }
    assert answer["statuses"][str(ORDER)] == "missing-dependency"
    assert answer["statuses"][str(UNIQUE_ID)] == "missing"


def test_the_command_line_says_the_message_in_its_text(
    shop: Shop, blocked: str, driftboard: Driftboard, tmp_path: Path
):
    process = driftboard("compare", shop.export("v1.2", tmp_path / "v1.2.json"), blocked)

    assert process.returncode == 1
    assert MESSAGE in " ".join(process.stdout.split())


def test_the_command_line_lets_pass_what_migrate_runs(
    shop: Shop, fresh: Fresh, driftboard: Driftboard, tmp_path: Path
):
    process = driftboard("compare", shop.export("v1.2", tmp_path / "v1.2.json"), fresh(), "--format", "json")
    answer = json.loads(process.stdout)

    assert process.returncode == 0
    assert answer["verdict"] == "behind"
    assert len(answer["outcome"]["plan"]) == answer["release"]["migrations"]


def test_the_command_line_says_when_it_cannot_compare(shop: Shop, driftboard: Driftboard, tmp_path: Path):
    process = driftboard(
        "compare", shop.export("v1.2", tmp_path / "v1.2.json"), f"sqlite:///{tmp_path / 'gone.sqlite3'}"
    )

    assert process.returncode == 2
    assert "there is no such file" in process.stderr
    assert "Traceback" not in process.stderr
