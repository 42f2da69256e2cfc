"""A real PostgreSQL: what is read, what is refused, and that nothing is ever written."""

import os
import signal
import socket
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from app import collect
from app.collect import CollectionError
from app.collect import postgres as collector
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from tests.servers.postgres import PostgresServer

ALLOWED = ("SELECT", "SET", "BEGIN", "ROLLBACK", "COMMIT")


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def insert(app: str, name: str, applied: str) -> str:
    return f"INSERT INTO django_migrations (app, name, applied) VALUES ('{app}', '{name}', '{applied}')"  # noqa: S608


def cause_of(url: str, **options) -> Cause:
    with pytest.raises(CollectionError) as caught:
        collect.history(url, **options)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value.cause


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


@pytest.fixture
def database(postgres_database: str, table: str) -> str:
    run(postgres_database, table)
    return postgres_database


def test_rows_come_in_recorded_order_with_their_text(database: str):
    run(
        database,
        insert("users", "0001_initial", "2026-05-01 11:58:00.123456+02"),
        insert('Ünï"', " 0001 ", "2026-05-01 09:58:00+00"),
        insert("users", "0001_initial", "2026-05-01 09:58:00.120000+00"),
    )

    assert collect.history(database) == History(
        (
            Row(MigrationKey("users", "0001_initial"), "2026-05-01 09:58:00.123456+00", 1),
            Row(MigrationKey('Ünï"', " 0001 "), "2026-05-01 09:58:00+00", 2),
            Row(MigrationKey("users", "0001_initial"), "2026-05-01 09:58:00.12+00", 3),
        )
    )


def test_the_text_of_a_moment_does_not_depend_on_the_database(database: str):
    name = name_of(database)
    run(database, insert("users", "1", "2026-05-01 09:58:00+00"))
    before = collect.history(database)
    run(
        database,
        f"ALTER DATABASE {name} SET timezone = 'Asia/Kolkata'",
        f"ALTER DATABASE {name} SET datestyle = 'German'",
        f"ALTER DATABASE {name} SET client_encoding = 'LATIN1'",
    )

    assert collect.history(database) == before


def test_no_table_means_nothing_recorded(postgres_database: str):
    assert collect.history(postgres_database) == History(table=False)


def test_an_empty_table_is_a_table(database: str):
    assert collect.history(database) == History()


def test_the_url_may_say_which_schema(database: str):
    run(
        database,
        "CREATE SCHEMA tenant",
        "CREATE TABLE tenant.django_migrations (LIKE public.django_migrations)",
    )
    run(database, "INSERT INTO tenant.django_migrations VALUES (7, 'users', '1', '2026-05-01 09:58:00+00')")

    found = collect.history(f"{database}?options={quote('-c search_path=tenant')}")

    assert [row.id for row in found.rows] == [7]
    assert collect.history(database) == History()


def test_a_url_of_sqlalchemys_form_is_understood(database: str):
    assert collect.history(database.replace("postgresql://", "postgresql+psycopg://")) == History()
    assert collect.history(database.replace("postgresql://", "postgres://")) == History()


def test_the_server_ran_nothing_but_select_within_a_transaction(postgres: PostgresServer, database: str):
    run(database, insert("users", "1", "2026-05-01 09:58:00+00"))
    before = len(postgres.statements(name_of(database)))

    collect.history(database)

    found = postgres.statements(name_of(database))[before:]
    assert found[0] == "BEGIN READ ONLY"
    assert found[-1] == "ROLLBACK"
    assert [one for one in found if one.partition(" ")[0] not in ALLOWED] == []
    assert len(found) == 4


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM django_migrations",
        insert("users", "2", "2026-05-01 09:58:00+00"),
        "UPDATE django_migrations SET name = 'x'",
        "CREATE TABLE mine ()",
        "DROP TABLE django_migrations",
        "TRUNCATE django_migrations",
    ],
)
def test_a_write_on_that_very_connection_is_refused(database: str, statement: str):
    with (
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction) as caught,
        collector.connect(Secret(database), timeout=timedelta(seconds=5)) as connection,
    ):
        connection.execute(statement)

    assert caught.value.sqlstate == "25006"


