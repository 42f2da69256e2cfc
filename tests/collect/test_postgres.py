"""Collecting from a real PostgreSQL: what is read, and that nothing is written."""

from datetime import timedelta
from urllib.parse import quote

import psycopg
import pytest

from app import collect
from app.collect import postgres as collector
from app.config import Secret
from app.domain.failure import Cause
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from tests.collect.postgres_database import cause_of, insert, name_of, run
from tests.servers.postgres import PostgresServer


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
    assert collect.history(postgres_database) == History(has_table=False)


def test_an_empty_table_is_a_table(database: str):
    assert collect.history(database) == History()


def test_the_url_may_say_which_schema(database: str):
    run(
        database,
        "CREATE SCHEMA tenant",
        "CREATE TABLE tenant.django_migrations (LIKE public.django_migrations)",
    )
    run(database, "INSERT INTO tenant.django_migrations VALUES (7, 'users', '1', '2026-05-01 09:58:00+00')")

    tenant_history = collect.history(f"{database}?options={quote('-c search_path=tenant')}")

    assert [row.id for row in tenant_history.rows] == [7]
    assert collect.history(database).rows == ()


def test_a_url_of_sqlalchemys_form_is_understood(database: str):
    assert collect.history(database.replace("postgresql://", "postgresql+psycopg://")) == History()
    assert collect.history(database.replace("postgresql://", "postgres://")) == History()


def test_the_server_ran_nothing_but_select_within_a_transaction(postgres: PostgresServer, database: str):
    run(database, insert("users", "1", "2026-05-01 09:58:00+00"))
    before = len(postgres.statements(name_of(database)))

    collect.history(database)

    statements = postgres.statements(name_of(database))[before:]
    first, second, last = statements  # a round trip each, as a bare reading of one table takes
    assert first.startswith("BEGIN READ ONLY; SELECT ")
    assert second.startswith("SELECT ")
    assert last == "ROLLBACK"
    assert not any(";" in statement for statement in (first.partition("; ")[2], second))


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


SERVER = "CREATE EXTENSION file_fdw; CREATE SERVER f FOREIGN DATA WRAPPER file_fdw"
FOREIGN = f"{SERVER}; CREATE FOREIGN TABLE django_migrations"
OF_FILE = "SERVER f OPTIONS (filename '/etc/passwd', format 'csv', delimiter ':')"
OF_ROWS = "SERVER f OPTIONS (program 'echo 1,a,b,2026-01-01', format 'csv')"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW django_migrations AS SELECT 1 AS id, 'a'::text AS app, 'b'::text AS name, now() AS applied",
        "CREATE MATERIALIZED VIEW django_migrations AS SELECT 1 AS id, 'a' AS app, 'b' AS name, now() AS applied",
        f"{FOREIGN} (id bigint, app text) {OF_FILE}",
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


def test_a_foreign_table_is_a_table(postgres_database: str):
    run(postgres_database, f"{FOREIGN} (id bigint, app text, name text, applied timestamptz) {OF_ROWS}")

    assert [str(row.key) for row in collect.history(postgres_database).rows] == ["a.b"]
