"""Unapplying what is unwanted: the commands, Django's order, what comes along, where it stops, what is left behind."""

from app.domain.outcome.unapplying import unapplying
from app.domain.release import Release
from tests.build import history, key, release
from tests.domain.difference.test_new_steps import CODE, doing


def told(found) -> list[str]:
    return [
        f"{run.arguments.app_label} {run.arguments.name}: {' '.join(map(str, run.plan))}"
        for run in found.runs
    ]


def going(newer: Release, unwanted: str, *rows: str):
    recorded = rows or tuple(map(str, sorted(newer.keys_to_record)))
    return unapplying(newer, history(*recorded), frozenset(map(key, unwanted.split())))


def rows(found) -> str:
    return " ".join(str(row.key) for row in found.end.rows)


def test_one_command_takes_what_needs_it_along_also_in_other_apps():
    found = going(release("a: 1 < 2 < 3", "b: 1 @a.2 < 2"), "a.2 a.3")

    assert told(found) == ["a 1: b.2 b.1 a.3 a.2"]
    assert (rows(found), found.arrives, found.left) == ("a.1", True, ())


def test_each_app_gets_a_command_of_its_own_and_an_app_without_a_migration_to_stay_goes_to_zero():
    found = going(release("a: 1 < 2", "b: 1 < 2"), "a.2 b.1 b.2")

    assert told(found) == ["b zero: b.2 b.1", "a 1: a.2"]


def test_what_is_not_recorded_is_no_step_and_nothing_is_typed_for_it():
    assert told(going(release("a: 1 < 2 < 3"), "a.2 a.3", "a.1", "a.2")) == ["a 1: a.2"]
    assert told(going(release("a: 1 < 2"), "a.2", "a.1")) == []


def test_django_stops_at_the_first_irreversible_one_and_has_committed_what_came_before():
    newer = doing(release("a: 1 < 2 < 3", "b: 1 < 2"), CODE, "a.2")
    found = going(newer, "a.2 a.3 b.2")

    assert told(found) == ["b 1: b.2", "a 1: a.3 a.2"]
    assert found.stop
    assert (found.stop.irreversible, list(map(str, found.stop.unapplied))) == (key("a.2"), ["b.2", "a.3"])
    assert (rows(found), found.arrives) == ("a.1 a.2 b.1", False)


def test_after_a_stop_the_runs_to_come_are_still_told():
    newer = doing(doing(release("a: 1 < 2", "b: 1 < 2"), CODE, "b.2"), CODE, "a.2")
    found = going(newer, "a.2 b.2")

    assert told(found) == ["b 1: b.2", "a 1: a.2"]
    assert found.stop
    assert (found.stop.irreversible, rows(found)) == (key("b.2"), "a.1 a.2 b.1 b.2")


def test_the_goal_that_takes_the_fewest_others_along_is_chosen():
    """
    a.1 <- a.2 <----- a.4        a.4 merges a new a.3 and a.2, which is to stay
     ^---- a.3 <-------+         only `migrate a 1` unapplies a.3, and takes a.2 along
    """
    found = going(release("a: 1 < 2", "a: 3 @a.1", "a: 4 @a.2 @a.3"), "a.3 a.4")

    assert told(found) == ["a 2: a.4", "a 1: a.2 a.3"]


def test_part_of_a_squash_is_unapplied_where_its_files_are_there():
    found = going(release("a: 1 < 2 < 3", "a: 1to3 = 1+2+3"), "a.3 a.1to3")

    assert told(found) == ["a 2: a.3"]
    assert rows(found) == "a.1 a.1to3 a.2"


def test_a_squash_without_its_files_is_unapplied_whole():
    found = going(release("a: 1to3 = 1+2+3"), "a.1to3")

    assert told(found) == ["a zero: a.1to3"]
    assert rows(found) == ""


def test_a_name_that_begins_another_one_cannot_be_typed():
    found = going(release("a: 1 < 12"), "a.12")

    assert (told(found), found.left) == ([], (key("a.12"),))
    assert found.refusal
    assert found.refused
    assert (found.refusal.raises, found.refused.name) == ("CommandError", "1")


def test_an_error_of_every_command_is_told_once():
    found = going(release("a: 1 < 2", "a: 3 @a.1"), "a.2 a.3")

    assert found.refusal
    assert (found.refusal.raises, found.refused, found.left) == (
        "CommandError",
        None,
        (key("a.2"), key("a.3")),
    )
    assert not found.arrives
    assert going(release("a: 1 < 2", "a: 3 @a.1"), "b.1").arrives


def test_a_first_migration_that_is_unwanted_takes_its_whole_app_along():
    found = going(release("a: 1", "a: 2 < 3 @a.1"), "a.2 a.3")

    assert told(found) == ["a 1: a.3", "a zero: a.1 a.2"]


def test_a_goal_that_does_not_count_as_applied_would_lead_forwards_and_is_not_typed():
    """The squash has a row, and what it replaces has none: Django would run it."""
    assert told(going(release("a: 1to2 = 1+2", "a: 3 @a.1to2"), "a.3", "a.1to2", "a.3")) == ["a zero: a.3"]