def test_a_transaction_of_its_own_is_read_only_too(database: str):
    """By the connection's default, whatever the transaction says of itself."""
    with collector.connect(Secret(database), timeout=timedelta(seconds=5)) as connection:
        connection.read_only = None
        assert connection.execute("SHOW transaction_read_only").fetchone() == ("on",)


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


@contextmanager
def role(url: str, name: str, *grants: str) -> Iterator[None]:
    run(url, f"CREATE ROLE {name} LOGIN", *grants)
    try:
        yield
    finally:
        run(url, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


def test_no_grant_is_forbidden(postgres: PostgresServer, database: str):
    with role(database, "stranger"):
        assert cause_of(postgres.dsn(name_of(database), user="stranger")) is Cause.FORBIDDEN


def test_the_grant_of_the_docs_is_enough(postgres: PostgresServer, database: str):
    text = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    lines = text.partition("```sql\n")[2].partition("```")[0]
    grants = [
        line.strip().replace("DATABASE shop", f"DATABASE {name_of(database)}")
        for line in lines.split(";")
        if line.strip()
    ]
    run(database, "REVOKE ALL ON SCHEMA public FROM PUBLIC", *grants)
    try:
        assert collect.history(postgres.dsn(name_of(database), user="driftboard_reader")) == History()
    finally:
        run(database, "DROP OWNED BY driftboard_reader", "DROP ROLE driftboard_reader")


def test_a_schema_that_is_closed_to_us_is_not_an_empty_database(postgres: PostgresServer, database: str):
    """PostgreSQL itself says that there is no such table; to say "nothing applied" would be wrong."""
    with role(database, "outsider", "REVOKE USAGE ON SCHEMA public FROM PUBLIC"):
        assert cause_of(postgres.dsn(name_of(database), user="outsider")) is Cause.FORBIDDEN


def test_rows_that_are_hidden_from_us_are_not_left_out(postgres: PostgresServer, database: str):
    """Row level security shows a part of a table as if it were the whole."""
    run(database, insert("users", "1", "2026-05-01 09:58:00+00"))
    run(database, "ALTER TABLE django_migrations ENABLE ROW LEVEL SECURITY")
    with role(database, "half", "GRANT SELECT ON django_migrations TO half"):
        assert cause_of(postgres.dsn(name_of(database), user="half")) is Cause.FORBIDDEN


def test_a_role_that_is_not_there_is_forbidden(postgres: PostgresServer, database: str):
    assert (
        cause_of(postgres.dsn(name_of(database), user="nobody_at_all", password="hunter2")) is Cause.FORBIDDEN
    )


def test_a_role_that_may_not_connect_is_forbidden(postgres: PostgresServer, database: str):
    with role(database, "sleeper", "ALTER ROLE sleeper NOLOGIN"):
        assert cause_of(postgres.dsn(name_of(database), user="sleeper")) is Cause.FORBIDDEN


@pytest.fixture
def password_asked(postgres: PostgresServer) -> Iterator[str]:
    """A role that has to give a password; its name."""
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE careful LOGIN PASSWORD 'right/p@ss'")
        rules = Path(connection.execute("SHOW hba_file").fetchone()[0])
        before = rules.read_text()
        rules.write_text("host all careful 127.0.0.1/32 scram-sha-256\n" + before)
        connection.execute("SELECT pg_reload_conf()")
        yield "careful"
        rules.write_text(before)
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("DROP OWNED BY careful")
        connection.execute("DROP ROLE careful")


def test_a_wrong_password_is_forbidden_and_shown_nowhere(
    postgres: PostgresServer, postgres_database: str, password_asked: str, caplog: pytest.LogCaptureFixture
):
    name = name_of(postgres_database)
    for password in ("hunter2", None):
        url = postgres.dsn(name, user=password_asked, password=password)
        with pytest.raises(CollectionError) as caught:
            collect.history(url)
        error = caught.value

        assert error.cause is Cause.FORBIDDEN
        for shown in ("".join(traceback.format_exception(error)), repr(error), str(error), caplog.text):
            assert "hunter2" not in shown
            assert "careful" not in shown
            assert "127.0.0.1" not in shown

    right = postgres.dsn(name, user=password_asked, password="right/p@ss")
    assert collect.history(right) == History(table=False)


def test_a_database_that_is_not_there_is_unreachable(postgres: PostgresServer):
    assert cause_of(postgres.dsn("gone")) is Cause.UNREACHABLE


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@127.0.0.1:1/shop",
        "postgresql://me:hunter2@nowhere.invalid/shop",
        "postgresql://me:hunter2@127.0.0.1:hunter2/shop",
        "postgresql://me:hunter2@127.0.0.1/shop?colour=red",
        "mysql://me:hunter2@127.0.0.1/shop",
        "",
    ],
)
def test_what_cannot_be_reached_is_unreachable(url: str):
    assert cause_of(url, timeout=timedelta(seconds=2)) is Cause.UNREACHABLE


