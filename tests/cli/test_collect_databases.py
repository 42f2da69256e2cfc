"""`driftboard collect` of environments with several databases, and with a schema for each tenant."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from app.domain.failure import Cause
from tests.cli.command_line import run


def lines(output: str) -> list[str]:
    """What is said of databases, without where it is stored."""
    return [line for line in output.splitlines() if line.startswith(("production", "alone"))]


def told(cause: Cause) -> str:
    return f"{cause.sentence}. {cause.next_step}"


@pytest.fixture
def tenants(postgres_database: str) -> str:
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        for number in range(1, 41):
            connection.execute(f"CREATE SCHEMA tenant_{number:02}")
            connection.execute(
                f"CREATE TABLE tenant_{number:02}.django_migrations"
                " (id bigint, app text, name text, applied timestamptz)"
            )
    return postgres_database


def write(folder: Path, text: str) -> Path:
    config = folder / "driftboard.toml"
    config.write_text(text)
    return config


def change(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def test_schemas_are_counted_and_each_cause_is_told_once(tmp_path: Path, tenants: str):
    config = write(
        tmp_path,
        f'[projects.shop.environments.production]\ndatabase = "{tenants}"\nschemas = ["tenant_*"]\n',
    )
    insert = "INSERT INTO tenant_{:02}.django_migrations VALUES (1, 'users', '1', now())"

    first = run("collect", "--config", config)
    again = run("collect", "--config", config)
    change(tenants, insert.format(3), insert.format(4), "CREATE SCHEMA tenant_41")
    changed = run("collect", "--config", config)
    change(
        tenants,
        *(
            f"ALTER TABLE tenant_{number:02}.django_migrations DROP COLUMN app"
            for number in (7, 8, 9, 10, 11)
        ),
    )
    config.write_text(config.read_text().replace('["tenant_*"]', '["tenant_*", "acme[x", "acme"]'))
    odd = run("collect", "--config", config)

    assert (first.exit_code, again.exit_code, changed.exit_code, odd.exit_code) == (0, 0, 0, 1)
    assert lines(first.output) == ["production default: 40 schemas read, 40 new"]
    assert lines(again.output) == ["production default: 40 schemas read, unchanged"]
    assert lines(changed.output) == ["production default: 41 schemas read, 3 new"]
    assert lines(odd.output) == [
        "production default: 36 schemas read, unchanged",
        f"production default: 1 schema not read, acme: {told(Cause.NO_SUCH_SCHEMA)}",
        f"production default: 5 schemas not read, tenant_07, tenant_08, tenant_09 and 2 more: {told(Cause.UNREADABLE)}",
    ]


def test_no_schema_that_matches_is_said_so(tmp_path: Path, postgres_database: str):
    config = write(
        tmp_path,
        f'[projects.shop.environments.production]\ndatabase = "{postgres_database}"\nschemas = ["tenant_*"]\n',
    )

    result = run("collect", "--config", config)

    assert result.exit_code == 1
    assert lines(result.output) == [f"production default: {told(Cause.NO_SUCH_SCHEMA)}"]


def test_each_of_several_databases_is_named_by_its_alias(tmp_path: Path):
    for name in ("a", "b"):
        with closing(sqlite3.connect(tmp_path / f"{name}.sqlite3")) as connection:
            connection.execute(
                "CREATE TABLE django_migrations (id integer, app text, name text, applied text)"
            )
    config = write(
        tmp_path,
        "[projects.shop.environments.production.databases]\n"
        'default = "sqlite:///a.sqlite3"\nlegacy = "sqlite:///b.sqlite3"\nreplica = "sqlite:///gone.sqlite3"\n'
        '[projects.shop.environments.alone]\ndatabase = "sqlite:///a.sqlite3"\nalias = "main"\n',
    )

    first = run("collect", "production", "--config", config)
    every = run("collect", "--config", config)

    assert (first.exit_code, every.exit_code) == (1, 1)
    assert {"production default: 0 rows", "production legacy: 0 rows"} <= set(lines(first.output))
    assert sorted(lines(every.output)[:4])[:3] == [
        "alone: 0 rows",
        "production default: 0 rows, unchanged",
        "production legacy: 0 rows, unchanged",
    ]
    assert "production replica: there is no such file. Correct the path" in every.output
