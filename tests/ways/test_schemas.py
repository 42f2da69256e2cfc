"""The checks of the schema on SQLite, PostgreSQL and MariaDB, and scripts in one schema of PostgreSQL among others."""

# ruff: noqa: S608 - statements of tests

import psycopg
import pytest

from app import collect
from app.config import Secret
from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.schema import Column, TableName
from app.domain.ways.planners.rows import new_rows, put_in, take_out
from app.domain.ways.proof import proven
from app.domain.ways.scripts import Dialect, script
from app.domain.ways.traces import Trace, Traces
from app.domain.ways.way import Draft, ProvenWay, RowChange, Situation, Step, StepKind
from tests.build import release
from tests.ways.databases import ERRORS, TABLES, Database, fresh_database

CODE = release("a: 1 < 2")
LONG = TableName.of("archive_" + "verylongmodelnameindeed" * 3)
ODD = TableName("it's a \\ table")

TRACES = Traces(
    (
        Trace(
            TableName("o_order"), is_made=True, columns=(Column("id", null=False), Column("By", null=True))
        ),
        Trace(LONG, is_made=True, columns=(Column("id"),)),
        Trace(ODD, columns=(Column("it's", null=False),), gone=("former",)),
        Trace(TableName("o_gone"), is_there=False),
    )
)


def table(trace_table: TableName, dialect: Dialect, columns: str) -> str:
    mark = "`" if dialect is Dialect.MYSQL else '"'
    return f"CREATE TABLE {mark}{trace_table.on(dialect.limit)}{mark} ({columns.replace(chr(34), mark)});"


def filled(database: Database) -> None:
    """The tables as the migrations leave them."""
    of = database.dialect
    database.run(TABLES[of])
    database.run(table(TableName("o_order"), of, '"id" integer PRIMARY KEY NOT NULL, "By" integer'))
    database.run(table(LONG, of, '"id" integer'))
    database.run(table(ODD, of, '"it\'s" integer'))
    database.run(f"INSERT INTO {quoted(ODD, of)} VALUES (1);")


def quoted(name: TableName, dialect: Dialect) -> str:
    mark = "`" if dialect is Dialect.MYSQL else '"'
    return f"{mark}{name.on(dialect.limit)}{mark}"


@pytest.fixture(params=list(Dialect), ids=str)
def database(request: pytest.FixtureRequest, tmp_path):
    with fresh_database(request.param, request, tmp_path) as database:
        filled(database)
        yield database


def check(database: Database, *schemas: str) -> list[tuple[int, int]]:
    step = Step(StepKind.CHECK, "Look.", traces=TRACES, schemas=schemas)
    return database.answers(script(step, database.dialect))


WRONG = {
    "a table is missing": ("DROP TABLE o_order;", 2),
    "a column is missing": ('ALTER TABLE o_order DROP COLUMN "By";', 1),
    "a row is without a value": ("INSERT INTO {odd} VALUES (NULL);", 1),
    "a column is still there": ("ALTER TABLE {odd} ADD COLUMN former integer;", 1),
    "a table is still there": ("CREATE TABLE o_gone (id integer);", 1),
}


def test_the_checks_answer_as_they_say_where_the_migrations_ran(database: Database):
    answers = check(database)

    assert len(answers) == 8
    assert all(found == expected for found, expected in answers)


@pytest.mark.parametrize("wrong", WRONG)
def test_another_answer_shows_what_is_not_so(database: Database, wrong: str):
    statement, number = WRONG[wrong]
    text = statement.format(odd=quoted(ODD, database.dialect))
    database.run(text.replace('"', "`") if database.dialect is Dialect.MYSQL else text)

    assert sum(found != expected for found, expected in check(database)) == number


@pytest.fixture
def tenants(request: pytest.FixtureRequest, tmp_path):
    """A PostgreSQL database with the same tables in public and in two schemas, one of an odd name."""
    with fresh_database(Dialect.POSTGRESQL, request, tmp_path) as database:
        for schema in SCHEMAS:
            database.run(f'CREATE SCHEMA IF NOT EXISTS "{schema}"; SET search_path TO "{schema}"; {FILL}')
        yield database


SCHEMAS = ("public", "Tenant 7", "tenant_8")
FILL = (
    f"{TABLES[Dialect.POSTGRESQL]}; CREATE TABLE o_order (id integer, price integer); "
    "INSERT INTO django_migrations (app, name, applied) VALUES ('a', '1', '2026-05-01 11:58:00')"
)


