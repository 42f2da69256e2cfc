"""A real PostgreSQL that is locked, slow, silent or large: a collection ends in time."""

import os
import signal
import socket
from datetime import timedelta
from threading import Timer

import psycopg
import pytest

from app import collect
from app.collect import postgres as collector
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History
from tests.collect.postgres_database import cause_of, errors, name_of, run
from tests.servers.postgres import PostgresServer


def test_a_locked_table_is_busy_by_the_limit_for_locks(postgres: PostgresServer, database: str):
    with psycopg.connect(database) as connection:
        connection.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")

        assert cause_of(database) is Cause.BUSY
    assert errors(postgres, database) == ["canceling statement due to lock timeout"]


@pytest.mark.parametrize(
    ("setting", "limit"),
    [("lock_timeout", "500ms"), ("statement_timeout", "3s"), ("idle_in_transaction_session_timeout", "10s")],
)
def test_the_server_itself_keeps_the_limits_of_a_connection(database: str, setting: str, limit: str):
    with collector.connect(Secret(database), timeout=timedelta(seconds=5)) as connection:
        assert connection.execute(f"SHOW {setting}").fetchone() == (limit,)


def test_a_statement_that_takes_too_long_is_told_as_one(postgres: PostgresServer, database: str):
    run(
        database,
        "DROP TABLE django_migrations",
        "CREATE FUNCTION slow() RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(20); RETURN ''; END $$",
        "CREATE TABLE django_migrations (id int, app text, name text)",
        # A domain or a view would not be Django's table; a slow function as a column is.
        "CREATE FUNCTION applied(django_migrations) RETURNS text LANGUAGE sql AS 'SELECT slow()'",
        "INSERT INTO django_migrations VALUES (1, 'users', '1')",
    )
    collector_reads = collector.ROWS_QUERY
    try:
        collector.ROWS_QUERY = collector_reads.replace("applied::text", "m.applied::text").replace(
            "FROM django_migrations", "FROM django_migrations m"
        )
        assert cause_of(database) is Cause.TOO_SLOW
    finally:
        collector.ROWS_QUERY = collector_reads
    assert errors(postgres, database) == ["canceling statement due to statement timeout"]


def test_a_server_that_never_answers_is_given_up_by_the_limit_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
):
    given_up = []
    connect = psycopg.connect

    def watched(*words: object, **options: object):
        try:
            return connect(*words, **options)
        except psycopg.Error as error:
            given_up.append((type(error), options.get("connect_timeout")))
            raise

    monkeypatch.setattr(psycopg, "connect", watched)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"postgresql://me@127.0.0.1:{deaf.getsockname()[1]}/shop"

        assert cause_of(url, timeout=timedelta(seconds=2)) is Cause.TIMED_OUT
    assert given_up == [(psycopg.errors.ConnectionTimeout, 2)]


def test_a_server_that_stops_answering_is_cut_off(database: str, monkeypatch: pytest.MonkeyPatch):
    """The process on the other side is frozen until all is over; no limit of the server's own can help."""
    monkeypatch.setattr(collector, "SOCKET_TIMEOUT", timedelta(seconds=1))
    read = collector._read
    frozen: list[int] = []

    def thaw() -> None:
        os.kill(frozen.pop(), signal.SIGCONT)

    # Only a guard against hanging: a server that goes on answers, and then nothing was cut off.
    guard = Timer(60, thaw)

    def read_of_a_frozen_server(connection: psycopg.Connection) -> History:
        frozen.append(connection.info.backend_pid)
        os.kill(frozen[0], signal.SIGSTOP)
        guard.start()
        return read(connection)

    monkeypatch.setattr(collector, "_read", read_of_a_frozen_server)
    try:
        assert cause_of(database) is Cause.TIMED_OUT
        assert frozen
    finally:
        guard.cancel()
        if frozen:
            thaw()


def test_a_large_table_is_read_in_one_statement(
    postgres: PostgresServer, database: str, monkeypatch: pytest.MonkeyPatch
):
    """So that the limit of a statement is that of the whole table, and a slow network costs one answer."""
    # A slow machine may take longer than we allow.
    options = collector.OPTIONS.replace("statement_timeout=3000", "statement_timeout=60000")
    monkeypatch.setattr(collector, "OPTIONS", options)
    monkeypatch.setattr(collector, "SOCKET_TIMEOUT", timedelta(seconds=60))
    run(
        database,
        "INSERT INTO django_migrations (app, name, applied) "
        "SELECT 'app' || i % 50, 'migration_' || i, '2026-05-01 09:58:00+00' FROM generate_series(1, 100000) AS i",
    )
    before = len(postgres.statements(name_of(database)))

    assert len(collect.history(database).rows) == 100_000
    statements = postgres.statements(name_of(database))[before:]
    assert [statement for statement in statements if "FROM django_migrations" in statement] == [
        collector.ROWS_QUERY
    ]
    assert len(statements) == 3
