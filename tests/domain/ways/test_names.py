"""D212 and D213: rows of a former name, of a former label."""

from app.domain.findings import Code, Verdict
from app.domain.ways.way import Promise
from tests.build import history, key, release
from tests.domain.provenance.contents import holding
from tests.domain.ways.planned import back, informed, planned, texts

BEFORE = holding("a: 1 < 2", label="v1", contents={"a.2": "AddField thing.a"})
AFTER = holding("a: 1 < 3", label="v2", contents={"a.3": "AddField thing.a"})


def test_a_row_gets_the_new_name_and_keeps_its_id_and_its_time():
    rows = history("a.1", "a.2", "b.1")
    way = informed(AFTER, rows, BEFORE, AFTER, finding="D212:a.2")["rename-row"]

    assert texts(way) == ["Give the row of a.2 the name a.3."]
    assert [(row.key, row.id, row.applied) for row in way.end.history.rows][1] == (
        key("a.3"),
        2,
        rows.rows[1].applied,
    )
    assert way.after == Promise(Verdict.IN_STEP, 0)
    assert back(way) == [
        "Take out what the way put in: a.3. Put back, with ids and times, what it took out: a.2."
    ]


def test_the_new_name_is_recorded_beside_it_by_a_command_that_runs_nothing():
    way = informed(AFTER, history("a.1", "a.2"), BEFORE, AFTER, finding="D212:a.2")["record-new-name"]

    assert texts(way)[1:] == ["python manage.py migrate --fake a 3"]
    assert way.after == Promise(Verdict.IN_STEP, 0)


def test_where_django_refuses_for_something_else_a_script_records_it():
    after = holding("a: 1 < 3", "o: 1 < 2", label="v2", contents={"a.3": "AddField thing.a"})
    rows = history("a.1", "a.2", "o.2")
    way = informed(after, rows, BEFORE, after, finding="D212:a.2")["record-new-name"]

    assert texts(way)[1:] == ["Put in the row of a.3."]
    assert way.after == Promise(Verdict.BLOCKED, 0, (Code.MISSING_DEPENDENCY,))


def test_rows_of_a_former_label_get_the_new_one_and_keep_their_times():
    rows = history("old.0001_initial", "old.0002_more", "b.1")
    code = release("new: 0001_initial < 0002_more", "b: 1")
    way = planned(code, rows, finding="D213:new.0001_initial")["relabel"]

    assert way.unrecorded == (key("old.0001_initial"), key("old.0002_more"))
    assert way.recorded == (key("new.0001_initial"), key("new.0002_more"))
    assert [(row.id, row.applied) for row in way.end.history.rows] == [
        (row.id, row.applied) for row in rows.rows
    ]
    assert way.after == Promise(Verdict.IN_STEP, 0)
