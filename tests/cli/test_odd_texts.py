"""Texts from outside never end a line of ours, and are no commands to a terminal."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from app.cli import output
from app.cli.serving.log_lines import in_one_line
from app.domain.manifest import dumps
from tests.cli.command_line import run
from tests.sources.folder import written
from tests.sources.git.repositories import needing
from tests.web.conftest import SHOP

ODD = "\x1b[2J\nIn step.\u2028\x9b31m\u202e"
WRITTEN = r"\x1b[2J\nIn step.\u2028\x9b31m\u202e"


@pytest.fixture
def compared(tmp_path: Path) -> list[str]:
    (tmp_path / "release.json").write_text(dumps(replace(SHOP, django="5.2")))
    rows = [["users", "0001_initial", ""], ["users", ODD, ""], [ODD, "0001", ""]]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    return [str(tmp_path / "release.json"), str(tmp_path / "rows.json")]


@pytest.mark.parametrize("command", ["compare", "ways"])
def test_a_row_is_one_text_in_a_line(compared: list[str], command: str):
    lines = run(command, *compared).stdout.split("\n")

    assert "In step." not in lines
    assert all(line.isprintable() for line in lines)


def test_a_row_is_written_out(compared: list[str]):
    assert f"D201  Unknown row: users.{WRITTEN} is recorded" in run("compare", *compared).stdout


def test_a_sentence_beside_the_answer(monkeypatch: pytest.MonkeyPatch):
    written = io.StringIO()
    monkeypatch.setattr(output.console, "_file", written)

    output.console.print(f"first\nsecond {ODD.replace(chr(10), '')}", markup=False)

    assert written.getvalue() == f"first\nsecond {WRITTEN.replace(chr(92) + 'n', '')}\n"


def test_a_line_of_the_log():
    written = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(written), processors=[in_one_line, *structlog.get_config()["processors"]]
    )

    log.warning("release.failed", label=ODD, problems=[ODD], number=3)

    (line, end) = written.getvalue().split("\n")
    assert (WRITTEN in line, "number" in line, end) == (True, True, "")
    assert "\x9b" not in line


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store, and a directory of source whose own name is not UTF-8."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "driftboard.toml").write_text('database = "sqlite:///store.db"\n[projects.shop]\n')
    named = tmp_path / "caf\udce9"
    written(named, {"orders/migrations/0001_initial.py": needing()})
    return named


@pytest.mark.parametrize(
    "arguments",
    [
        ("releases", "add", "caf\udce9", "--label", "v\udce9"),
        ("releases", "add", "caf\udce9", "--label", "main", "--setting", "AUTH_USER_MODEL=users.v\udce9"),
        ("releases", "add", "caf\udce9", "--label", "main", "--line", 'labels = { "v\udce9" = "orders" }'),
        ("releases", "add", "caf\udce9", "--label", "main", "--env", "CI=v\udce9"),
        ("releases", "show", "v\udce9"),
        ("releases", "remove", "v\udce9"),
    ],
)
def test_an_argument_that_is_no_text_is_refused_in_a_sentence(kept: Path, arguments: tuple[str, ...]):
    answer = run(*arguments, "--config", "driftboard.toml")

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert r"v\udce9" in answer.stderr
    assert answer.stderr.endswith(" is not UTF-8.\n")


def test_a_directory_whose_name_is_no_text_has_a_release_that_is_read_again(kept: Path):
    added = run("releases", "add", kept, "--label", "main", "--django", "5.2")
    shown = run("releases", "show", "main")

    assert (added.exit_code, shown.exit_code) == (0, 0)
    assert "orders" in shown.stdout
