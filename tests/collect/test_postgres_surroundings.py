"""Where the table lies in a real PostgreSQL: the search path, other schemas, the tables beside an empty one."""

from urllib.parse import quote

import psycopg
import pytest

from app import collect
from app.collect import postgres as collector
from app.domain.failure import Cause
from app.domain.history import History, Surroundings
from tests.collect.postgres_database import cause_of, insert, name_of, role, run
from tests.servers.postgres import PostgresServer

TABLE = (
    "CREATE TABLE {}.django_migrations (id bigserial PRIMARY KEY, app text, name text, applied timestamptz)"
)


def on_path(url: str, path: str) -> str:
    return f"{url}?options={quote(f'-c search_path={path}')}"


def schema(url: str, name: str, *, table: bool = True) -> None:
    run(url, f'CREATE SCHEMA "{name}"', *([TABLE.format(f'"{name}"')] if table else []))


@pytest.mark.parametrize("path", ["appx", "App_X,nowhere", '"App"', "''", '"with\\ space"'])
def test_a_search_path_that_names_no_schema_is_a_failure_of_its_own(postgres_database: str, path: str):
    schema(postgres_database, "app")

    assert cause_of(on_path(postgres_database, path)) is Cause.NO_SCHEMA


def test_names_of_the_search_path_are_read_as_postgresql_reads_them(postgres_database: str):
    """Folded where they have no quotes, as they are between quotes, and with `$user`."""
    schema(postgres_database, "app")
    schema(postgres_database, 'My "own", schema'.replace('"', '""'))

    assert collect.history(on_path(postgres_database, "nowhere,APP")).has_table
    quoted = '"My\\ ""own"",\\ schema"'
    assert collect.history(on_path(postgres_database, quoted)).has_table
    with role(postgres_database, "shopper", "CREATE SCHEMA shopper AUTHORIZATION shopper"):
        own = collect.history(name_for(postgres_database, "shopper"))
    assert own.surroundings is not None
    assert own.surroundings.schema == "shopper"


def name_for(url: str, user: str) -> str:
    head, _, tail = url.partition("://")
    return f"{head}://{user}@{tail.rpartition('@')[2]}"


def test_a_schema_that_is_closed_to_us_is_there_all_the_same(postgres: PostgresServer, database: str):
    """PostgreSQL leaves it out of its search path, and says that no schema is selected."""
    run(database, "DROP TABLE django_migrations", "REVOKE USAGE ON SCHEMA public FROM PUBLIC")
    with role(database, "outsider"):
        assert collect.history(postgres.dsn(name_of(database), user="outsider")) == History(has_table=False)


def test_a_closed_schema_before_an_open_one_is_not_passed_over(postgres: PostgresServer, database: str):
    """Django's own role reads the first table; to read the second one instead would be wrong."""
    schema(database, "secret")
    with role(database, "outsider", "GRANT SELECT ON public.django_migrations TO outsider"):
        url = on_path(postgres.dsn(name_of(database), user="outsider"), "secret,public")
        assert cause_of(url) is Cause.FORBIDDEN


def test_a_table_in_another_schema_is_named(postgres_database: str):
    schema(postgres_database, "acme")
    schema(postgres_database, "globex")
    run(postgres_database, "CREATE VIEW public.plain AS SELECT 1")

    assert collect.history(postgres_database) == History(
        has_table=False, surroundings=Surroundings("public", other_schemas=("acme", "globex"))
    )


def test_the_role_of_the_docs_sees_it_too(postgres: PostgresServer, postgres_database: str):
    schema(postgres_database, "acme")
    run(postgres_database, "CREATE TABLE public.orders_order ()")
    with role(
        postgres_database,
        "reader",
        f"GRANT CONNECT ON DATABASE {name_of(postgres_database)} TO reader",
        "GRANT USAGE ON SCHEMA public TO reader",
    ):
        history = collect.history(postgres.dsn(name_of(postgres_database), user="reader"))

    assert history.surroundings == Surroundings("public", other_schemas=("acme",), tables=("orders_order",))


def test_a_new_schema_that_the_url_names_has_no_table_yet(postgres_database: str):
    schema(postgres_database, "acme")
    schema(postgres_database, "orphan", table=False)

    assert collect.history(on_path(postgres_database, "orphan")) == History(
        has_table=False, surroundings=Surroundings("orphan", is_schema_chosen=True, other_schemas=("acme",))
    )


def test_the_rows_of_a_later_schema_come_with_its_name(database: str):
    """Django reads them too; the schema that was meant has no table of its own."""
    run(database, insert("users", "1", "2026-05-01 09:58:00+00"))
    schema(database, "orphan", table=False)

    history = collect.history(on_path(database, "orphan,public"))

    assert history.rows == collect.history(database).rows
    assert history.surroundings == Surroundings("orphan", "public", is_schema_chosen=True)


def test_the_tables_beside_an_empty_table_are_named_without_those_of_extensions(database: str):
    run(
        database,
        "CREATE TABLE orders_order (id int)",
        "CREATE TABLE orders_line (day date) PARTITION BY RANGE (day)",
        "CREATE TABLE orders_line_2026 PARTITION OF orders_line DEFAULT",
        "CREATE VIEW orders_view AS SELECT 1",
        "CREATE TABLE spatial_ref_sys (id int)",
        "CREATE EXTENSION IF NOT EXISTS plpgsql",
        "ALTER EXTENSION plpgsql ADD TABLE spatial_ref_sys",
        "CREATE SCHEMA other",
        "CREATE TABLE other.elsewhere ()",
    )
    try:
        assert collect.history(database) == History(
            surroundings=Surroundings("public", "public", tables=("orders_line", "orders_order"))
        )
    finally:
        run(database, "ALTER EXTENSION plpgsql DROP TABLE spatial_ref_sys")


@pytest.mark.parametrize("rows", [0, 1])
def test_only_a_table_without_rows_costs_a_further_select(postgres: PostgresServer, database: str, rows: int):
    run(database, "CREATE TABLE orders_order ()", *rows * [insert("users", "1", "2026-05-01 09:58:00+00")])
    before = len(postgres.statements(name_of(database)))

    history = collect.history(database)

    statements = postgres.statements(name_of(database))[before:]
    assert [statement.partition(" ")[0] for statement in statements[1:-1]] == (2 - rows) * ["SELECT"]
    assert (history.surroundings is None) == bool(rows)


def test_the_names_are_bounded(database: str, monkeypatch: pytest.MonkeyPatch):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "DO $$ BEGIN FOR n IN 1..2010 LOOP EXECUTE 'CREATE TABLE t' || n || ' ()'; END LOOP; END $$"
        )

    surroundings = collect.history(database).surroundings

    assert surroundings is not None
    assert len(surroundings.tables) == collector.MAX_TABLES


def test_nothing_around_an_empty_database_is_nothing_to_tell(postgres_database: str):
    assert collect.history(postgres_database).surroundings is None
