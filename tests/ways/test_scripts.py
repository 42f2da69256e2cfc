"""The scripts on SQLite, PostgreSQL and MariaDB: what they change, what stops them, and the way back."""

import pytest

from app import collect
from app.config import Secret
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.ways.planners.rows import new_rows, put_in, take_out
from app.domain.ways.proof import proven
from app.domain.ways.scripts import Dialect, script
from app.domain.ways.way import Draft, ProvenWay, Situation
from tests.build import release
from tests.ways.databases import ERRORS, TABLES, Database, fresh_database

ODD_NAMES = (
    "it's",
    'a "b" `c`',
    "back\\slash\\",
    "100% {x} :y ?",
    "$driftboard$",
    "línea\nzwei",
    "; DROP TABLE x; --",
)
"""Names that no file can have and a table can."""

CODE = release("a: 1 < 2")


@pytest.fixture(params=list(Dialect), ids=str)
def database(request: pytest.FixtureRequest, tmp_path):
    with fresh_database(request.param, request, tmp_path) as database:
        database.run(TABLES[request.param])
        database.run(
            "INSERT INTO django_migrations (app, name, applied) VALUES "
            "('a', '1', '2026-05-01 11:58:00.123456'), ('a', '1', '2026-05-01 11:58:01')"
        )
        yield database


def history_of(database: Database) -> History:
    return collect.history(Secret(database.url))


def way_of(database: Database, *steps) -> ProvenWay:
    way = proven(Situation(CODE, history_of(database)), Draft("try", "", "", (), steps))
    assert way is not None
    return way


def follow(database: Database, steps) -> None:
    for step in steps:
        database.run(script(step, database.dialect))


def keys(*names: str) -> tuple[MigrationKey, ...]:
    return tuple(MigrationKey("odd", name) for name in names)


def test_rows_of_any_name_go_in_and_out_again(database: Database):
    before = database.rows()
    way = way_of(database, put_in(new_rows(keys(*ODD_NAMES))))

    follow(database, way.steps)
    assert [row.key for row in history_of(database).rows[2:]] == list(keys(*ODD_NAMES))
    follow(database, way.undo)
    assert database.rows() == before


def test_rows_of_any_name_go_out_and_come_back_byte_for_byte(database: Database):
    follow(database, way_of(database, put_in(new_rows(keys(*ODD_NAMES)))).steps)
    before = database.rows()
    rows = tuple(row for row in history_of(database).rows if row.key.app_label == "odd")
    way = way_of(database, take_out(rows))

    follow(database, way.steps)
    assert len(database.rows()) == 2
    follow(database, way.undo)
    assert database.rows() == before


def test_a_duplicate_goes_by_its_id_and_comes_back_with_it(database: Database):
    before = database.rows()
    way = way_of(database, take_out(history_of(database).rows[1:]))

    follow(database, way.steps)
    assert database.rows() == before[:1]
    follow(database, way.undo)
    assert database.rows() == before


CHANGES = {
    "another row": "INSERT INTO django_migrations (app, name, applied) VALUES ('b', '1', '2026-05-02 00:00:00');",
    "another name": "UPDATE django_migrations SET name = '2' WHERE id = 1;",
    "another case": "UPDATE django_migrations SET app = 'A' WHERE id = 1;",
    "a row less": "DELETE FROM django_migrations WHERE id = 1;",
    "the row is there": "UPDATE django_migrations SET app = 'odd', name = 'new' WHERE id = 1;",
    "another time of the row to take out": "UPDATE django_migrations SET applied = '2026-05-03 00:00:00' WHERE id = 2;",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_script_changes_nothing_where_the_rows_are_other_ones_and_says_so(database: Database, change: str):
    steps = (put_in(new_rows(keys("new"))), take_out(history_of(database).rows[1:]))
    step = way_of(database, steps[1] if "time" in change else steps[0]).steps[0]
    database.run(CHANGES[change])
    before = database.rows()

    with pytest.raises(ERRORS, match="nothing was changed"):
        database.run(script(step, database.dialect))
    assert database.rows() == before


def test_a_script_that_would_leave_other_rows_is_taken_back(database: Database):
    """A trigger that writes a row of its own stands for whatever a database may do beside."""
    step = way_of(database, put_in(new_rows(keys("new")))).steps[0]
    more = "INSERT INTO django_migrations (app, name, applied) VALUES ('more', 'more', '2026-05-02 00:00:00')"
    triggers = {
        Dialect.SQLITE: "CREATE TRIGGER more AFTER INSERT ON django_migrations WHEN NEW.app = 'odd' "
        f"BEGIN {more}; END;",
        Dialect.POSTGRESQL: "CREATE FUNCTION more() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {more}; RETURN NEW; END $$; CREATE TRIGGER more AFTER INSERT ON django_migrations "
        "FOR EACH ROW WHEN (NEW.app = 'odd') EXECUTE FUNCTION more();",
        Dialect.MYSQL: "CREATE TRIGGER more BEFORE INSERT ON django_migrations FOR EACH ROW SET NEW.app = 'more';",
    }
    database.run(triggers[database.dialect])
    before = database.rows()

    with pytest.raises(ERRORS, match="nothing was changed"):
        database.run(script(step, database.dialect))
    assert database.rows() == before


@pytest.mark.parametrize("column", ["bigint GENERATED BY DEFAULT AS IDENTITY", "serial", "bigint"])
def test_a_sequence_behind_the_rows_is_set_as_the_script_says(
    request: pytest.FixtureRequest, tmp_path, column: str
):
    """Django 4.1 and later make an identity column, earlier ones a serial one; a restored table may have neither."""
    identity = "bigint GENERATED BY DEFAULT AS IDENTITY"
    with fresh_database(Dialect.POSTGRESQL, request, tmp_path) as database:
        default = "DEFAULT floor(random() * 1e9 + 9)" if column == "bigint" else ""
        database.run(TABLES[Dialect.POSTGRESQL].replace(identity, f"{column} {default}"))
        database.run("INSERT INTO django_migrations VALUES (1, 'a', '1', now())")
        text = script(way_of(database, put_in(new_rows(keys("new")))).steps[0], Dialect.POSTGRESQL)
        if column != "bigint":
            with pytest.raises(ERRORS, match="sequence of the ids is behind the rows"):
                database.run(text)
            remedy = next(line for line in text.splitlines() if "setval" in line)
            database.run(remedy.removeprefix("-- "))
        database.run(text)

        assert [row.key.name for row in history_of(database).rows] == ["1", "new"]


def test_a_history_without_ids_names_its_rows_by_key(database: Database):
    history = History(
        (Row(MigrationKey("a", "1"), "2026-05-01 11:58:00"), Row(MigrationKey("a", "1"), "2026"))
    )
    way = proven(Situation(CODE, history), Draft("try", "", "", (), (take_out(history.rows),)))
    assert way is not None
    database.run(script(way.steps[0], database.dialect))

    assert database.rows() == []
