"""A real PostgreSQL that is locked, slow, silent or large: a reading ends in time."""

import os
import signal
import socket
import threading
import time
from datetime import timedelta

import psycopg
import pytest

from app import collect
from app.collect import postgres as collector
from app.domain.failure import Cause
from tests.collect.postgres_database import cause_of, name_of, run
from tests.servers.postgres import PostgresServer


def test_a_locked_table_is_busy_and_soon_said(database: str):
    with psycopg.connect(database) as other:
        other.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()

        assert cause_of(database) is Cause.BUSY
        assert time.monotonic() - begun < 2


def test_a_statement_that_takes_too_long_is_busy(database: str):
    run(
        database,
        "DROP TABLE django_migrations",
        "CREATE FUNCTION slow() RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(20); RETURN ''; END $$",
        "CREATE TABLE django_migrations (id int, app text, name text)",
        # A domain or a view would not be Django's table; a slow function as a column is.
        "CREATE FUNCTION applied(django_migrations) RETURNS text LANGUAGE sql AS 'SELECT slow()'",
        "INSERT INTO django_migrations VALUES (1, 'users', '1')",
    )
    collector_reads = collector.READ
    try:
        collector.READ = collector_reads.replace(
            "applied::text FROM django_migrations", "m.applied FROM django_migrations m"
        )
        assert cause_of(database) is Cause.BUSY
    finally:
        collector.READ = collector_reads


def test_a_server_that_never_answers_is_unreachable_in_time():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        begun = time.monotonic()

        url = f"postgresql://me@127.0.0.1:{deaf.getsockname()[1]}/shop"
        assert cause_of(url, timeout=timedelta(seconds=2)) is Cause.UNREACHABLE
        assert time.monotonic() - begun < 5


def test_a_server_that_stops_answering_is_cut_off(
    postgres: PostgresServer, database: str, monkeypatch: pytest.MonkeyPatch
):
    """The process on the other side is frozen; no limit of the server's own can help."""
    monkeypatch.setattr(collector, "LAST_LIMIT", timedelta(seconds=1))
    frozen: list[int] = []

    def freeze() -> None:
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            while not frozen:
                frozen.extend(
                    pid
                    for (pid,) in connection.execute(
                        "SELECT pid FROM pg_stat_activity WHERE datname = %s AND application_name = 'driftboard'"
                        " AND wait_event_type = 'Lock'",
                        [name_of(database)],
                    )
                )
        os.kill(frozen[0], signal.SIGSTOP)

    with psycopg.connect(database) as other:
        other.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        thread = threading.Thread(target=freeze)
        thread.start()
        begun = time.monotonic()
        try:
            assert cause_of(database) is Cause.UNREACHABLE
            assert time.monotonic() - begun < 5
        finally:
            thread.join()
            os.kill(frozen[0], signal.SIGCONT)


def test_a_large_table_is_read_in_time(database: str):
    run(
        database,
        "INSERT INTO django_migrations (app, name, applied) "
        "SELECT 'app' || i % 50, 'migration_' || i, '2026-05-01 09:58:00+00' FROM generate_series(1, 100000) AS i",
    )
    begun = time.monotonic()

    assert len(collect.history(database).rows) == 100_000
    assert time.monotonic() - begun < 5
