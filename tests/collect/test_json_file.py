"""Why a file holds no history, each reason with what to do next. The command line tests what stands in the rows."""

import os
import pwd
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.collect import json_file
from app.collect.json_file import WHAT_TO_NAME, HistoryFileError
from app.domain.history import Surroundings


def error_of(path: Path) -> str:
    with pytest.raises(HistoryFileError) as caught:
        json_file.read(path)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path):
    for path in (tmp_path / "rows.json", tmp_path / "no" / "rows.json"):
        assert error_of(path) == f"{path}: there is no such file. {WHAT_TO_NAME}"


def test_a_file_below_a_file(tmp_path: Path):
    (tmp_path / "rows").write_text("[]")

    assert "there is no such file" in error_of(tmp_path / "rows" / "rows.json")


def test_a_folder(tmp_path: Path):
    assert error_of(tmp_path) == f"{tmp_path}: it is a folder. {WHAT_TO_NAME}"


def test_a_file_that_we_may_not_read(tmp_path: Path):
    path = tmp_path / "rows.json"
    path.write_text("[]")
    path.chmod(0)
    before = os.geteuid()
    if before == 0:  # root reads every file
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        assert error_of(path) == f"{path}: no permission to read the file. {WHAT_TO_NAME}"
    finally:
        os.seteuid(before)


def test_a_file_of_another_kind(tmp_path: Path):
    path = tmp_path / "rows.json"
    path.write_bytes(b"\xff\xfe")

    assert error_of(path) == f"{path} is not UTF-8 text. {WHAT_TO_NAME}"


def test_a_database_is_called_one(tmp_path: Path):
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE django_migrations (id int)")

    assert error_of(path) == f"{path} is a SQLite database. Name it as one: sqlite:///{path}."


def test_what_is_around_the_table_may_be_told(tmp_path: Path):
    path = tmp_path / "rows.json"
    path.write_text('{"rows": [["a", "1", "t"]], "is_case_blind": true}', encoding="utf-8")

    assert json_file.read(path).surroundings == Surroundings(is_case_blind=True)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f'[["a", "b", "c", {"9" * 5_000}]]', "holds a number with too many digits"),
        (f'[["a", "b", "c", {2**63}]]', "is not a whole number"),
        ('[["a", "\\ud800", "c"]]', "is not text"),
        ('[["a", "b", "\\u0000"]]', "is not text"),
        ('{"rows": [], "tables": ["\\ud800"]}', "tables is of another kind"),
        ('{"rows": [], "\\ud800": 1}', "\\\\ud800 is no part of a history"),
    ],
)
def test_what_no_database_holds(text: str, problem: str):
    with pytest.raises(HistoryFileError, match=problem) as caught:
        json_file.loads(text, name="rows.json")
    str(caught.value).encode()
