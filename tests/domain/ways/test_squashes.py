"""D203 to D207: squashes, their rows and what they replace."""

from app.domain.findings import Code, Verdict
from app.domain.ways.way import Promise
from tests.build import history, key, release
from tests.domain.ways.planned import back, labelled, planned, texts

SQUASHED = release("a: s = 1+2+3", "a: 4 @a.s")
FILES = labelled("v1", release("a: 1 < 2 < 3"))


def test_the_files_of_a_silent_skip_are_shipped_and_run():
    way = planned(SQUASHED, history("a.1"), labelled("v0", release("a: 1")), FILES, finding="D203:a.s")[
        "ship-file"
    ]

    assert texts(way)[1:] == [
        "git checkout v1 -- a/migrations/1.py a/migrations/2.py a/migrations/3.py",
        "python manage.py migrate a",
    ]
    assert way.after == Promise(Verdict.IN_STEP, 0)


def test_a_silent_skip_is_finished_on_a_release_that_has_the_files():
    refusing = labelled("v2", release("a: 1 < 2 < 3", "a: x @a.1"))
    way = planned(
        SQUASHED, history("a.1"), FILES, labelled("v0", release("a: 1")), refusing, finding="D203:a.s"
    )["finish-elsewhere"]

    assert way.title == "Finish it on v1"
    assert texts(way) == ["python manage.py migrate a 2", "python manage.py migrate a 3"]
    assert way.after == Promise(Verdict.BEHIND, 1)
    assert back(way) == ["python manage.py migrate a 2", "python manage.py migrate a 1"]


def test_a_silent_skip_is_recorded():
    way = planned(SQUASHED, history("a.1"), finding="D203:a.s")["record-rows"]

    assert way.recorded == (key("a.2"), key("a.3"))
    assert way.after == Promise(Verdict.BEHIND, 1)


def test_the_rest_of_a_stale_squash_runs_or_its_row_goes():
    code = release("a: 1 < 2", "a: s = 1+2")
    ways = planned(code, history("a.1", "a.s"))

    assert texts(ways["migrate"])[-1] == "python manage.py migrate a"
    assert ways["migrate"].after == Promise(Verdict.IN_STEP, 0)
    assert ways["delete-row"].unrecorded == (key("a.s"),)


def test_a_hollow_squash_gets_its_rows_back_or_runs_or_replaces_nothing():
    ways = planned(release("a: s = 1+2"), history("a.s"))

    assert ways["record-rows"].recorded == (key("a.1"), key("a.2"))
    assert ways["record-rows"].title == "Record the rows"
    assert texts(ways["migrate"])[-1] == "python manage.py migrate a s"
    assert texts(ways["take-replaces-out"]) == ["In a/migrations/s.py, take replaces out."]
    assert {way.after for way in ways.values()} == {Promise(Verdict.IN_STEP, 0)}
    assert planned(release("a: s = 1"), history("a.s"))["record-rows"].title == "Record the row"


def test_a_new_start_goes_through_the_release_that_still_replaces():
    code = release("a: s < 3")
    rows = history("a.1", "a.2")
    through = labelled("v2", release("a: s = 1+2"))
    wrong = labelled("v3", release("a: s = 1+2", "a: x @a.s", "a: y @a.s"))
    ways = planned(code, rows, through, wrong, FILES, finding="D206:a.s")

    assert texts(ways["run-elsewhere"])[-1] == "python manage.py migrate a"
    assert ways["run-elsewhere"].steps[-1].expect == "Django has nothing to run, and records the squash."
    assert texts(ways["fake"])[-1] == "python manage.py migrate --fake a s"
    assert ways["fake"].steps[-1].expect == "Django records, without running it, 1 migration: a.s."
    assert back(ways["fake"]) == ["python manage.py migrate --fake a zero"]


def test_the_new_beginning_gets_its_replaces_back_from_a_release_in_which_they_are_what_ran_here():
    code, rows = release("a: s < 3"), history("a.1", "a.2")
    other, through = labelled("v2", release("a: s = 9")), labelled("v1", release("a: s = 1+2", "a: 3 @a.s"))
    way = planned(code, rows, through, other, finding="D206:a.s")["restore-replaces"]

    assert texts(way) == ["git checkout v1 -- a/migrations/s.py"]
    assert way.after == Promise(Verdict.BEHIND, 1)
    assert "restore-replaces" not in planned(code, rows, other, finding="D206:a.s")


def test_a_new_start_is_recorded_by_a_script_where_a_prefix_is_not_unique():
    ways = planned(release("a: s < s2"), history("a.1", "a.2"), finding="D206:a.s")

    assert ways["record-rows"].recorded == (key("a.s"),)
    assert "fake" not in ways


def test_where_only_makemigrations_refuses_migrate_runs_first():
    ways = planned(release("a: 1 < 2", "a: s = 1+2", "b: 1 @a.1"), history("a.1", "b.1"))

    assert texts(ways["migrate"])[-1] == "python manage.py migrate"
    assert Code.ONLY_MAKEMIGRATIONS not in ways["migrate"].after.codes


def test_what_a_squash_lacks_is_not_recorded_where_it_lacks_nothing():
    code = release("a: 2 @a.1", "a: s = 1", "b: 1 @a.1")

    assert all(way.id != "record-rows" for way in planned(code, history("a.1")).values())
