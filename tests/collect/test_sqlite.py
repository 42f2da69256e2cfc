"""Collecting from real SQLite files: what is read, and that the file and its folder do not change."""

import os
import pwd
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from app import collect
from app.collect import CollectionError
from app.collect import sqlite as collector
from app.domain.failure import Cause
from app.domain.history import History, Row, Surroundings
from app.domain.keys import MigrationKey

TABLE = """
CREATE TABLE django_migrations (
    id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied datetime NOT NULL)
"""
ROW = "INSERT INTO django_migrations (app, name, applied) VALUES ('users', '0001_initial', '2026-05-01 11:58:00')"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "shop ünï?%41#"
    folder.mkdir()
    return folder / "db.sqlite3"


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


def run(file: Path, *statements: str) -> None:
    with opened(file) as connection:
        for statement in statements:
            connection.execute(statement)


def read(file: Path) -> History:
    return collect.history(f"sqlite:///{file}")


def cause_of(file: Path) -> Cause:
    with pytest.raises(CollectionError) as caught:
        read(file)
    assert caught.value.__context__ is None
    return caught.value.cause


def content(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def test_rows_come_in_recorded_order_with_their_text(file: Path):
    run(
        file,
        TABLE,
        "INSERT INTO django_migrations VALUES (3, 'users', '0001_initial', '2026-05-01 11:58:00')",
        "INSERT INTO django_migrations VALUES (1, 'Ünï', ' 0001 ', '2026-05-01 11:58:00.120000')",
        "INSERT INTO django_migrations VALUES (2, 'users', '0001_initial', '2026-05-01T11:58:00+02:00')",
    )

    assert read(file) == History(
        (
            Row(MigrationKey("Ünï", " 0001 "), "2026-05-01 11:58:00.120000", 1),
            Row(MigrationKey("users", "0001_initial"), "2026-05-01T11:58:00+02:00", 2),
            Row(MigrationKey("users", "0001_initial"), "2026-05-01 11:58:00", 3),
        )
    )


def test_a_relative_path_begins_where_we_are(file: Path, monkeypatch: pytest.MonkeyPatch):
    run(file, TABLE)
    monkeypatch.chdir(file.parent)

    assert collect.history("sqlite:///db.sqlite3") == History()


def test_no_table_means_nothing_recorded(file: Path):
    file.touch()

    assert read(file) == History(has_table=False)


def test_the_tables_beside_a_table_without_rows_are_named(file: Path):
    run(
        file,
        "CREATE TABLE orders_order (id integer PRIMARY KEY AUTOINCREMENT)",
        "CREATE VIEW seen AS SELECT 1",
    )
    run(file, "INSERT INTO orders_order DEFAULT VALUES", "CREATE INDEX by_id ON orders_order (id)")

    assert read(file) == History(has_table=False, surroundings=Surroundings(tables=("orders_order",)))
    run(file, TABLE)
    assert read(file) == History(surroundings=Surroundings(table_schema="", tables=("orders_order",)))
    run(file, ROW)
    assert read(file).surroundings is None


def test_a_missing_file_is_told_as_one_and_not_made(file: Path):
    assert cause_of(file) is Cause.NO_FILE
    assert list(file.parent.iterdir()) == []


def test_a_missing_folder_is_a_missing_file(file: Path):
    assert cause_of(file / "no" / "db.sqlite3") is Cause.NO_FILE
    file.touch()
    assert cause_of(file / "no" / "db.sqlite3") is Cause.NO_FILE


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_the_file_and_its_folder_stay_as_they_are(file: Path, mode: str):
    run(file, f"PRAGMA journal_mode = {mode}", TABLE, ROW)
    before = content(file.parent)

    assert len(read(file).rows) == 1
    assert content(file.parent) == before


def test_a_write_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch):
    run(file, TABLE, ROW)
    before = content(file.parent)
    monkeypatch.setattr(
        collector, "ROWS_QUERY", "DELETE FROM django_migrations RETURNING id, app, name, applied"
    )

    with pytest.raises(CollectionError):
        read(file)
    assert content(file.parent) == before


def test_a_file_in_wal_mode_is_read_while_it_is_written(file: Path):
    with opened(file) as writer:
        writer.execute("PRAGMA journal_mode = wal")
        writer.execute(TABLE)
        writer.execute(ROW)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(ROW)

        assert len(read(file).rows) == 1


def test_a_file_in_wal_mode_that_is_opened_meanwhile_is_read_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch
):
    run(file, "PRAGMA journal_mode = wal", TABLE, ROW)
    reads = []

    def read_then_write(path: Path, *, immutable: bool) -> History:
        history_read = real(path, immutable=immutable)
        if not reads:
            run(file, ROW)
        reads.append(history_read)
        return history_read

    real = collector._read
    monkeypatch.setattr(collector, "_read", read_then_write)

    assert len(read(file).rows) == 2
    assert len(reads) == 2


