"""Many schemas of a real PostgreSQL database: which are read, what of each, and that nothing is written."""

from pathlib import Path

import psycopg
import pytest

from app import collect
from app.collect import CollectionError, schemas
from app.domain.failure import Cause
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from tests.collect.postgres_database import name_of, role, run
from tests.collect.schemas_database import look, made, names, of
from tests.servers.postgres import PostgresServer

NO_TABLE = History(has_table=False)


def cause_of_all(url: str, *patterns: str) -> Cause:
    with pytest.raises(CollectionError) as caught:
        look(url, *patterns)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value.cause


def test_each_schema_has_its_own_rows_in_recorded_order(postgres_database: str):
    made(postgres_database, "a", rows=[("users", "1"), ("users", "2"), ("users", "1")])
    made(postgres_database, "b", rows=[("Ünï\"'", " 1 ")])
    made(postgres_database, "c", rows=[])

    batch = look(postgres_database, "*")

    assert {name: history for name, (history, _) in batch.histories.items()} == {
        "a": of(("users", "1"), ("users", "2"), ("users", "1")),
        "b": of(("Ünï\"'", " 1 ")),
        "c": History(),
        "public": NO_TABLE,
    }
    assert (batch.unchanged, batch.causes) == ((), {})


def test_a_schema_is_read_as_a_database_with_that_schema_alone(postgres_database: str):
    made(postgres_database, "a", rows=[("users", "1"), ("users", "2")])

    alone = collect.history(f"{postgres_database}?options=-csearch_path%3Da")

    assert look(postgres_database, "a").histories["a"][0] == alone


def test_names_and_globs_choose_schemas(postgres_database: str):
    made(postgres_database, "public", "tenant_1", "tenant_2", "Tenant_3", "other", "tenant")

    assert names(postgres_database, "public", "tenant_*") == ["public", "tenant_1", "tenant_2"]
    assert names(postgres_database, "tenant_?", "*_2", "tenant_1") == ["tenant_1", "tenant_2"]
    assert names(postgres_database, "[a-z]*") == ["other", "public", "tenant", "tenant_1", "tenant_2"]
    assert names(postgres_database, "tenant") == ["tenant"]
    assert cause_of_all(postgres_database, "nothing_*") is Cause.NO_SUCH_SCHEMA


@pytest.mark.parametrize("name", ['Tenant "x"', "Tenant", "a.b", "%s {0} %(n)s", "ünï", "x;--", "'", "\\"])
def test_a_name_is_that_schema_and_no_other(postgres_database: str, name: str):
    """PostgreSQL would fold the case of an unquoted name, and look in public for a table that is not there."""
    made(postgres_database, "public", "tenant", "a", rows=[("wrong", "1")])
    made(postgres_database, name, rows=[("right", "1")])

    batch = look(postgres_database, name)

    assert {schema: history for schema, (history, _) in batch.histories.items()} == {name: of(("right", "1"))}


@pytest.mark.parametrize(
    "name", ["gone", "PUBLIC", '"public"', "pg_catalog", "information_schema", "public.", ""]
)
def test_a_name_that_no_schema_has_is_told_so(postgres_database: str, name: str):
    made(postgres_database, "public")

    batch = look(postgres_database, name)

    assert (dict(batch.histories), batch.causes) == ({}, {name: Cause.NO_SUCH_SCHEMA})


def test_signs_of_a_glob_stand_for_themselves_in_brackets(postgres_database: str):
    made(postgres_database, "tenant*", "tenant_1")

    assert names(postgres_database, "tenant[*]") == ["tenant*"]


