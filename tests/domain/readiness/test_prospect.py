"""The first thing to know of one history before a release comes."""

from dataclasses import replace

import pytest

from app.domain.drift.lead import Lead
from app.domain.outcome import Outcome
from app.domain.readiness import Prospect
from app.domain.release import Unreadable
from tests import build
from tests.domain.readiness.before import (
    ALL,
    DROPS,
    NOT_KNOWN,
    ONE_WAY,
    SHOP,
    drift,
    prospect,
    with_operations,
)  # fmt: skip


def test_why_not_comes_first_and_how_much_more_there_is():
    release = build.release("a: 1 < 2 < 3 < 4", "b: 1 @a.2 < 2 @a.3 < 3 @a.4")
    one, several = prospect(SHOP, "users.1", "orders.1"), prospect(release, "a.1", "b.1", "b.2", "b.3")

    assert str(one.first_thing) == "orders.1 is applied, but users.2, which it depends on, is not."
    assert one.first_thing.keys == (build.key("orders.1"), build.key("users.2"))
    assert (
        str(several.first_thing)
        == "b.1 is applied, but a.2, which it depends on, is not. And 2 more findings."
    )
    assert one.steps is None


def test_a_refusal_without_a_finding_is_said_all_the_same():
    refused = replace(drift(SHOP), outcome=Outcome(raises="ValueError", messages=("x",)), findings=())

    assert str(Prospect(refused, "v2").first_thing) == "Django refuses every migrate."
    assert Prospect(refused, "v2").steps is None


def test_what_cannot_be_judged_says_why():
    unread = replace(SHOP, unreadable=(Unreadable("x.py", 1, "odd"),))
    said = prospect(unread, "users.1")

    assert str(said.first_thing) == "This cannot be judged: 1 place in the source of v2 could not be read."
    assert said.steps is None


def test_rows_of_a_newer_release_are_named():
    lead = Lead("v3", (build.key("users.4"),), (build.key("users.4"),), ())
    ahead = Prospect(replace(drift(SHOP, *ALL), leads=(lead,)), "v2")

    assert str(ahead.first_thing) == "It has the one migration that v3 adds, which v2 does not know."


@pytest.mark.parametrize(
    ("operations", "said"),
    [
        ({"users_3": ONE_WAY, "users_2": DROPS}, "Stops being reversible at step 4: users.3."),
        ({"users_2": DROPS, "users_3": NOT_KNOWN}, "Drops data at step 1: users.2."),
        ({"users_3": NOT_KNOWN}, "Whether step 4 can be unapplied is not known: users.3."),
        ({}, "There is a way back: all 4 can be unapplied."),
    ],
)
def test_of_a_plan_that_runs_the_heaviest_step_is_told(operations, said):
    release = with_operations(SHOP, **operations)
    found = prospect(release, "users.1")

    assert str(found.first_thing) == said
    assert found.steps is not None


def test_nothing_to_run_is_said_so():
    assert str(prospect(SHOP, *ALL).first_thing) == "It has everything v2 has."


def test_what_a_history_lacks_is_its_plan_or_where_there_is_none_what_waits():
    assert prospect(SHOP, "users.1", "users.2", "users.3").lacks == {
        build.key("orders.1"),
        build.key("orders.2"),
    }
    assert prospect(SHOP, "users.1", "orders.1").lacks == {
        build.key(text) for text in ("users.2", "users.3", "orders.2")
    }
