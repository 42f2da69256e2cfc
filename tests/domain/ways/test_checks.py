"""The text of the statements that look at a schema; tests/ways runs them."""

from app.domain.schema import Column, TableName
from app.domain.ways.dialect import Dialect
from app.domain.ways.scripts import script
from app.domain.ways.traces import Trace, Traces
from app.domain.ways.way import Step, StepKind

LONG = TableName.of("archive_" + "verylongmodelnameindeed" * 3)
TRACES = Traces(
    (
        Trace(LONG, is_made=True, columns=(Column("id", null=False), Column("by_id", null=True))),
        Trace(
            TableName("u's"), columns=(Column("uid", null=False), Column("note", null=True)), gone=("old",)
        ),
        Trace(TableName("was"), is_there=False),
    )
)


def lines(dialect: Dialect, *schemas: str) -> list[str]:
    step = Step(StepKind.CHECK, "Look.", traces=TRACES, schemas=schemas)
    return script(step, dialect).splitlines()


def test_each_statement_says_what_comes_out():
    statements = [line for line in lines(Dialect.SQLITE) if not line.startswith("--")]

    assert [line.rpartition("-- ")[2] for line in statements] == ["1", "2", "2", "0", "0", "0"]
    assert statements[3] == "SELECT count(*) FROM pragma_table_xinfo('u''s') WHERE name IN ('old');  -- 0"
    assert statements[4].startswith(
        'SELECT count(*) FROM (SELECT 1 AS found FROM "u\'s" WHERE "uid" IS NULL LIMIT 1)'
    )


def test_a_table_of_which_no_column_is_looked_for_is_there():
    step = Step(StepKind.CHECK, "Look.", traces=Traces((Trace(TableName("a"), is_made=True),)))

    assert len(script(step, Dialect.MYSQL).splitlines()) == 4


def test_long_names_are_those_of_the_database():
    for dialect in Dialect:
        name = LONG.on(dialect.limit)
        assert any(f"'{name}'" in line or f"'\"{name}\"'" in line for line in lines(dialect)), dialect


def test_a_schema_of_postgresql_is_named_and_nothing_can_be_written_there():
    found = lines(Dialect.POSTGRESQL, 'te"nant', "public")

    assert found[2:4] == ["BEGIN READ ONLY;", 'SET LOCAL search_path TO "te""nant", "public";']
    assert found[-1] == "COMMIT;"
    assert not any("search_path" in line for line in lines(Dialect.MYSQL, "tenant"))
    assert not any("search_path" in line for line in lines(Dialect.POSTGRESQL))
