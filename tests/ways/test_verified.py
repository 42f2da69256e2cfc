"""The commands with which the page of a finding has people verify: run before a way is taken, and after."""

import shlex
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli import cli
from app.config import CurrentSettings, Settings, load
from app.jobs import collection, releases
from app.main import create_app
from app.store.engine import open_store
from tests.story import Story

ADDRESS = "/shop/environments/sandbox-3/findings/missing-dependency/orders.0001_initial.json"


def test_each_command_exits_as_the_page_says(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    database = Path(shutil.copy(story.folder / "databases" / "sandbox-3.sqlite3", tmp_path / "one.sqlite3"))
    story.shop.export("v1.2", tmp_path / "release.json")
    (tmp_path / "driftboard.toml").write_text(
        f'[projects.shop.releases]\n"v1.2" = "release.json"\n'
        f'[projects.shop.environments.sandbox-3]\ndatabase = "sqlite:///{database.name}"\n'
    )
    monkeypatch.chdir(tmp_path)
    settings = load(tmp_path / "driftboard.toml", {})
    page = page_of(settings)
    said = {line["command"]: line["says"] for line in page["verify"]}
    plan, check, collect, ways = said
    script = page["ways"][0]["steps"][1]["text"]

    def exit_code(command: str) -> int:
        program, *words = shlex.split(command)
        if program == "python":
            return story.shop.manage("v1.2", f"sqlite:///{database}", *words[1:]).returncode
        result = CliRunner().invoke(cli, words)
        said[command] = result.output
        return result.exit_code

    assert [exit_code(command) for command in (plan, check, collect, ways)] == [1, 1, 0, 0]
    with sqlite3.connect(database) as connection:
        connection.executescript(script)
    assert [exit_code(command) for command in (plan, check, collect, ways)] == [0, 1, 0, 2]
    assert "There is no finding D101:orders.0001_initial here" in said[ways]
    assert story.shop.manage("v1.2", f"sqlite:///{database}", "migrate").returncode == 0
    assert exit_code(check) == 0


def page_of(settings: Settings) -> dict[str, list[dict[str, str]]]:
    """The twin of the page, over a store that has looked once."""

    def now() -> datetime:
        return datetime.now(UTC)

    (project,) = settings.projects
    with open_store(settings.database_url) as store:
        releases.add_all(store, settings, now=now)
        for _ in collection.collect(store, project.slug, project.environments, now=now):
            pass
        client = TestClient(create_app(CurrentSettings.of(settings), store, now=now))
        return client.get(ADDRESS).json()
