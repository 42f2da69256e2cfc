from pathlib import Path

import psycopg
import pytest

from tests.servers import postgres as postgres_server
from tests.servers.postgres import MissingServerError, PostgresServer


def test_a_fresh_database_is_empty(postgres_database: str):
    with psycopg.connect(postgres_database) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()

    assert tables == []


def test_the_log_has_every_statement_of_a_database(postgres: PostgresServer):
    url = postgres.create_database("statement_log")
    with psycopg.connect(url) as connection:
        connection.execute("SELECT 41 + 1")
        connection.execute("SELECT %s::int", [43])

    assert postgres.statements("statement_log") == ("BEGIN", "SELECT 41 + 1", "SELECT $1::int", "COMMIT")


def test_a_database_made_twice_is_empty_again(postgres: PostgresServer):
    with psycopg.connect(postgres.create_database("twice")) as connection:
        connection.execute("CREATE TABLE left_over ()")

    with psycopg.connect(postgres.create_database("twice")) as connection:
        assert connection.execute("SELECT to_regclass('left_over')").fetchone() == (None,)


def test_a_role_that_is_dropped_is_gone_with_what_any_database_granted_it(postgres: PostgresServer):
    for name in ("first", "second"):
        with psycopg.connect(postgres.create_database(name), autocommit=True) as connection:
            if name == "first":
                connection.execute("CREATE ROLE reader")
            connection.execute(f"GRANT CONNECT ON DATABASE {name} TO reader")
            connection.execute("CREATE TABLE rows ()")
            connection.execute("GRANT SELECT ON rows TO reader")

    postgres.drop_role("reader")
    postgres.drop_role("reader")

    with psycopg.connect(postgres.url) as connection:
        assert not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'reader'").fetchall()


def test_a_url_may_name_another_role_with_a_password():
    url = PostgresServer("postgresql://owner:secret@db.example:5433/postgres").dsn(
        "shop", user="reader", password="a/b"
    )

    assert url == "postgresql://reader:a%2Fb@db.example:5433/shop"


def test_a_machine_without_a_server_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(postgres_server, "PACKAGED", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingServerError, match="apt-get install"):
        postgres_server.binaries()


def test_a_server_named_by_the_environment_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TEST_POSTGRES_DSN", "postgresql://ci@db.example/postgres")

    with postgres_server.start_server() as server:
        assert server == PostgresServer("postgresql://ci@db.example/postgres")
