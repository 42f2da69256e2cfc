"""D201, D202 and D210: rows without a file, rows that are there twice, tables without rows."""

from dataclasses import replace

from app.domain.findings import Verdict
from app.domain.history import History, Row, Surroundings
from app.domain.ways import Situation, ways_out
from app.domain.ways.simulation import LATER
from app.domain.ways.way import Promise
from tests.build import history, key, release
from tests.domain.ways.planned import back, does, labelled, planned, texts, with_migration, with_operations

CODE = release("a: 1 < 2")
ROWS = history("a.1", "a.2", "a.3")
BRANCH = labelled("branch", with_operations(release("a: 1 < 2 < 3"), a_3=(does("AddField", "book.title"),)))


def test_the_file_is_taken_from_the_newest_release_that_has_it_with_what_it_needs():
    source = with_migration(labelled("branch", release("a: 1 < 2 < 25 < 3")), "a.3", path="x y/3.py")
    rows = history("a.1", "a.2", "a.25", "a.3")
    way = planned(CODE, rows, source, labelled("newest", release("a: 1")), finding="D201:a.3")["ship-file"]

    assert texts(way) == ["git checkout branch -- a/migrations/25.py 'x y/3.py'"]
    assert way.steps[0].expect == "This release then has a/migrations/25.py and x y/3.py."
    assert way.after == Promise(Verdict.IN_STEP, 0)


def test_a_file_that_would_block_is_not_shipped():
    source = labelled("branch", release("a: 1", "a: 3 @a.1"))

    assert "ship-file" not in planned(CODE, ROWS, source)
    assert "ship-file" in planned(CODE, ROWS, BRANCH, source)


def test_it_is_undone_on_a_release_that_has_it_and_its_losses_are_named():
    way = planned(CODE, ROWS, BRANCH, labelled("newest", release("a: 1")))["undo-elsewhere"]

    assert texts(way) == ["python manage.py migrate a 2"]
    assert way.loses == ("column title of a_book",)
    assert back(way) == ["python manage.py migrate a 3"]
    assert way.after == Promise(Verdict.IN_STEP, 0)


def test_the_first_migration_of_an_app_is_undone_with_zero():
    ways = planned(release("b: 1", "a: 2"), history("b.1", "a.2", "a.1"), labelled("alone", release("a: 1")))

    assert texts(ways["undo-elsewhere"]) == ["python manage.py migrate a zero"]


def test_it_is_not_undone_where_something_of_this_release_would_go_too():
    code = with_migration(release("a: 1 < 2", "b: 1"), "b.1")
    branch = labelled("branch", release("a: 1 < 2 < 3", "b: 1 @a.3"))
    rows = history("a.1", "a.2", "a.3", "b.1")

    assert "undo-elsewhere" not in planned(code, rows, branch)


def test_it_is_not_undone_where_django_would_stop_half_way():
    branch = with_operations(BRANCH, a_3=(does("RunPython", reversible=False),))

    assert "undo-elsewhere" not in planned(CODE, ROWS, branch)


def test_its_row_is_deleted_once_what_it_did_is_gone():
    way = planned(CODE, ROWS)["delete-row"]
    assert texts(way) == [
        "No release known here has a.3: look in the schema for what it left.",
        "Take out the row of a.3.",
    ]
    assert way.unrecorded == (key("a.3"),)
    assert way.after == Promise(Verdict.IN_STEP, 0)

    named = planned(CODE, ROWS, BRANCH)["delete-row"]
    assert texts(named)[0] == "branch has it. Look that none of it is there any more: column title of a_book."
    empty = planned(CODE, ROWS, labelled("branch", release("a: 1 < 2 < 3")))["delete-row"]
    assert "any more: what it did." in texts(empty)[0]


def test_the_younger_rows_of_a_duplicate_go_by_their_ids():
    way = planned(CODE, history("a.1", "a.2", "a.1"))["delete-younger"]
    assert [row.id for row in way.steps[0].change.taken] == [3]
    assert way.title == "Delete the younger row"
    assert way.after == Promise(Verdict.IN_STEP, 0)

    assert (
        planned(CODE, history("a.1", "a.2", "a.1", "a.1"))["delete-younger"].title
        == "Delete the younger rows"
    )


def test_duplicates_without_ids_have_no_way_out():
    rows = history("a.1", "a.2", "a.1").rows
    for without in (rows[:1], rows[2:]):
        some = tuple(replace(row, id=None) if row in without else row for row in rows)
        assert planned(CODE, History(some)) == {}


def test_rows_with_ids_beside_rows_without_get_none():
    rows = (Row(key("a.1"), "2026-01-05 12:00:00", 1), Row(key("o.1"), "2026-01-05 12:00:00"))
    way = planned(release("a: 1 < 2", "o: 1 @a.2"), History(rows))["record-row"]

    assert [row.id for row in way.end.history.rows] == [1, None, None]


def test_tables_without_rows_are_recorded_unrun():
    rows = History((), surroundings=Surroundings(tables=("a_book",)))
    code = with_operations(CODE, a_1=(does("CreateModel", "Book"),))
    way = planned(code, rows, finding="D210:a.1")["fake"]

    assert texts(way)[-1] == "python manage.py migrate --fake"
    assert way.steps[-1].expect == "Django records, without running it, 2 migrations: a.1 and a.2."
    assert way.after == Promise(Verdict.IN_STEP, 0)
    assert back(way) == ["python manage.py migrate --fake a zero"]


def test_where_only_the_first_tables_are_there_django_records_these_and_runs_the_rest():
    rows = History((), surroundings=Surroundings(tables=("a_book",)))
    code = with_operations(CODE, a_1=(does("CreateModel", "Book"),))
    way = planned(code, rows, finding="D210:a.1")["fake-initial"]

    assert texts(way)[-1] == "python manage.py migrate --fake-initial"
    assert way.steps[-1].expect == (
        "Django records the first migrations of which the tables are there, and runs the others: 2 migrations in all."
    )
    assert way.after == Promise(Verdict.IN_STEP, 0)
    told = with_migration(code, "a.1", initial=False)
    assert list(planned(told, rows, finding="D210:a.1")) == ["fake"]


def test_rows_that_were_put_in_meanwhile_are_no_duplicates_that_a_script_can_tell_apart():
    rows = History((Row(key("a.1"), "2026-05-01", 1), Row(key("a.1"), LATER, 2)))

    assert planned(CODE, rows) == {}


def test_a_command_names_the_database_that_is_not_the_default():
    situation = Situation(release("a: 1 < 2", "o: 1 @a.2"), history("a.1", "o.1"), (), "other one")
    commands = [step.text for way in ways_out(situation) for step in way.steps if step.run]

    assert commands == ["python manage.py migrate --database 'other one' a 2"]
