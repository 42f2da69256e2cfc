"""Which runs arrive, and what stands in the way of the others."""

from dataclasses import replace

import pytest

from app.domain.findings import Code
from app.domain.history import History, Surroundings
from app.domain.upgrade.arrival import Arrival, arrival_at
from app.domain.upgrade.halt import Halt
from app.domain.upgrade.obstacle import ObstacleKind
from tests.build import history, key, release
from tests.domain.upgrade.asked import line_of, situation_of
from tests.domain.ways.planned import does, with_operations


def arrival(rows, code, *known, **facts) -> Arrival:
    line = line_of({**{f"v{n}": each for n, each in enumerate(known)}, "goal": code})
    situation = situation_of(rows, line, **facts)
    return arrival_at(situation, line[-1], Halt.at_start(rows))


def kind(found: Arrival) -> ObstacleKind | None:
    return None if found.obstacle is None else found.obstacle.kind


def test_what_runs_whole_arrives():
    found = arrival(history("a.1"), release("a: 1 < 2"))

    assert found.arrives
    assert (found.plan, set(found.after.written)) == ((key("a.2"),), {key("a.2")})


def test_what_runs_once_and_is_refused_ever_after_does_not_arrive():
    """The finished squash takes the place of what it replaces, and the graph has a circle then."""
    code = release("a: 1 < 2", "b: 1 @a.2", "a: 1to2 @b.1 = 1+2", django="6.0")
    found = arrival(history("a.1"), code)

    assert found.plan == (key("a.2"), key("b.1"))
    assert kind(found) is ObstacleKind.REFUSED


def test_the_row_of_a_squash_that_a_step_records_is_of_its_file_too():
    squash = with_operations(release("a: 1to2 = 1+2"), a_1to2=(does("AddField", "x"),))
    edited = with_operations(release("a: 1to2"), a_1to2=(does("AddField", "x"), does("AddField", "y")))
    line = line_of({"v1": release("a: 1 < 2"), "v2": squash, "goal": edited})
    rows = history("a.1", "a.2")
    situation = situation_of(rows, line)
    recorded = arrival_at(situation, line[1], Halt.at_start(rows))

    assert recorded.arrives
    assert kind(arrival_at(situation, line[2], recorded.after)) is ObstacleKind.CHANGED


def test_a_squash_that_runs_records_what_has_no_file_any_more():
    found = arrival(history("b.1"), release("a: 1to2 = 1+2", "b: 1"), release("a: 1 < 2", "b: 1"))

    assert set(found.after.written) == {key("a.1to2")}


def test_a_squash_that_is_only_recorded_arrives_too():
    found = arrival(history("a.1", "a.2"), release("a: 1 < 2", "a: 1to2 = 1+2"))

    assert found.arrives
    assert found.after.history.recorded == {key("a.1"), key("a.2"), key("a.1to2")}


@pytest.mark.parametrize(
    ("rows", "code", "expected"),
    [
        pytest.param(("a.1", "b.1"), release("a: 1 < 2", "b: 1 @a.2"), ObstacleKind.REFUSED, id="an edge"),
        pytest.param(("a.1",), release("a: 1 < 2", "a: 3 @a.1"), ObstacleKind.REFUSED, id="a fork"),
        pytest.param((), release("a: 1 @b.7", "b: 1"), ObstacleKind.REFUSED, id="a file that is gone"),
        pytest.param(
            ("a.1", "a.2"), release("a: new"), ObstacleKind.RUNS_AGAIN, id="an app that starts anew"
        ),
        pytest.param(
            ("a.1", "a.2"),
            release("a: 1to3 = 1+2+3", "a: 1 < 2"),
            ObstacleKind.SKIPPED,
            id="a partial squash",
        ),
    ],
)
def test_what_is_in_the_way(rows, code, expected):
    assert kind(arrival(history(*rows), code)) is expected


def test_a_partial_squash_that_has_its_files_is_finished():
    assert arrival(history("a.1"), release("a: 1 < 2 < 3", "a: 1to3 = 1+2+3")).arrives


def test_tables_without_rows_would_be_made_again():
    rows = History((), surroundings=Surroundings("public", "public", tables=("a_thing",)))
    found = arrival(rows, with_operations(release("a: 1"), a_1=(does("CreateModel", "thing"),)))

    assert kind(found) is ObstacleKind.RUNS_AGAIN


def test_rows_that_nobody_knows_and_rows_that_are_there_twice_are_minded():
    found = arrival(history("a.1", "a.1", "a.9"), release("a: 1 < 2"))

    assert found.arrives
    assert {each.code for each in found.mind} == {Code.DUPLICATE, Code.UNKNOWN}