def test_a_schema_without_a_table_does_not_take_that_of_public(postgres_database: str):
    made(postgres_database, "public")
    run(postgres_database, "CREATE SCHEMA bare")

    first = look(postgres_database, "bare")
    second = look(postgres_database, "bare", digests={"bare": first.histories["bare"][1]})

    assert first.histories["bare"][0] == NO_TABLE
    assert (second.histories, second.unchanged) == ({}, ("bare",))
    made(postgres_database, "bare", rows=[])
    assert look(postgres_database, "bare", digests={"bare": ""}).histories["bare"][0] == History()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW odd.django_migrations AS SELECT * FROM good.django_migrations",
        "CREATE MATERIALIZED VIEW odd.django_migrations AS SELECT * FROM good.django_migrations",
        "CREATE SEQUENCE odd.django_migrations",
        "CREATE TABLE odd.django_migrations (id bigint, app text, applied timestamptz)",
        "CREATE TABLE odd.django_migrations (id text, app text, name text, applied timestamptz)",
        "CREATE TABLE odd.django_migrations (id numeric, app text, name text, applied timestamptz)",
        "CREATE TABLE odd.django_migrations AS SELECT 1 AS id, NULL::text AS app, 'b' AS name, now() AS applied",
        "CREATE TABLE odd.django_migrations AS SELECT 1 AS id, 'a' AS app, NULL::text AS name, now() AS applied",
    ],
)
def test_a_table_that_is_not_djangos_is_told_and_keeps_no_other_back(postgres_database: str, statement: str):
    made(postgres_database, "good", "other")
    run(postgres_database, "CREATE SCHEMA odd", statement)

    batch = look(postgres_database, "good", "odd", "other")

    assert batch.causes == {"odd": Cause.UNREADABLE}
    assert list(batch.histories) == ["good", "other"]


def test_odd_rows_are_kept_as_text(postgres_database: str):
    run(
        postgres_database,
        "CREATE SCHEMA odd",
        "CREATE TABLE odd.django_migrations (id smallint, app text, name text, applied text)",
        "INSERT INTO odd.django_migrations VALUES (2, 'a', '', 'yesterday'), (NULL, 'b', '1', NULL), (1, '', '1', '')",
    )

    assert look(postgres_database, "odd").histories["odd"][0].rows == (
        Row(MigrationKey("", "1"), "", 1),
        Row(MigrationKey("a", ""), "yesterday", 2),
        Row(MigrationKey("b", "1"), "", None),
    )


def test_ids_of_several_kinds_stand_side_by_side(postgres_database: str):
    """They are integer up to Django 5.2, and bigint from 6.0."""
    made(postgres_database, "old", id_type="integer")
    made(postgres_database, "new", id_type="bigint")

    histories = look(postgres_database, "old", "new").histories

    assert [history for history, _ in histories.values()] == [of(("users", "1"))] * 2


def test_a_schema_that_we_may_not_read_is_forbidden_and_keeps_no_other_back(
    postgres: PostgresServer, postgres_database: str
):
    made(postgres_database, "a", "closed", "ungranted", "hidden", "partly", "z")
    run(
        postgres_database,
        "INSERT INTO z.django_migrations (app, name, applied) VALUES ('users', '2', now())",
        "ALTER TABLE hidden.django_migrations ENABLE ROW LEVEL SECURITY",
    )
    grants = [
        *(f"GRANT USAGE ON SCHEMA {name} TO half" for name in ("a", "ungranted", "hidden", "partly", "z")),
        *(f"GRANT SELECT ON {name}.django_migrations TO half" for name in ("a", "closed", "hidden", "z")),
        "GRANT SELECT (id, app) ON partly.django_migrations TO half",
    ]
    with role(postgres_database, "half", *grants):
        batch = look(postgres.dsn(name_of(postgres_database), user="half"), "*")

    assert batch.causes == dict.fromkeys(("closed", "hidden", "partly", "ungranted"), Cause.FORBIDDEN)
    assert sorted(batch.histories) == ["a", "public", "z"]


