"""The text of the scripts; tests/ways runs them."""

import pytest

from app.domain.schema import TableName
from app.domain.ways.planners.rows import new_rows, put_in, take_out
from app.domain.ways.scripts import Dialect, comment, identifier, literal, script
from app.domain.ways.simulation import walk
from app.domain.ways.way import Moment, RowChange, Step, StepKind
from tests.build import history, key, release

ROWS = history("a.1", "a.2")
DROPS = RowChange(ROWS.rows[1:], (), (TableName("a_b"), TableName("a_e")), ((TableName("a_c"), "d"),))


def scripted(step: Step, dialect: Dialect) -> str:
    walked = walk(Moment(release("a: 1 < 2"), ROWS), [step], "default")
    assert walked is not None
    return script(walked[0][0], dialect)


@pytest.mark.parametrize("dialect", Dialect)
def test_a_script_is_one_transaction_with_guards_before_and_an_assertion_after(dialect: Dialect):
    lines = scripted(put_in(new_rows((key("a.3"),))), dialect).splitlines()
    change = next(
        n for n, line in enumerate(lines) if line.lstrip().startswith("INSERT INTO django_migrations")
    )

    assert "Driftboard runs none of this" in lines[1]
    assert any("2 rows" in line for line in lines[:change])
    assert any("would not be the planned ones" in line for line in lines[change:])
    assert lines.count("COMMIT;") == 1
    assert "id" not in lines[change].split("VALUES")[0].split("(")[1].split(", ")


@pytest.mark.parametrize("dialect", Dialect)
def test_what_is_dropped_is_quoted(dialect: Dialect):
    text = scripted(Step(StepKind.SQL, "Drop.", change=DROPS), dialect)

    tables = [identifier(name, dialect) for name in ("a_b", "a_e")]
    # One statement for both: they may refer to each other.
    expected = [", ".join(tables)] if dialect is Dialect.POSTGRESQL else tables
    assert all(f"DROP TABLE {names};" in text for names in expected)
    assert f"ALTER TABLE {identifier('a_c', dialect)} DROP COLUMN {identifier('d', dialect)};" in text
    assert ("here DDL commits at once" in text) is (dialect is Dialect.MYSQL)


def test_a_script_stops_where_the_sequence_is_behind_the_rows():
    text = scripted(put_in(new_rows((key("a.3"),))), Dialect.POSTGRESQL)

    assert "  next_id bigint;" in text
    assert "The sequence of the ids is behind the rows" in text
    assert "next_id" not in scripted(take_out(ROWS.rows[:1]), Dialect.POSTGRESQL)


def test_the_sequence_is_told_of_where_the_database_gives_the_ids():
    assert "setval" in scripted(put_in(new_rows((key("a.3"),))), Dialect.POSTGRESQL)
    assert "setval" not in scripted(take_out(ROWS.rows[:1]), Dialect.POSTGRESQL)


def test_a_name_cannot_end_the_block_or_the_comment():
    text = scripted(put_in(new_rows((key("a.$driftboard$\nDROP TABLE x"),))), Dialect.POSTGRESQL)

    assert "DO $driftboard_$" in text
    assert text.splitlines()[0].startswith("-- ")
    assert not text.splitlines()[1].startswith("DROP")
    assert comment("a\r\n\x1b[2Jb") == r"a\r\n\x1b[2Jb"


def test_quotes_and_backslashes():
    assert literal("it's\\", Dialect.MYSQL) == "'it''s\\\\'"
    assert literal("it's\\", Dialect.SQLITE) == "'it''s\\'"
    assert identifier('a"b', Dialect.POSTGRESQL) == '"a""b"'
    assert identifier("a`b", Dialect.MYSQL) == "`a``b`"


def test_rows_that_come_back_have_their_ids_and_times():
    walked = walk(Moment(release("a: 1 < 2"), history()), [put_in(ROWS.rows[:1])], "default")

    assert walked is not None
    text = script(walked[0][0], Dialect.SQLITE)
    assert "(id, app, name, applied) VALUES (1, 'a', '1', '2026-01-05 12:00:00+00:00');" in text


def test_a_step_that_changes_no_row_has_no_script():
    assert script(Step(StepKind.CHECK, "Look."), Dialect.SQLITE) == ""
    assert script(put_in(()), Dialect.SQLITE) == ""