def test_a_row_of_a_newer_release_makes_it_a_way_back():
    newer = release("a: 1 < 2 < 3")
    line = line_of({"old": release("a: 1 < 2"), "new": newer})
    situation = situation_of(history("a.1", "a.2", "a.3"), line)
    found = arrival_at(situation, line[0], Halt.at_start(situation.history))

    assert kind(found) is ObstacleKind.AHEAD
    assert "way back" in found.obstacle.sentence("old")


def test_a_file_that_changed_after_its_row_is_in_the_way():
    before = with_operations(release("a: 1"), a_1=(does("CreateModel", "thing"),))
    after = with_operations(
        release("a: 1 < 2"), a_1=(does("CreateModel", "thing"), does("AddField", "thing.x"))
    )
    found = arrival(history("a.1"), after, before)

    assert kind(found) is ObstacleKind.CHANGED
    assert found.obstacle.findings[0].code is Code.EDITED


def test_a_file_that_changed_after_a_step_wrote_its_row_is_in_the_way():
    before = with_operations(release("a: 1 < 2"), a_2=(does("AddField", "thing.x"),))
    after = with_operations(
        release("a: 1 < 2"), a_2=(does("AddField", "thing.x"), does("AddField", "thing.y"))
    )
    line = line_of({"before": before, "after": after})
    situation = situation_of(history("a.1"), line)
    halt = arrival_at(situation, line[0], Halt.at_start(situation.history)).after
    found = arrival_at(situation, line[1], halt)

    assert kind(found) is ObstacleKind.CHANGED
    assert found.obstacle.sentence("after") == (
        "after has another file for a row that the path would write: a.2 is not the same there."
    )


def test_a_file_of_a_step_that_was_not_changed_is_not_in_the_way():
    """Another release had something else under this name; the step that wrote the row is known, and is this one."""
    other = with_operations(release("a: 1 < 2"), a_2=(does("AddField", "thing.z"),))
    same = with_operations(release("a: 1 < 2"), a_2=(does("AddField", "thing.x"),))
    goal = with_operations(release("a: 1 < 2 < 3"), a_2=(does("AddField", "thing.x"),))
    line = line_of({"other": other, "same": same, "goal": goal})
    situation = situation_of(history("a.1"), line)
    halt = arrival_at(situation, line[1], Halt.at_start(situation.history)).after

    assert arrival_at(situation, line[2], halt).arrives


def test_a_step_leaves_no_row_that_the_next_release_does_not_know():
    line = line_of({"branch": release("a: 1 < 2x"), "goal": release("a: 1 < 2")})
    situation = situation_of(history("a.1"), line)
    halt = arrival_at(situation, line[0], Halt.at_start(situation.history)).after
    found = arrival_at(situation, line[1], halt)

    assert kind(found) is ObstacleKind.STRANGE


def test_apps_that_live_elsewhere_are_not_missed():
    found = arrival(history("a.1"), release("a: 1", "b: 1"), apps=frozenset({"a"}))

    assert found.arrives


def test_an_app_that_is_not_covered_leaves_it_open():
    """b is not held by this release, and its squash decides."""
    code = release("a: 1 @b.0001_squashed_0002", complete=False)
    found = arrival(history("a.1", "b.1"), code)

    assert kind(found) is ObstacleKind.UNDECIDED
    assert not found.obstacle.is_certain
    assert found.obstacle.sentence("v1") == (
        "v1 does not cover an app that decides: a.1 and b.0001_squashed_0002 are in question."
    )


def test_what_is_left_to_chance_only_after_the_run_leaves_it_open():
    code = release("a: 1", "a: s = 1", "a: t = t+s", django="5.2")

    assert kind(arrival(history("a.t"), code)) is ObstacleKind.CHANCE


def test_what_is_left_to_run_after_the_run_was_skipped():
    """A squash that replaces itself: Django up to 5.2 never gets done with it."""
    code = release("a: 1 < 2", "a: s @a.1 = s+2", django="4.2")
    found = arrival(history(), code)

    assert kind(found) is ObstacleKind.SKIPPED
    assert found.obstacle.keys
    assert found.obstacle.sentence("v1").startswith("v1 would skip something in silence: a.")


def test_what_an_app_that_is_not_covered_decides_only_after_the_run_leaves_it_open():
    code = release("a: 1 < 2 @b.0001_squashed_0002", complete=False)

    assert kind(arrival(history("a.1", "b.1"), code)) is ObstacleKind.UNDECIDED


def test_where_a_file_was_only_edited_in_place_a_step_that_wrote_its_row_is_minded():
    before = with_operations(release("a: 1 < 2"), a_2=(does("AddField", "thing.x"),))
    after = with_operations(
        release("a: 1 < 2"), a_2=(replace(does("AddField", "thing.x"), fingerprint="f" * 16),)
    )
    line = line_of({"before": before, "after": after})
    situation = situation_of(history("a.1"), line)
    halt = arrival_at(situation, line[0], Halt.at_start(situation.history)).after

    assert arrival_at(situation, line[1], halt).arrives