def test_the_grants_of_the_docs_are_enough(
    postgres: PostgresServer, postgres_database: str, driftboard_reader: str
):
    made(postgres_database, "public", 'Acme "1"')
    document = (Path(__file__).parents[2] / "docs" / "permissions.md").read_text(encoding="utf-8")
    reader, tenants = (
        document.partition(heading)[2].partition("```sql\n")[2].partition("```")[0]
        for heading in ("# ", "### Tenants")
    )
    run(
        postgres_database,
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        *reader.replace("DATABASE shop", f"DATABASE {name_of(postgres_database)}").strip().split(";\n"),
    )
    url = postgres.dsn(name_of(postgres_database), user=driftboard_reader)
    before = look(url, "*")
    run(postgres_database, tenants)
    after = look(url, "*")

    assert (list(before.histories), before.causes) == (["public"], {'Acme "1"': Cause.FORBIDDEN})
    assert (sorted(after.histories), after.causes) == (['Acme "1"', "public"], {})


def test_a_locked_table_is_busy_and_keeps_no_other_back(postgres_database: str):
    made(postgres_database, *"abcdefgh")
    with psycopg.connect(postgres_database) as holder:
        holder.execute("LOCK TABLE c.django_migrations IN ACCESS EXCLUSIVE MODE")
        batch = look(postgres_database, "?")
        holder.rollback()

    assert batch.causes == {"c": Cause.BUSY}
    assert list(batch.histories) == list("abdefgh")


def test_bytes_that_are_no_text_keep_no_other_back(postgres: PostgresServer):
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS schemas_of_bytes")
        connection.execute(
            "CREATE DATABASE schemas_of_bytes ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'"
        )
    url = postgres.dsn("schemas_of_bytes")
    made(url, "good", "other")
    run(url, "CREATE SCHEMA odd", "CREATE TABLE odd.django_migrations (LIKE good.django_migrations)")
    run(url, r"INSERT INTO odd.django_migrations VALUES (1, E'\xff', 'b', now())")

    batch = look(url, "good", "odd", "other")

    assert batch.causes == {"odd": Cause.UNREADABLE}
    assert sorted(batch.histories) == ["good", "other"]
    postgres.drop_database("schemas_of_bytes")


def test_more_schemas_than_the_limit_are_too_many(postgres_database: str, monkeypatch: pytest.MonkeyPatch):
    made(postgres_database, "a", "b", "c")
    monkeypatch.setattr(schemas, "MAX_SCHEMAS", 2)

    assert cause_of_all(postgres_database, "?") is Cause.TOO_MANY_SCHEMAS
    assert names(postgres_database, "[ab]") == ["a", "b"]


def test_a_server_that_is_not_there_is_told_as_for_one_table():
    assert cause_of_all("postgresql://me@127.0.0.1:1/shop", "*") is Cause.NOT_LISTENING


def test_a_schema_with_too_much_is_too_large_and_keeps_no_other_back(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
):
    made(postgres_database, "long", rows=[])
    made(postgres_database, "many", rows=[("users", str(number)) for number in range(4)])
    made(postgres_database, "right", "also", rows=[("users", "1")])
    run(postgres_database, "ALTER TABLE long.django_migrations ALTER name TYPE text")
    run(
        postgres_database,
        "INSERT INTO long.django_migrations (app, name, applied) VALUES ('users', repeat('x', 5000000), now())",
    )
    monkeypatch.setattr(schemas, "MAX_ROWS", 3)

    batch = look(postgres_database, "long", "many", "right", "also")

    assert batch.causes == {"long": Cause.TOO_LARGE, "many": Cause.TOO_LARGE}
    assert {name: history for name, (history, _) in batch.histories.items()} == {
        "right": of(("users", "1")),
        "also": of(("users", "1")),
    }


def test_of_large_tables_no_more_is_asked_for_at_once_than_of_one_history(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
):
    for name in ("a", "b", "c"):
        made(postgres_database, name, rows=[("users", f"{name}{number}") for number in range(3)])
    asked: list[list[str]] = []
    real = schemas._of_each
    monkeypatch.setattr(
        schemas,
        "_of_each",
        lambda connection, query, part: asked.append(list(part)) or real(connection, query, part),
    )
    monkeypatch.setattr(schemas, "MAX_CHARACTERS", 250)

    assert len(look(postgres_database, "?").histories) == 3
    assert asked[1:] == [["a", "b"], ["c"]]
