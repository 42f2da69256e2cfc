"""Roles and rights on a real PostgreSQL: who may read, and the cause where somebody may not."""

from pathlib import Path

import pytest

from app import collect
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


@pytest.mark.parametrize("scheme", ["oracle", "postgis", "mssql+pyodbc", "sqlite3", "mysqlx"])
def test_a_database_of_another_kind_is_told_as_one(scheme: str):
    assert cause_of(f"{scheme}://me:hunter2@127.0.0.1/shop") is Cause.UNSUPPORTED
