"""D101: a recorded migration has a dependency without a row."""

from dataclasses import replace

from app.domain.findings import Verdict
from app.domain.history import History
from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.provenance import Knowledge
from app.domain.schema import TableName
from app.domain.ways import Situation, ways_out
from app.domain.ways.way import Promise, StepKind
from tests.build import history, key, release
from tests.domain.provenance.contents import holding
from tests.domain.ways.planned import (
    back,
    does,
    informed,
    labelled,
    planned,
    texts,
    with_migration,
    with_operations,
)

BLOCKED = release("u: 1 < 2 < 3", "o: 1 @u.3 < 2")
ROWS = history("u.1", "o.1")
BEFORE = labelled("before", release("u: 1 < 2 < 3", "o: 1 @u.1 < 2"))


def test_every_missing_ancestor_is_recorded_the_oldest_first_in_one_script():
    way = planned(BLOCKED, ROWS)["record-row"]

    assert way.recorded == (key("u.2"), key("u.3"))
    assert way.unrecorded == ()
    assert [step.kind for step in way.steps] == [StepKind.CHECK, StepKind.SQL]
    assert way.after == Promise(Verdict.BEHIND, 1)
    assert back(way) == ["Take out what the way put in: u.2 and u.3."]


def test_one_missing_row_is_told_as_one():
    way = planned(BLOCKED, history("u.1", "u.2", "o.1"))["record-row"]

    assert way.title == "Record the row"
    assert texts(way)[1] == "Put in the row of u.3."


def test_the_check_says_what_the_operations_make_and_what_is_not_known():
    code = with_operations(
        BLOCKED,
        u_2=(does("CreateModel", "Book"), does("AddField", "book.title"), does("AddField", "author.name")),
        u_3=(does("RunPython"), does("CreateModel")),
    )

    check = texts(planned(code, ROWS)["record-row"])[0]
    assert "there: table u_book and column name of u_author." in check
    assert "Look at this too: RunPython of u.3 and CreateModel of u.3." in check


def test_a_row_that_needs_further_rows_gets_them_in_rounds():
    squash = release("u: 1 < 2", "u: 1to2 = 1+2", "v: 1 @u.2", "o: 1 @v.1")

    assert planned(squash, history("o.1"))["record-row"].after.verdict is not Verdict.BLOCKED


def test_what_an_app_that_is_not_covered_lacks_is_recorded_by_its_key():
    code = replace(release("o: 1 ^x.2"), complete=False)
    rows = history("x.1", "x.2")

    assert planned(code, rows)["record-row"].recorded == (key("o.1"),)


def test_it_runs_on_the_newest_release_that_holds_it_and_accepts_the_history():
    without = labelled("without", release("u: 1", "o: 1 @u.1"))
    way = planned(BLOCKED, ROWS, without, BEFORE, labelled("same", BLOCKED))["run-elsewhere"]

    assert way.title == "Run it on before"
    assert texts(way) == ["python manage.py migrate u 3"]
    assert way.steps[0].release == "before"
    assert way.steps[0].expect == "Django runs 2 migrations: u.2 and u.3."
    assert back(way) == ["python manage.py migrate u 1"]
    assert way.after == Promise(Verdict.BEHIND, 1)


def test_it_is_not_offered_where_no_release_fits():
    refusing = labelled("refusing", release("u: 1 < 2 < 3", "o: 1 @u.3"))
    ambiguous = labelled("ambiguous", release("u: 1 < 2 < 3 < 30", "u: 31 @u.30", "o: 1 @u.1"))

    leaving_a_gap = labelled("gap", release("u: 3", "o: 1"))

    assert "run-elsewhere" not in planned(BLOCKED, ROWS, refusing, ambiguous, leaving_a_gap)


def test_a_release_on_which_the_same_edge_is_left_does_not_help():
    two = release("u: 1 < 2", "v: 1", "o: 1 @u.2 @v.1")
    known = labelled("k", release("u: 1 < 2", "v: 1 @u.2", "o: 1"))
    ways = planned(two, history("o.1"), known)

    assert texts(ways["run-elsewhere"]) == ["python manage.py migrate u 2", "python manage.py migrate v 1"]


