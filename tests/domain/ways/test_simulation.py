"""What is recorded after each step, and the steps back."""

from app.domain.findings import Finding
from app.domain.history import History, Row
from app.domain.outcome.commands import MigrateArguments
from app.domain.ways.planners.rows import new_rows, put_in, take_out
from app.domain.ways.proof import proven
from app.domain.ways.simulation import LATER, command, commands_to, walk, with_change, with_run
from app.domain.ways.way import Draft, Moment, RowChange, Run, Situation, Step, StepKind
from tests.build import history, key, release
from tests.domain.ways.planned import back, does, with_operations

CODE = release("a: 1 < 2", "b: 1 @a.2")


def draft(*steps: Step, findings: tuple[Finding, ...] = ()) -> Draft:
    return Draft("try", "Try", "", findings, steps)


def test_new_rows_have_the_next_ids_and_come_after_all_others():
    after = with_change(history("a.1", "a.2"), RowChange(put=new_rows((key("b.1"),))))

    assert after.rows[2] == Row(key("b.1"), LATER, 3)
    assert with_change(History(), RowChange(put=new_rows((key("b.1"),)))).rows == (Row(key("b.1"), LATER, 1),)


def test_rows_that_come_back_with_their_ids_stand_where_they_stood():
    rows = history("a.1", "a.2", "b.1")
    without = with_change(rows, RowChange(taken=rows.rows[:1]))

    assert with_change(without, RowChange(put=rows.rows[:1])) == rows


def test_a_command_that_is_refused_or_does_nothing_ends_the_walk():
    moment = Moment(CODE, history("a.1", "a.2", "b.1"))

    assert walk(moment, [command(CODE, "a", "9")], "default") is None
    assert walk(moment, [command(CODE)], "default") is None


def test_a_backwards_run_that_stops_half_way_changes_nothing():
    code = with_operations(CODE, a_2=(does("RunPython", reversible=False),))
    rows = history("a.1", "a.2")

    assert with_run(rows, Run(code, MigrateArguments("a", "1")), "default")[1] is rows


def test_a_backwards_run_records_a_squash_whose_replaced_migrations_all_have_rows():
    code = release("a: 1 < 2", "a: s = 1")
    before = history("a.1", "a.2")

    _, after = with_run(before, Run(code, MigrateArguments("a", "s")), "default")

    assert [row.key for row in after.rows] == [key("a.1"), key("a.s")]


def test_a_dependency_that_counts_as_applied_without_a_row_is_not_run():
    code = release("a: 1 < 2", "a: s = 1+2", "a: 3 @a.s")

    assert commands_to(code, history("a.1", "a.2", "a.3"), [key("a.s")], "default") is None
    assert commands_to(code, history("a.1"), [key("a.1")], "default") == ()


def test_what_a_run_applied_in_several_apps_is_unapplied_app_by_app():
    way = proven(Situation(CODE, history("a.1")), draft(command(CODE)))

    assert way is not None
    assert back(way) == ["python manage.py migrate b zero", "python manage.py migrate a 1"]


def test_what_goes_with_another_app_is_not_unapplied_twice():
    code = release("a: 1", "b: 1 @a.1", "c: 1 ^b.1")
    way = proven(Situation(code, history()), draft(command(code)))

    assert way is not None
    assert len(back(way)) <= 3


def test_where_no_command_leads_back_there_is_a_backup():
    code = release("a: 1 < 2", "a: s = 1+2")
    way = proven(Situation(code, history("a.1", "a.s")), draft(command(code, "a")))

    assert way is not None
    assert way.steps[0].kind is StepKind.CHECK
    assert back(way) == ["Restore the backup."]


def test_a_script_with_both_says_both_ways():
    rows = history("a.1", "x.1")
    change = RowChange(rows.rows[1:], new_rows((key("a.2"),)))
    way = proven(Situation(CODE, rows), draft(Step(StepKind.SQL, "Both.", change=change)))

    assert way is not None
    assert back(way) == [
        "Take out what the way put in: a.2. Put back, with ids and times, what it took out: x.1."
    ]


def test_a_way_that_blocks_or_leaves_what_it_answers_is_not_offered():
    whole = Situation(CODE, history("a.1", "a.2", "b.1"))
    assert proven(whole, draft(take_out(whole.history.rows[:2]))) is None

    twice = Situation(CODE, history("a.1", "a.1"))
    assert proven(twice, draft(put_in(new_rows((key("a.2"),))), findings=twice.drift.findings)) is None


def test_a_way_into_chance_is_not_offered():
    code = release("a: 1 < 2", "a: s = 1+2", "a: t = s+2")
    situation = Situation(code, history())

    assert proven(situation, draft(put_in(new_rows((key("a.1"),))))) is None