def test_a_server_without_the_tls_that_was_asked_for_is_unreachable(database: str):
    assert cause_of(f"{database}?sslmode=require") is Cause.UNREACHABLE


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


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW django_migrations AS SELECT 1 AS id, 'a'::text AS app, 'b'::text AS name, now() AS applied",
        "CREATE MATERIALIZED VIEW django_migrations AS SELECT 1 AS id, 'a' AS app, 'b' AS name, now() AS applied",
        "CREATE TABLE django_migrations (app text, name text, applied timestamptz)",
        "CREATE TABLE django_migrations (id int, app text, applied timestamptz)",
        "CREATE TABLE django_migrations AS SELECT 'x' AS id, 'a' AS app, 'b' AS name, now() AS applied",
        "CREATE TABLE django_migrations AS SELECT 1 AS id, NULL::text AS app, 'b' AS name, now() AS applied",
        "CREATE TABLE django_migrations AS SELECT 1 AS id, 'a' AS app, NULL::text AS name, now() AS applied",
    ],
)
def test_a_table_that_is_not_djangos_is_unreadable(postgres_database: str, statement: str):
    run(postgres_database, statement)

    assert cause_of(postgres_database) is Cause.UNREADABLE


def test_odd_rows_are_kept_as_text(postgres_database: str):
    run(
        postgres_database,
        "CREATE TABLE django_migrations (id bigint, app text, name text, applied text)",
        "INSERT INTO django_migrations VALUES (2, 'a', '', 'yesterday'), (NULL, 'b', '1', NULL), (1, '', '1', '')",
    )

    assert collect.history(postgres_database).rows == (
        Row(MigrationKey("", "1"), "", 1),
        Row(MigrationKey("a", ""), "yesterday", 2),
        Row(MigrationKey("b", "1"), "", None),
    )


def test_text_that_is_no_text_is_unreadable(postgres: PostgresServer):
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bytes_for_text")
        connection.execute(
            "CREATE DATABASE bytes_for_text ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'"
        )
    url = postgres.dsn("bytes_for_text")
    run(
        url,
        r"CREATE TABLE django_migrations AS SELECT 1 AS id, E'\xff' AS app, 'b' AS name, now() AS applied",
    )

    assert cause_of(url) is Cause.UNREADABLE
    postgres.drop_database("bytes_for_text")


def test_a_partitioned_table_is_a_table(postgres_database: str):
    run(
        postgres_database,
        "CREATE TABLE django_migrations (id int, app text, name text, applied timestamptz) PARTITION BY HASH (id)",
    )

    assert collect.history(postgres_database) == History()


def test_a_large_table_is_read_in_time(database: str):
    run(
        database,
        "INSERT INTO django_migrations (app, name, applied) "
        "SELECT 'app' || i % 50, 'migration_' || i, '2026-05-01 09:58:00+00' FROM generate_series(1, 100000) AS i",
    )
    begun = time.monotonic()

    assert len(collect.history(database).rows) == 100_000
    assert time.monotonic() - begun < 5
