"""The bar of a plan: as long as the plan against the longest one, brown where its one-way steps are."""

from app.domain.readiness import steps_of
from app.web.readiness.rows import LEAST, WHOLE, plan_bar
from tests import build
from tests.domain.readiness.before import ONE_WAY, with_operations

CHAIN = build.release("a: " + " < ".join(f"{number:03}" for number in range(100)))


def bar(*one_way: int, steps: int = 100, longest: int = 100):
    release = with_operations(CHAIN, **{f"a_{number:03}": ONE_WAY for number in one_way})
    return plan_bar(steps_of(release, sorted(release.migrations)[:steps]), longest)


def test_it_is_as_long_as_the_plan_against_the_longest():
    assert (bar().length, bar(steps=25).length) == (WHOLE, 250)
    assert bar(steps=25, longest=400).length == 62


def test_one_way_steps_are_brown_where_they_stand():
    assert bar(0, 50, 51).one_way == ((0, 10), (500, 20))
    assert bar().one_way == ()


def test_a_step_is_seen_among_very_many_and_stays_within_the_bar():
    (first, last) = bar(0, 99, longest=5_000).one_way
    assert first == (0, LEAST)
    assert last == (20, LEAST)
    assert bar(99).one_way == ((990, 10),)
    assert all(start + length <= WHOLE for start, length in bar(*range(100)).one_way)
