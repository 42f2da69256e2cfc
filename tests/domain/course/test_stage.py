"""Which history was held against which release, from when on."""

from datetime import datetime, timedelta

from app.domain.course.stage import Arrival, Look, Placement, Stage, stages
from tests.build import NOON


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def look(history: str, received: int, seen: int | None = None) -> Look:
    return Look(history, at(received), at(received if seen is None else seen))


def test_each_look_and_each_release_begins_a_stage():
    v1, v2 = Placement("1", "v1", at(1)), Placement("2", "v2", at(20), is_told=True)
    looks = [look("b", 10, 30), look("a", 5, 8)]

    assert stages(looks, [v2, v1]) == (
        Stage("b", v2, Arrival.RELEASE, at(20)),
        Stage("b", v1, Arrival.HISTORY, at(10), at(8)),
        Stage("a", v1, Arrival.FIRST, at(5)),
    )


def test_a_history_without_a_release_makes_no_stage_and_the_release_begins_the_first():
    v1 = Placement("1", "v1", at(20))

    assert stages([look("a", 5, 30)], []) == ()
    assert stages([], [v1]) == ()
    assert stages([look("a", 5, 6), look("b", 7, 30)], [v1]) == (Stage("b", v1, Arrival.RELEASE, at(20)),)


def test_the_same_again_begins_nothing():
    v1, again = Placement("1", "v1", at(1)), Placement("1", "main", at(9))

    assert [stage.at for stage in stages([look("a", 5, 6), look("a", 7, 30)], [v1, again])] == [at(5)]


def test_a_clock_that_went_back_gives_no_span_that_ends_before_it_begins():
    v1 = Placement("1", "v1", at(1))

    (second, _) = stages([look("a", 5, 12), look("b", 10)], [v1])

    assert (second.before, second.at) == (at(10), at(10))
