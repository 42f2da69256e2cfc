"""Collecting from a real MariaDB: what is read, and that nothing is written. MySQL itself is not among the tests."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from threading import Timer

import pymysql
import pytest

from app import collect
from app.collect import CollectionError, mysql
from app.collect.mysql import connection as connections
from app.collect.mysql import table as reading
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History, Row, Surroundings
from app.domain.keys import MigrationKey
from tests.collect.mysql_database import TABLE, account, insert
from tests.servers import mariadb as mariadb_server
from tests.servers.mariadb import MariaDBServer

ALLOWED = ("SELECT", "SET", "START", "ROLLBACK")


@pytest.fixture
def database(mariadb: MariaDBServer, mariadb_database: str) -> str:
    """The name of a database with an empty table of Django's."""
    mariadb.run(mariadb_database, TABLE)
    return mariadb_database


def cause_of(url: str, **options) -> Cause:
    with pytest.raises(CollectionError) as caught:
        collect.history(url, **options)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value.cause


def test_rows_come_in_recorded_order_with_their_text(mariadb: MariaDBServer, database: str):
    mariadb.run(
        database,
        insert("users", "0001_initial", "2026-05-01 11:58:00.123456"),
        insert('Ünï"😀', " 0001 "),
        insert("users", "0001_initial", "2026-05-01 09:58:00.12"),
    )

    assert collect.history(mariadb.dsn(database)) == History(
        (
            Row(MigrationKey("users", "0001_initial"), "2026-05-01 11:58:00.123456", 1),
            Row(MigrationKey('Ünï"😀', " 0001 "), "2026-05-01 09:58:00.000000", 2),
            Row(MigrationKey("users", "0001_initial"), "2026-05-01 09:58:00.120000", 3),
        )
    )


@pytest.mark.parametrize(
    "scheme", ["mysql", "mariadb", "mysql+pymysql", "mysql+mysqldb", "mariadb+mariadbconnector"]
)
def test_urls_of_djangos_and_sqlalchemys_form_are_understood(
    mariadb: MariaDBServer, database: str, scheme: str
):
    assert collect.history(mariadb.dsn(database).replace("mysql", scheme, 1)) == History()


def test_the_text_of_a_moment_does_not_depend_on_the_server(mariadb: MariaDBServer, mariadb_database: str):
    mariadb.run(
        mariadb_database,
        TABLE.replace("datetime(6)", "timestamp(6)").replace(
            "varchar(255)", "varchar(255) CHARACTER SET latin1"
        ),
        "SET time_zone = '+00:00'",
        insert("Ünï", "1"),
    )
    before = collect.history(mariadb.dsn(mariadb_database))
    try:
        mariadb.run(None, "SET GLOBAL time_zone = '+05:30', GLOBAL sql_mode = 'ANSI,ORACLE'")

        assert collect.history(mariadb.dsn(mariadb_database)) == before
    finally:
        mariadb.run(None, "SET GLOBAL time_zone = 'SYSTEM', GLOBAL sql_mode = DEFAULT")
    assert before.rows == (Row(MigrationKey("Ünï", "1"), "2026-05-01 09:58:00.000000", 1),)


def test_no_table_means_nothing_recorded_and_an_empty_table_is_a_table(
    mariadb: MariaDBServer, mariadb_database: str
):
    assert collect.history(mariadb.dsn(mariadb_database)) == History(has_table=False)

    mariadb.run(mariadb_database, TABLE)
    assert collect.history(mariadb.dsn(mariadb_database)) == History()


def test_the_tables_beside_one_without_rows_are_named(mariadb: MariaDBServer, mariadb_database: str):
    url = mariadb.dsn(mariadb_database)
    mariadb.run(
        mariadb_database, "CREATE TABLE orders_order (id int)", "CREATE VIEW orders_view AS SELECT 1 AS one"
    )
    assert collect.history(url) == History(
        has_table=False, surroundings=Surroundings(tables=("orders_order",))
    )

    mariadb.run(mariadb_database, TABLE)
    assert collect.history(url).surroundings == Surroundings(table_schema="", tables=("orders_order",))

    mariadb.run(mariadb_database, insert("orders", "0001_initial"))
    assert collect.history(url).surroundings is None


