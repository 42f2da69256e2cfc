"""`driftboard deployed`: which release runs in an environment from now on."""

import re
import shlex
from pathlib import Path

import pytest

from app.store import releases
from app.store.engine import open_store
from app.store.pushed import deployments
from tests.build import NOON, release
from tests.cli.command_line import run

CONFIG = """
[projects.shop.environments.sandbox-3]
database = "sqlite:///db.sqlite3"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "driftboard.toml"
    file.write_text(CONFIG)
    with open_store(f"sqlite:///{tmp_path}/driftboard.db") as store, store.writing() as session:
        releases.add(session, "shop", release("a: 1", label="v1.2"), label="v1.2", at=NOON)
    return file


def kept(config: Path) -> list[tuple[str | None, str | None]]:
    with open_store(f"sqlite:///{config.parent}/driftboard.db") as store, store.reading() as session:
        return [
            (each.label, each.commit) for each in deployments.of_environment(session, "shop", "sandbox-3")
        ]


def test_what_is_deployed_is_said_once_and_again(config: Path):
    first = run("deployed", "sandbox-3", "v1.2", "--config", config)
    again = run("deployed", "sandbox-3", "v1.2", "--config", config)

    assert (first.exit_code, first.output) == (0, "sandbox-3 runs v1.2 from now on.\n")
    assert (again.exit_code, again.output) == (0, "sandbox-3 runs v1.2, as was told before.\n")
    assert kept(config) == [("v1.2", None)]


def test_a_release_that_is_not_known_yet_is_kept_and_said(config: Path):
    told = run(
        "deployed", "sandbox-3", "--commit", "3F2C1A4", "--at", "2026-06-19T09:10:00Z", "--config", config
    )

    assert told.exit_code == 0
    assert told.stdout == "sandbox-3 runs commit 3f2c1a4 from now on.\n"
    assert "No release commit 3f2c1a4 is known yet: until then nothing is judged there." in told.stderr
    assert kept(config) == [(None, "3f2c1a4")]


WRONG = {
    "environment": (("nope", "v1"), "There is no environment nope in shop: sandbox-3."),
    "nothing": (("sandbox-3",), "Say what was deployed: a label, or --commit."),
    "label": (("sandbox-3", " "), "A label is a name of at most 200 characters, such as v1.2."),
    "commit": (("sandbox-3", "--commit", "v1"), "--commit takes 7 hex digits or more, not v1."),
    "time": (
        ("sandbox-3", "v1", "--at", "2026-06-19T09:10:00"),
        "--at looks like 2026-11-29T23:00:00Z, not 2026-06-19T09:10:00.",
    ),
    "project": (("sandbox-3", "v1", "--project", "depot"), "Say which project with --project: shop."),
}


@pytest.mark.parametrize(("words", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_and_nothing_is_kept(config: Path, words, sentence):
    answer = run("deployed", *words, "--config", config)

    assert (answer.exit_code, answer.stderr.strip()) == (2, sentence)
    assert kept(config) == []


def test_the_commands_of_the_documents_do_what_they_say(config: Path):
    text = (Path(__file__).parents[2] / "docs" / "deployments.md").read_text(encoding="utf-8")
    commands = re.findall(r"^driftboard (deployed .*)$", text, re.MULTILINE)

    for command in commands:
        assert run(*shlex.split(command), "--config", config).exit_code == 0, command
    assert len(commands) == 3
    assert kept(config) == [(None, "3f2c1a4"), ("v1.2", "3f2c1a4"), ("v1.2", None)]