def test_a_dependency_that_another_one_has_run_gets_no_command():
    two = release("u: 1 < 2", "o: 1 @u.1 @u.2")
    known = labelled("k", release("u: 1 < 2", "o: 1"))
    way = planned(release("u: 1 < 2", "v: 1", "o: 1 @u.2 @u.1"), history("o.1"), known)["run-elsewhere"]

    assert planned(two, history("o.1"), known)["run-elsewhere"].after.verdict is Verdict.IN_STEP
    assert texts(way)[0] == "python manage.py migrate u 1"


def test_the_edge_is_taken_out_of_the_file_that_names_it():
    way = planned(with_migration(BLOCKED, "o.1", path="shop/o/migrations/1.py"), ROWS)["take-edge-back"]

    assert texts(way)[0] == "In shop/o/migrations/1.py, take ('u', '3') out of dependencies."
    assert "nothing says any more that u.3 runs before o.1" in texts(way)[1]
    assert way.after == Promise(Verdict.BEHIND, 3)
    assert back(way) == ["Take the edit back, wherever it went."]


def test_another_edge_may_keep_the_order():
    code = release("u: 1 < 2", "v: 1 @u.2", "o: 1 @u.2 @v.1")
    way = planned(code, history("u.1", "v.1", "o.1"), finding="D101:o.1")["take-edge-back"]

    assert "other dependencies keep the order" in texts(way)[1]
    assert way.after.verdict is Verdict.BLOCKED  # v.1 lacks it as well


def test_an_edge_that_a_run_before_names_goes_out_of_that_file():
    way = planned(release("u: 1 ^o.1", "o: 1"), history("o.1"))["take-edge-back"]

    assert texts(way)[0] == "In u/migrations/1.py, take ('o', '1') out of run_before."


def test_the_last_migration_of_an_app_is_named_in_place_of_latest():
    code = with_migration(release("c: 1 < 2", "o: 1"), "o.1", dependencies=(MigrationKey("c", LATEST),))
    ways = planned(code, history("c.1", "o.1"))

    assert texts(ways["pin"]) == [
        "In o/migrations/1.py, replace ('c', '__latest__') by ('c', '1') in dependencies."
    ]
    assert ways["pin"].after == Promise(Verdict.BEHIND, 1)
    assert "take-edge-back" not in ways


def test_nothing_is_pinned_where_no_row_of_the_app_is_there():
    code = with_migration(release("c: 1", "o: 1"), "o.1", dependencies=(MigrationKey("c", FIRST),))

    assert "pin" not in planned(code, history("o.1"))


def test_a_setting_is_set_back_to_what_a_known_release_has():
    code = with_migration(
        release("u: 1", "v: 1", "o: 1", settings={"AUTH_USER_MODEL": "v.User"}),
        "o.1",
        dependencies=(MigrationKey(SETTING, "AUTH_USER_MODEL"),),
    )
    same = labelled("same", release("u: 1", settings={"AUTH_USER_MODEL": "v.User"}))
    worse = labelled("worse", release("u: 1", settings={"AUTH_USER_MODEL": "w.User"}))
    old = labelled("old", release("u: 1", settings={"AUTH_USER_MODEL": "u.User"}))
    ways = planned(code, history("u.1", "o.1"), old, worse, same)

    assert texts(ways["set-back"]) == ["In the settings: AUTH_USER_MODEL = 'u.User', as in old."]
    assert "pin" not in ways
    assert "set-back" not in planned(code, history("u.1", "o.1"))


def test_the_rows_go_out_the_dependency_runs_and_they_come_back_with_their_times():
    way = planned(BLOCKED, history("u.1", "o.1", "o.2"))["unrecord-migrate-record"]

    kinds = [step.kind.value for step in way.steps]
    assert kinds == ["check", "sql", "command", "sql"]
    assert way.unrecorded == way.recorded == (key("o.1"), key("o.2"))
    assert [row.applied for row in way.steps[3].change.put] == [
        row.applied for row in history("u.1", "o.1", "o.2").rows[1:]
    ]
    assert way.after == Promise(Verdict.IN_STEP, 0)
    assert back(way) == [
        "Take out what the way put in: o.1 and o.2.",
        "python manage.py migrate u 1",
        "Put back, with ids and times, what it took out: o.1 and o.2.",
    ]


