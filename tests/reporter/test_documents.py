"""The commands that docs/histories.md prints, run as they stand there."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from app import collect
from app.config import Environment, Project, Secret, Settings, load
from app.main import create_app
from app.store import snapshots
from app.store.engine import Store, open_store
from app.store.pushed import deployments, tokens
from app.web.server.door import Listening
from tests.cli.command_line import run
from tests.oracle import django_versions as judges
from tests.reporter import deployed
from tests.servers import dashboard
from tests.servers.postgres import binaries

NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)
TEXT = (Path(__file__).parents[2] / "docs" / "histories.md").read_text(encoding="utf-8")
HERE = "https://driftboard.example"


def block(word: str, language: str = "sh") -> str:
    """The block of the document that holds this word."""
    (found,) = (one for one in re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL) if word in one)
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/store.db") as opened:
        yield opened


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    project = Project("shop", "Shop", environments=(Environment("sandbox-3", ()),))
    settings = Settings(Secret("sqlite:///not-used.db"), (project,))
    with dashboard.serve(create_app(settings, store, now=lambda: NOW, listening=Listening())) as url:
        yield url


def token(store: Store, environment: str | None = None) -> str:
    with store.writing() as session:
        return tokens.create(session, "shop", environment=environment, at=NOW)[1].reveal()


def test_psql_and_curl_hand_over_what_a_collection_would_read(
    tmp_path: Path, store: Store, address: str, postgres_database: str
):
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE django_migrations (id bigserial, app varchar(255), name varchar(255), applied timestamptz)"
        )
        connection.execute(
            "INSERT INTO django_migrations VALUES (7, 'zoo', '0001', '2026-05-01 13:58:00.25+02'),"
            " (3, 'naïve', 'a \"b\"', '2026-05-01 11:58+00'), (9, 'zoo', '0002', NULL)"
        )
    script = block("--data-binary").replace(HERE, address)
    variables = {
        "PATH": f"{os.environ['PATH']}:{binaries()}",
        "DATABASE_URL": postgres_database,
        "DRIFTBOARD_TOKEN": token(store, "sandbox-3"),
        "TZ": "Asia/Tokyo",
    }
    for _ in range(2):
        subprocess.run(["bash", "-e"], input=script, text=True, cwd=tmp_path, env=variables, check=True)
    with store.reading() as session:
        snapshot = snapshots.latest(session, "shop", "sandbox-3")

    assert snapshot is not None
    assert snapshot.history == collect.history(Secret(postgres_database))


def test_curl_ends_with_an_error_where_it_is_refused(tmp_path: Path, store: Store, address: str):
    (tmp_path / "histories.json").write_text("{}", encoding="utf-8")
    command = block("--data-binary").partition("\n\ncurl")[2]
    done = subprocess.run(
        ["bash"],
        input=f"curl{command}".replace(HERE, address),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "DRIFTBOARD_TOKEN": token(store)},
        text=True,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 22
    assert '"detail":"What was sent are no histories of format 1. format: must be' in done.stdout


def test_the_commands_of_a_deploy_job(tmp_path: Path, store: Store, address: str):
    lines = block("driftboard_report").replace(HERE, address).replace("\\\n", "").splitlines()
    databases = {"default": deployed.database(f"sqlite:///{tmp_path / 'shop.sqlite3'}")}
    folder, judge = deployed.made(tmp_path / "checkout"), judges.judge("5.2")
    for line in lines:
        words = line.removeprefix("python manage.py ").split()
        done = deployed.run(
            judge, folder, *words, databases=databases, DRIFTBOARD_TOKEN=token(store, "sandbox-3")
        )
        assert done.returncode == 0, done.stderr
    with store.reading() as session:
        snapshot = snapshots.latest(session, "shop", "sandbox-3")
        told = deployments.latest(session, "shop")["sandbox-3"]

    assert snapshot is not None
    assert (len(snapshot.history.rows), told.label) == (3, "v1.2")


def test_the_settings_and_the_token(tmp_path: Path):
    config = tmp_path / "driftboard.toml"
    config.write_text(block("pushed = true", "toml"), encoding="utf-8")
    (line,) = block("tokens create").splitlines()
    environments = load(config, {"STAGING_PASSWORD": "hunter2"}).projects[0].environments
    words = shlex.split(line)[1:]
    made = run(*words, "--config", config, env={"STAGING_PASSWORD": "hunter2"})

    assert [len(environment.databases) for environment in environments] == [0, 1]
    assert made.stdout.startswith("drb_")
