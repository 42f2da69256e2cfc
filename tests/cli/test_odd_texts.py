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
