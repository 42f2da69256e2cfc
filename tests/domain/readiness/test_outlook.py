"""All environments before a release: the numbers, what stops them, where there is no way back."""

from dataclasses import replace

import pytest

from app.domain.readiness import Answer, Outlook
from app.domain.readiness.sentences import outlook_sentence
from tests import build
from tests.domain.readiness.before import ALL, DROPS, ONE_WAY, SHOP, outlook, seen, with_operations

BLOCKED = ("users.1", "orders.1")


def test_the_numbers_are_those_of_all_environments():
    found = outlook(
        seen("a", SHOP, *BLOCKED),
        seen("b", SHOP, *ALL, stale=True),
        seen("c", SHOP, *ALL, "users.9"),
        seen("d", SHOP),
    )

    assert found.counts == {Answer.NO: 1, Answer.UNKNOWN: 1, Answer.MIND: 1, Answer.YES: 1}
    assert found.sentence == "2 of 4 environments can take v2. 1 cannot, 1 is unknown."
    assert found.by_slug["c"].answer is Answer.MIND
    assert [each.environment for each in found.refused] == ["a"]


@pytest.mark.parametrize(
    ("counts", "nothing_to_run", "said"),
    [
        ((4, 2, 3, 31), False, "34 of 40 environments can take v2. 4 cannot, 2 are unknown."),
        ((0, 0, 1, 39), False, "All 40 environments can take v2."),
        ((0, 2, 0, 38), True, "v2 adds no migration; all 38 seen environments can take it. 2 are unknown."),
        ((0, 0, 0, 38), True, "v2 adds no migration; all 38 seen environments can take it."),
        ((0, 0, 0, 1), True, "v2 adds no migration; the seen environment can take it."),
        ((0, 0, 0, 1), False, "The environment can take v2."),
        ((1, 0, 0, 0), False, "The environment cannot take v2."),
        ((0, 1, 0, 0), False, "It is unknown whether the environment can take v2."),
        ((0, 7, 0, 0), False, "It is unknown whether any of the 7 environments can take v2."),
        ((7, 1, 0, 0), False, "None of the 8 environments can take v2. 7 cannot, 1 is unknown."),
        ((0, 0, 0, 0), False, "No environment yet."),
    ],
)
def test_the_sentence_says_every_number(counts, nothing_to_run, said):
    numbers = dict(zip(Answer, counts, strict=True))

    assert outlook_sentence("v2", numbers, has_nothing_to_run=nothing_to_run) == said


def test_what_stops_environments_is_told_once_with_all_of_them():
    release = build.release("users: 1 < 2", "orders: 1 @users.2", "stock: 1 @users.2")
    found = outlook(
        seen("b", release, "users.1", "orders.1"),
        seen("a", release, "users.1", "orders.1"),
        seen("c", release, "users.1", "stock.1"),
        seen("d", release, "users.1", "stock.1", stale=True),
    )

    assert [(str(stop.finding.subject), stop.environments) for stop in found.stops] == [
        ("orders.1", ("a", "b")),
        ("stock.1", ("c",)),
    ]


def test_steps_without_a_way_back_are_counted_in_the_plans_that_have_them():
    release = with_operations(SHOP, users_3=ONE_WAY, orders_2=ONE_WAY, orders_1=DROPS)
    found = outlook(
        seen("a", release, *ALL[:3]),
        seen("b", release, "users.1"),
        seen("c", release, *BLOCKED),
        seen("d", release, *ALL),
    )

    assert found.one_way == ((build.key("orders.2"), 2), (build.key("users.3"), 1))
    assert found.dropping == ((build.key("orders.1"), 2),)


def test_nothing_to_run_needs_somebody_who_was_seen_and_nobody_who_cannot():
    nothing, unseen = seen("a", SHOP, *ALL), seen("b", SHOP, *ALL[:3], stale=True)

    assert outlook(nothing, unseen).has_nothing_to_run
    assert not outlook(unseen).has_nothing_to_run
    assert not outlook(nothing, seen("c", SHOP)).has_nothing_to_run
    assert not outlook(nothing, seen("c", SHOP, *BLOCKED)).has_nothing_to_run


def test_no_environment_is_no_outlook():
    found = Outlook.of("v2", (), {})

    assert found.sentence == "No environment yet."
    assert found.lacked_alone == {}
    assert found.stops == found.one_way == ()


def test_a_part_without_history_stops_nothing():
    sighting = seen("a", SHOP, *BLOCKED)
    whole = replace(sighting, parts=(sighting, replace(sighting, drift=None)))

    assert len(outlook(whole).stops) == 1