def looks(database: Database) -> dict[str, tuple[list[tuple], list[str]]]:
    """The rows and the tables of each schema."""
    with psycopg.connect(database.url, connect_timeout=10) as connection:
        return {
            schema: (
                connection.execute(
                    f'SELECT id, app, name, applied FROM "{schema}".django_migrations'
                ).fetchall(),
                [
                    name
                    for (name,) in connection.execute(
                        "SELECT c.relname || '.' || a.attname FROM pg_class AS c JOIN pg_attribute AS a "
                        "ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE "
                        "c.relnamespace = to_regnamespace(quote_ident(%s)) AND c.relkind = 'r' ORDER BY 1",
                        [schema],
                    )
                ],
            )
            for schema in SCHEMAS
        }


def way_in(database: Database, *steps: Step, **facts) -> ProvenWay:
    history: History = collect.history(Secret(f"{database.url}?options=-csearch_path%3Dtenant_8"))
    way = proven(Situation(CODE, history, **facts), Draft("try", "", "", (), steps))
    assert way is not None
    return way


@pytest.mark.parametrize("facts", [{"schema": "Tenant 7"}, {"search_path": ("Tenant 7", "public")}], ids=str)
def test_a_script_and_the_one_back_change_the_named_schema_and_no_other(tenants: Database, facts: dict):
    before = looks(tenants)
    way = way_in(tenants, put_in(new_rows((MigrationKey("odd", "new"),))), **facts)

    tenants.run(script(way.steps[0], Dialect.POSTGRESQL))
    after = looks(tenants)
    assert [row[2] for row in after["Tenant 7"][0]] == ["1", "new"]
    assert {name: after[name] for name in ("public", "tenant_8")} == {
        name: before[name] for name in ("public", "tenant_8")
    }
    tenants.run(script(way.undo[0], Dialect.POSTGRESQL))
    assert looks(tenants) == before


def test_what_is_dropped_is_dropped_there_and_never_in_public(tenants: Database):
    before = looks(tenants)
    change = RowChange(dropped_tables=(TableName("o_order"),))
    drop = Step(StepKind.SQL, "Drop.", change=change)
    way = way_in(tenants, take_out(collect.history(Secret(tenants.url)).rows), drop, schema="Tenant 7")

    text = script(way.steps[-1], Dialect.POSTGRESQL)
    tenants.run(script(way.steps[-2], Dialect.POSTGRESQL))
    tenants.run(text)
    after = looks(tenants)
    assert not any(name.startswith("o_order") for name in after["Tenant 7"][1])
    assert {name: after[name] for name in ("public", "tenant_8")} == {
        name: before[name] for name in ("public", "tenant_8")
    }
    with pytest.raises(ERRORS, match="o_order"):
        tenants.run(text)
    assert looks(tenants) == after


def test_a_schema_that_is_not_there_changes_nothing(tenants: Database):
    before = looks(tenants)
    way = way_in(tenants, put_in(new_rows((MigrationKey("odd", "new"),))), schema="tenant_9")

    with pytest.raises(ERRORS, match="django_migrations"):
        tenants.run(script(way.steps[0], Dialect.POSTGRESQL))
    assert looks(tenants) == before


def test_the_sequence_of_one_schema_is_set(tenants: Database):
    tenants.run("""INSERT INTO "Tenant 7".django_migrations VALUES (2, 'a', '2', now());""")
    way = way_in(tenants, put_in(new_rows((MigrationKey("odd", "new"),))), schema="Tenant 7")
    text = script(way.steps[0], Dialect.POSTGRESQL)
    remedy = next(line for line in text.splitlines() if "setval" in line)
    before = looks(tenants)
    tenants.run(remedy.removeprefix("-- "))

    assert looks(tenants) == before
    tenants.run("""INSERT INTO "Tenant 7".django_migrations (app, name, applied) VALUES ('a', '3', now());""")
    assert looks(tenants)["Tenant 7"][0][-1][0] == 3
    tenants.run("""INSERT INTO tenant_8.django_migrations (app, name, applied) VALUES ('a', '3', now());""")
    assert looks(tenants)["tenant_8"][0][-1][0] == 2


def test_the_checks_look_in_the_schema_alone_and_change_nothing(tenants: Database):
    traces = Traces((Trace(TableName("o_order"), columns=(Column("price", null=False),)),))
    step = Step(StepKind.CHECK, "Look.", traces=traces, schemas=("Tenant 7",))
    before = looks(tenants)

    assert tenants.answers(script(step, Dialect.POSTGRESQL)) == [(1, 1), (0, 0)]
    assert looks(tenants) == before
    tenants.run('ALTER TABLE "Tenant 7".o_order RENAME TO elsewhere')
    with pytest.raises(ERRORS, match="o_order"):
        tenants.answers(script(step, Dialect.POSTGRESQL))