@pytest.mark.parametrize(
    ("collation", "is_case_blind"), [("utf8mb4_general_ci", True), ("utf8mb4_bin", False)]
)
def test_names_that_differ_by_case_are_told_where_the_database_does_not_look_at_it(
    mariadb: MariaDBServer, database: str, collation: str, is_case_blind: bool
):
    mariadb.run(
        database,
        f"ALTER TABLE django_migrations CONVERT TO CHARACTER SET utf8mb4 COLLATE {collation}",
        insert("a", "0001_Initial"),
        insert("a", "0001_initial"),
        insert("a", "0002"),
    )
    history = collect.history(mariadb.dsn(database))

    assert history.differing_by_case == (MigrationKey("a", "0001_Initial"), MigrationKey("a", "0001_initial"))
    assert (history.surroundings is not None and history.surroundings.is_case_blind) is is_case_blind
    # What is told is true: a statement that names the one takes the other with it.
    mariadb.run(database, "DELETE FROM django_migrations WHERE app = 'a' AND name = '0001_Initial'")
    assert len(collect.history(mariadb.dsn(database)).rows) == (1 if is_case_blind else 2)


def test_the_server_ran_nothing_but_reads(mariadb: MariaDBServer, database: str):
    mariadb.run(database, insert("users", "0001_Initial"), insert("users", "0001_initial"))
    with account(mariadb, "watched", f"SELECT ON {database}.*"):
        url = mariadb.dsn(database, user="watched")
        collect.history(url)
        mariadb.run(database, "DELETE FROM django_migrations")
        collect.history(url)
    commands = [command.partition(" ") for command in mariadb.commands("watched")]

    assert {command for command, _, _ in commands} <= {"Query", "Quit"}
    statements = [statement for command, _, statement in commands if command == "Query"]
    assert [statement for statement in statements if statement.split()[0] not in ALLOWED] == []
    for first, last in ((0, 8), (9, 17)):
        assert statements[first].startswith("SET NAMES")
        assert statements[first + 4] == "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
        assert statements[last] == "ROLLBACK"
    assert len(statements) == 18


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM django_migrations",
        insert("users", "2"),
        "UPDATE django_migrations SET name = 'x'",
        "CREATE TABLE mine (id int)",
        "DROP TABLE django_migrations",
        "TRUNCATE django_migrations",
        "ALTER TABLE django_migrations ADD mine int",
    ],
)
@pytest.mark.parametrize("transaction", ["ours", "a later one"])
def test_a_write_on_that_very_connection_is_refused(
    mariadb: MariaDBServer, database: str, statement: str, transaction: str
):
    """The owner of the server asks, whom no GRANT stops."""
    with connections.connect(Secret(mariadb.dsn(database)), timeout=timedelta(seconds=5)) as connection:
        if transaction == "a later one":
            connection.rollback()
        with connection.cursor() as cursor, pytest.raises(pymysql.MySQLError) as caught:
            cursor.execute(statement)

    assert caught.value.args[0] == 1792


