"""Roles and rights on a real PostgreSQL: who may read, and the cause where somebody may not."""

import traceback
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from app import collect
from app.collect import CollectionError
from app.domain.failure import Cause
from app.domain.history import History
from tests.collect.postgres_database import cause_of, insert, name_of, role, run
from tests.servers.postgres import PostgresServer


def test_no_grant_is_forbidden(postgres: PostgresServer, database: str):
    with role(database, "stranger"):
        assert cause_of(postgres.dsn(name_of(database), user="stranger")) is Cause.FORBIDDEN


def test_the_grant_of_the_docs_is_enough(postgres: PostgresServer, database: str, driftboard_reader: str):
    text = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    lines = text.partition("```sql\n")[2].partition("```")[0]
    grants = [
        line.strip().replace("DATABASE shop", f"DATABASE {name_of(database)}")
        for line in lines.split(";")
        if line.strip()
    ]
    run(database, "REVOKE ALL ON SCHEMA public FROM PUBLIC", *grants)

    assert collect.history(postgres.dsn(name_of(database), user=driftboard_reader)) == History()


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
    """The name of a role that needs a password."""
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
    assert collect.history(right) == History(has_table=False)


def test_a_database_that_is_not_there_is_unreachable(postgres: PostgresServer):
    assert cause_of(postgres.dsn("gone")) is Cause.UNREACHABLE


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@127.0.0.1:1/shop",
        "postgresql://me:hunter2@nowhere.invalid/shop",
        "postgresql://me:hunter2@127.0.0.1:hunter2/shop",
        "postgresql://me:hunter2@127.0.0.1/shop?colour=red",
    ],
)
def test_what_cannot_be_reached_is_unreachable(url: str):
    assert cause_of(url, timeout=timedelta(seconds=2)) is Cause.UNREACHABLE


@pytest.mark.parametrize("scheme", ["mysql", "mariadb", "oracle", "postgis", "mssql+pyodbc", "sqlite3"])
def test_a_database_of_another_kind_is_told_as_one(scheme: str):
    assert cause_of(f"{scheme}://me:hunter2@127.0.0.1/shop") is Cause.UNSUPPORTED


def test_a_server_without_the_tls_that_was_asked_for_is_unreachable(database: str):
    assert cause_of(f"{database}?sslmode=require") is Cause.UNREACHABLE
