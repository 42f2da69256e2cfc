"""A database that holds more than a history can have: it is too large, and said so before it is in memory."""

import json
import sqlite3
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest

from app import collect
from app.collect import CollectionError, json_file, rows
from app.collect.rows import history_of
from app.domain.failure import Cause
from tests.collect.mysql_database import TABLE as MYSQL_TABLE
from tests.collect.postgres_database import run
from tests.servers.mariadb import MariaDBServer

SQLITE_TABLE = "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)"
MANY_ROWS = """
WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number LIMIT {number})
INSERT INTO django_migrations (app, name, applied) SELECT 'orders', i, '2026-05-01 09:58:00' FROM number"""
LONG_TEXT = "INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0001', {text})"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(SQLITE_TABLE)
    return path


def fill(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(statement)


def cause_of(url: str) -> Cause:
    with pytest.raises(CollectionError) as caught:
        collect.history(url)
    assert caught.value.__context__ is None
    return caught.value.cause


def test_as_many_rows_of_a_file_as_there_may_be_are_read_and_one_more_is_too_large(
    file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rows, "MAX_ROWS", 2_000)
    fill(file, MANY_ROWS.format(number=2_001))

    assert cause_of(f"sqlite:///{file}") is Cause.TOO_LARGE
    fill(file, "DELETE FROM django_migrations WHERE id = 1")
    assert len(collect.history(f"sqlite:///{file}").rows) == 2_000


@pytest.mark.parametrize("length", [rows.MAX_TEXT_LENGTH + 1, 20_000_000])
def test_a_text_of_a_row_is_too_large_and_a_huge_one_is_never_in_memory(file: Path, length: int):
    fill(file, LONG_TEXT.format(text=f"substr(hex(zeroblob({length})), 1, {length})"))
    tracemalloc.start()
    try:
        assert cause_of(f"sqlite:///{file}") is Cause.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_texts_that_are_long_together_are_too_large(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rows, "MAX_CHARACTERS", 10_000)
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield (taken, "orders", "x" * 994, "")

    with pytest.raises(CollectionError) as caught:
        history_of(endless())
    assert caught.value.cause is Cause.TOO_LARGE
    assert taken == 11


def test_a_long_text_and_too_many_rows_of_postgresql_are_too_large(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
):
    run(postgres_database, "CREATE TABLE django_migrations (id bigserial, app text, name text, applied text)")
    run(postgres_database, LONG_TEXT.format(text="repeat('x', 5000000)"))
    assert cause_of(postgres_database) is Cause.TOO_LARGE

    run(postgres_database, "DELETE FROM django_migrations")
    run(
        postgres_database,
        "INSERT INTO django_migrations (app, name, applied) SELECT 'orders', i, '' FROM generate_series(1, 5000) i",
    )
    assert len(collect.history(postgres_database).rows) == 5_000
    monkeypatch.setattr(rows, "MAX_ROWS", 2_500)
    assert cause_of(postgres_database) is Cause.TOO_LARGE


def test_too_many_rows_of_mariadb_are_too_large(
    mariadb: MariaDBServer, mariadb_database: str, monkeypatch: pytest.MonkeyPatch
):
    mariadb.run(mariadb_database, MYSQL_TABLE)
    mariadb.run(
        mariadb_database,
        "INSERT INTO django_migrations (app, name, applied) SELECT 'orders', seq, '2026-05-01' FROM seq_1_to_3000",
    )
    url = mariadb.dsn(mariadb_database)
    assert len(collect.history(url).rows) == 3_000
    monkeypatch.setattr(rows, "MAX_ROWS", 2_999)
    assert cause_of(url) is Cause.TOO_LARGE


def test_a_json_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(json_file, "MAX_BYTES", 1_000)
    file = tmp_path / "rows.json"
    file.write_text(json.dumps([["orders", "0001", ""]] * 60), encoding="utf-8")

    with pytest.raises(json_file.HistoryFileError, match="more than 1,000 bytes"):
        json_file.read(file)
