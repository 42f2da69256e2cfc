"""What is said before the dashboard is there: a port that is taken at once, then what is read."""

import socket
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.cli.start import read_code, warm_up
from app.config import CurrentSettings
from app.store.engine import open_store
from tests.cli.command_line import run
from tests.jobs.following import T0


@pytest.fixture
def config(story: Path) -> Path:
    file = story / "driftboard.toml"
    file.write_text(
        f'database = "sqlite:///{story}/store.db"\n[projects.shop.releases]\n"v1.2" = "release.json"\n'
        '"v1.3" = "nowhere.json"\n[projects.shop.environments.qa]\ndatabase = "sqlite:///qa.sqlite3"\n'
    )
    return file


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_said_before_anything_is_read(command: str, config: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run(command, "--port", port, env={"DRIFTBOARD_CONFIG": str(config)})

    assert result.exit_code == 2
    assert result.output == (
        f"Port {port} of 127.0.0.1 is in use. Stop what listens there, or choose another with --port.\n"
    )
    assert not (config.parent / "store.db").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--port", 70_000], "--port is a number up to 65535, not 70000.\n"),
        (["--host", "192.0.2.1"], "192.0.2.1 is no address of this machine. Choose another with --host.\n"),
    ],
)
def test_an_address_at_which_nobody_can_listen_is_said_too(words: list, sentence: str):
    result = run("demo", *words)

    assert (result.exit_code, result.output) == (2, sentence)


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_an_address_for_others_wants_a_sign_in(command: str, config: Path):
    result = run(command, "--host", "0.0.0.0", "--port", 0, env={"DRIFTBOARD_CONFIG": str(config)})  # noqa: S104

    assert result.exit_code == 2
    assert "or start it with --insecure-no-sign-in." in " ".join(result.output.split())
    assert not (config.parent / "store.db").exists()


def test_what_is_read_is_said_and_what_cannot_be(config: Path, capsys):
    settings = CurrentSettings.read(config, {}, at=T0).settings
    with open_store(settings.database_url) as store:
        read_code(store, settings, now=lambda: T0)

    said = capsys.readouterr().err.splitlines()
    assert said[0] == "shop: 2 releases (v1.2 and v1.3), 1 environment."
    assert said[1] == "shop v1.2: 3 migrations read."
    assert said[2].startswith("shop v1.3: ")
    assert "nowhere.json does not exist" in said[2]


def test_the_list_and_every_fleet_are_asked_for_before_a_reader_comes(config: Path):
    asked = []

    async def app(scope, receive, send):
        asked.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    settings = CurrentSettings.read(config, {}, at=T0).settings
    warm_up(app, settings).join()

    assert asked == ["/", "/shop"]


def test_a_page_that_cannot_be_made_ahead_ends_nothing(config: Path):
    async def app(scope, receive, send):
        raise RuntimeError("hunter2")

    settings = CurrentSettings.read(config, {}, at=T0).settings
    with capture_logs() as logs:
        warm_up(app, settings).join()

    assert [(entry["event"], entry["error"]) for entry in logs] == [("warming_up.failed", "RuntimeError")]