def test_the_server_itself_keeps_the_limits_of_a_connection(mariadb: MariaDBServer, database: str):
    query = "SELECT @@lock_wait_timeout, @@innodb_lock_wait_timeout, @@max_statement_time, @@wait_timeout"
    with (
        connections.connect(Secret(mariadb.dsn(database)), timeout=timedelta(seconds=5)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(query)

        assert cursor.fetchall() == [(1, 1, 3.0, 10)]


def test_a_locked_table_is_busy(mariadb: MariaDBServer, database: str):
    with mariadb.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute("LOCK TABLES django_migrations WRITE")

        assert cause_of(mariadb.dsn(database)) is Cause.BUSY


def test_a_migration_that_changes_the_table_makes_it_busy(mariadb: MariaDBServer, database: str):
    """An ALTER TABLE waits for a reader that is older, and we would wait behind it."""
    with mariadb.connect(database) as reader, reader.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT * FROM django_migrations")
        with mariadb.connect(database) as migration:
            migration.query("SET lock_wait_timeout = 20")
            timer = Timer(0, migration.query, ["ALTER TABLE django_migrations ADD mine int"])
            timer.start()
            while "Waiting for table metadata lock" not in _processes(mariadb):
                pass
            assert cause_of(mariadb.dsn(database)) is Cause.BUSY
            reader.rollback()
            timer.join()


def _processes(server: MariaDBServer) -> str:
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SHOW PROCESSLIST")
        return str(cursor.fetchall())


def test_a_statement_that_takes_too_long_is_told_as_one(
    mariadb: MariaDBServer, database: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "ROWS_QUERY", "SELECT SLEEP(20), 'a', 'b', 'c'")

    assert cause_of(mariadb.dsn(database)) is Cause.TOO_SLOW


def is_stopped(process: int) -> bool:
    """Whether every thread of a process is stopped."""
    stats = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/stat")]
    return all(stat.rpartition(")")[2].split()[0] == "T" for stat in stats)


def test_a_server_that_stops_answering_is_cut_off(
    mariadb: MariaDBServer, database: str, monkeypatch: pytest.MonkeyPatch
):
    """The server is frozen until all is over; no limit of its own can help."""
    monkeypatch.setattr(mysql, "SOCKET_TIMEOUT", timedelta(seconds=1))
    with mariadb.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT @@pid_file")
        ((pid_file,),) = cursor.fetchall()
    process = int(Path(pid_file).read_text())
    read = mysql.read

    # Only a guard against hanging: a server that goes on answers, and then nothing was cut off.
    guard = Timer(60, os.kill, [process, signal.SIGCONT])

    def read_of_a_frozen_server(connection: pymysql.Connection) -> History:
        os.kill(process, signal.SIGSTOP)
        while not is_stopped(process):  # the signal reaches one thread after the other
            time.sleep(0.01)
        guard.start()
        return read(connection)

    monkeypatch.setattr(mysql, "read", read_of_a_frozen_server)
    try:
        assert cause_of(mariadb.dsn(database)) is Cause.TIMED_OUT
    finally:
        guard.cancel()
        os.kill(process, signal.SIGCONT)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW django_migrations AS SELECT 1 AS id, 'a' AS app, 'b' AS name, now() AS applied",
        "CREATE TABLE django_migrations (app text, name text, applied datetime)",
        "CREATE TABLE django_migrations (id int, app text, applied datetime)",
        "CREATE TABLE django_migrations AS SELECT 'x' AS id, 'a' AS app, 'b' AS name, now() AS applied",
        "CREATE TABLE django_migrations AS SELECT 1 AS id, NULL AS app, 'b' AS name, now() AS applied",
        "CREATE TABLE django_migrations AS SELECT 1 AS id, 'a' AS app, x'ff' AS name, now() AS applied",
        "CREATE TABLE django_migrations AS SELECT 1 AS id, 'a' AS app, 5 AS name, now() AS applied",
    ],
)
def test_a_table_that_is_not_djangos_is_unreadable(
    mariadb: MariaDBServer, mariadb_database: str, statement: str
):
    mariadb.run(mariadb_database, statement)

    assert cause_of(mariadb.dsn(mariadb_database)) is Cause.UNREADABLE


def test_odd_rows_are_kept_as_text(mariadb: MariaDBServer, mariadb_database: str):
    mariadb.run(
        mariadb_database,
        "CREATE TABLE django_migrations (id bigint, app text, name text, applied text)",
        "INSERT INTO django_migrations VALUES (2, 'a', '', 'yesterday'), (NULL, 'b', '1', NULL), (1, '', '1', '')",
    )

    assert collect.history(mariadb.dsn(mariadb_database)).rows == (
        Row(MigrationKey("b", "1"), "", None),
        Row(MigrationKey("", "1"), "", 1),
        Row(MigrationKey("a", ""), "yesterday", 2),
    )


def test_a_large_table_is_read_in_one_statement(
    mariadb: MariaDBServer, database: str, monkeypatch: pytest.MonkeyPatch
):
    # A slow machine may take longer than we allow.
    monkeypatch.setattr(connections, "STATEMENT_LIMIT", {True: "SET SESSION max_statement_time = 60"})
    monkeypatch.setattr(mysql, "SOCKET_TIMEOUT", timedelta(seconds=60))
    mariadb.run(
        database,
        "INSERT INTO django_migrations (app, name, applied) "
        "SELECT CONCAT('app', seq % 50), CONCAT('migration_', seq), '2026-05-01 09:58:00' FROM seq_1_to_100000",
    )
    with account(mariadb, "patient", f"SELECT ON {database}.*"):
        assert len(collect.history(mariadb.dsn(database, user="patient")).rows) == 100_000

    assert [command for command in mariadb.commands("patient") if "FROM django_migrations" in command] == [
        f"Query {reading.ROWS_QUERY}"
    ]


def test_a_server_that_calls_itself_mysql_is_asked_in_its_words(monkeypatch: pytest.MonkeyPatch):
    """MySQL is not to be had for the tests. MariaDB may call itself so, and does not know MySQL's name of the limit."""
    monkeypatch.delenv("TEST_MARIADB_DSN", raising=False)
    with mariadb_server.start_server("--version=8.0.36", has_tls=False) as server:
        url = server.create_database("shop")

        assert collect.history(url) == History(has_table=False)
        assert "Query\tSET SESSION max_execution_time = 3000" in server.log_text()