def test_a_dependency_that_cannot_be_undone_asks_for_a_backup():
    code = with_operations(BLOCKED, u_2=(does("RunPython", reversible=False),))
    way = planned(code, ROWS)["unrecord-migrate-record"]

    assert "backup" in texts(way)[0]
    assert back(way) == ["Restore the backup."]


def test_it_is_not_offered_to_take_rows_out_while_something_else_blocks():
    code = release("u: 1 < 2", "o: 1 @u.2", "w: 1 < 2")

    assert "unrecord-migrate-record" not in planned(code, history("o.1", "w.2"), finding="D101:o.1")


def test_the_seed_way_drops_what_the_dependants_made_and_names_what_is_lost():
    code = with_operations(
        BLOCKED,
        u_3=(does("AddField", "user.code"),),
        o_1=(does("CreateModel", "Order"), does("RunPython", reversible=False)),
        o_2=(does("AddField", "order.status"), does("AddField", "line.price")),
    )
    way = planned(code, history("u.1", "o.1", "o.2"))["drop-and-redo"]

    change = way.steps[3].change
    assert "backup" in texts(way)[0]
    assert "Look that nothing of what then runs is there yet: column code of u_user." in texts(way)[1]
    assert change.dropped_tables == (TableName("o_order"),)
    assert change.dropped_columns == ((TableName("o_line"), "price"),)
    assert texts(way)[4:] == ["python manage.py migrate u 3", "python manage.py migrate"]
    assert way.loses == ("table o_order", "column price of o_line", "RunPython of o.1")
    assert way.after == Promise(Verdict.IN_STEP, 0)


def test_of_what_has_no_operation_nothing_can_be_there():
    way = planned(with_operations(BLOCKED, o_1=(does("CreateModel", "Order"),)), ROWS)["drop-and-redo"]

    assert "then runs" not in texts(way)[1]


def test_the_seed_way_is_not_offered_where_an_operation_changes_what_is_there():
    for operation in (does("RemoveField", "order.x"), does("CreateModel")):
        code = with_operations(BLOCKED, o_1=(does("CreateModel", "Order"), operation))
        assert "drop-and-redo" not in planned(code, ROWS)


def test_the_seed_way_needs_something_to_drop_and_a_dependency_that_runs():
    assert "drop-and-redo" not in planned(with_operations(BLOCKED, o_1=(does("RunPython"),)), ROWS)
    code = with_operations(release("u: 1 < 2", "o: 1 @u.2", "w: 1 < 2"), o_1=(does("CreateModel", "Order"),))
    assert "drop-and-redo" not in planned(code, history("o.1", "w.2"), finding="D101:o.1")


def test_a_squash_among_the_dependants_is_not_dropped():
    code = with_operations(
        release("u: 1 < 2", "o: 0 < 1", "o: s @u.2 = 0+1"), o_s=(does("CreateModel", "Order"),)
    )

    assert "drop-and-redo" not in planned(code, history("u.1", "o.0", "o.1", "o.s"))


def test_rows_without_ids_are_taken_out_by_key():
    rows = History(tuple(replace(row, id=None) for row in ROWS.rows))
    way = planned(BLOCKED, rows)["unrecord-migrate-record"]

    assert way.after == Promise(Verdict.BEHIND, 1)
    assert all(row.id is None for row in way.end.history.rows)


def test_what_ran_under_a_former_name_or_before_a_squash_is_recorded_and_never_run_once_more():
    before = holding("u: 1 < 2", "o: 1 @u.2", label="v1", contents={"u.2": "AddField user.a"})
    after = holding("u: 1 < 3", "o: 1 @u.3", label="v2", contents={"u.3": "AddField user.a"})
    renamed = informed(after, history("u.1", "u.2", "o.1"), before, after, finding="D101:o.1")
    assert list(renamed) == ["record-row", "take-edge-back"]

    squash = release("u: 1 < 2", "u: s = 1+2", "o: 1 @u.2", "p: 1 @u.2", label="v1")
    cleaned = release("u: s", "o: 1 @u.s", "p: 1 @u.s", label="v2")
    rows = history("u.1", "u.2", "o.1", "p.1")
    assert "unrecord-migrate-record" not in informed(cleaned, rows, squash, cleaned, finding="D101:o.1")
    ways = ways_out(Situation(cleaned, rows, (squash,), knowledge=Knowledge(releases=(squash, cleaned))))
    assert [way.id for way in ways if way.id.startswith("everything")] == ["everything"]