def test_a_folder_that_we_may_not_write_is_no_hindrance(file: Path):
    run(file, "PRAGMA journal_mode = wal", TABLE, ROW)
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        assert len(read(file).rows) == 1
    finally:
        file.parent.chmod(0o755)


def test_a_locked_file_is_busy_and_a_lock_is_waited_for_half_a_second(
    file: Path, monkeypatch: pytest.MonkeyPatch
):
    run(file, TABLE)
    waits: list[int] = []

    class TimedConnection(sqlite3.Connection):
        """A connection that reports, when it is closed, how long it waits for a lock, in milliseconds."""

        def close(self) -> None:
            waits.extend(self.execute("PRAGMA busy_timeout").fetchone())
            super().close()

    with opened(file) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=TimedConnection))

        assert cause_of(file) is Cause.BUSY
    assert waits == [500]


def test_a_statement_that_takes_too_long_is_told_as_one(file: Path, monkeypatch: pytest.MonkeyPatch):
    run(file, TABLE)
    monkeypatch.setattr(collector, "STATEMENT_TIMEOUT", 0.1)
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i), '', '', '' FROM n"
    )
    monkeypatch.setattr(collector, "ROWS_QUERY", endless)

    assert cause_of(file) is Cause.TOO_SLOW


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW django_migrations AS SELECT 1 AS id, 'a' AS app, 'b' AS name, 'c' AS applied",
        "CREATE TABLE django_migrations (app text PRIMARY KEY, name text, applied datetime) WITHOUT ROWID",
        "CREATE TABLE django_migrations (id integer, app text, applied datetime)",
        "CREATE TABLE django_migrations AS SELECT 'x' AS id, 'a' AS app, 'b' AS name, 'c' AS applied",
        "CREATE TABLE django_migrations AS SELECT 1 AS id, NULL AS app, 'b' AS name, 'c' AS applied",
        "CREATE TABLE django_migrations AS SELECT 1 AS id, x'ff' AS app, 'b' AS name, 'c' AS applied",
        "CREATE TABLE django_migrations AS SELECT 1 AS id, CAST(x'ff' AS text) AS app, 'b' AS name, 'c' AS applied",
        "CREATE TABLE django_migrations AS SELECT 1 AS id, 5 AS app, 'b' AS name, 'c' AS applied",
    ],
)
def test_a_table_that_is_not_djangos_is_unreadable(file: Path, statement: str):
    run(file, statement)

    assert cause_of(file) is Cause.UNREADABLE


def test_a_moment_that_is_no_text_is_kept_as_text(file: Path):
    run(
        file,
        "CREATE TABLE django_migrations (id, app, name, applied)",
        "INSERT INTO django_migrations VALUES (1, 'a', '1', 1777636680), (2, 'a', '2', NULL), (NULL, 'a', '3', 1.5)",
    )

    assert [(row.id, row.applied) for row in read(file).rows] == [(None, "1.5"), (1, "1777636680"), (2, "")]


@pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 500])
def test_a_file_that_is_no_database_is_told_as_one(file: Path, content: bytes):
    file.write_bytes(content)

    assert cause_of(file) is Cause.NOT_A_DATABASE


def test_a_damaged_database_is_no_database(file: Path):
    run(file, TABLE, ROW)
    with file.open("r+b") as pages:
        pages.seek(100)
        pages.write(b"\xff" * 4000)

    assert cause_of(file) is Cause.NOT_A_DATABASE


def test_a_folder_is_no_database(file: Path):
    file.mkdir()

    assert cause_of(file) is Cause.NOT_A_DATABASE


def test_a_file_that_we_may_not_read_is_told_as_one(file: Path):
    run(file, TABLE)
    file.chmod(0)
    before = os.geteuid()
    if before == 0:  # root reads every file
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        assert cause_of(file) is Cause.FILE_FORBIDDEN
    finally:
        os.seteuid(before)


def test_an_empty_file_has_no_table(file: Path):
    file.touch()

    assert read(file) == History(has_table=False)


def test_what_is_no_file_is_not_waited_for(file: Path):
    os.mkfifo(file)

    assert cause_of(file) is Cause.NOT_A_DATABASE


def test_a_large_table_is_read_whole(file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(collector, "STATEMENT_TIMEOUT", 60)  # a slow machine may take longer than we allow
    run(
        file,
        TABLE,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
        "INSERT INTO django_migrations SELECT i, 'app' || i % 50, 'migration_' || i, '2026-05-01 11:58:00' FROM n",
    )

    assert len(read(file).rows) == 100_000
