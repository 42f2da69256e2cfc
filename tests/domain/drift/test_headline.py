"""The headline of one environment, verdict by verdict."""

from dataclasses import replace

import pytest

from app.domain.drift import compare
from app.domain.drift.headline import headline, row_headline
from app.domain.findings import Verdict
from app.domain.history import History
from app.domain.release import Migration, Operation, Release, Unreadable
from tests.build import history, key, release

UNREAD = (Unreadable("users/migrations/0003.py", 7, "dependencies is a call"),)
CHANCE = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="5.2")
CHANCE_IN_PLANS = release("d: 1 < 2 < 3", "d: s12 = 1+2", "d: s23 = 2+3", "b: 1 @d.2", django="5.2")


@pytest.mark.parametrize(
    ("code", "rows", "verdict", "text"),
    [
        (
            release("a: 1 < 2"),
            history("a.2"),
            Verdict.BLOCKED,
            "Django refuses every migrate: a.2 is applied, but a.1, which it depends on, is not.",
        ),
        (
            release("a: 1", "b: 1", "c: 1 @a.1 @b.1"),
            history("c.1"),
            Verdict.BLOCKED,
            "Django refuses every migrate: c.1 is applied, but a.1 and b.1, which it depends on, are not.",
        ),
        (
            release("a: 1 < 2", "b: 1 < 2"),
            history("a.2", "b.2"),
            Verdict.BLOCKED,
            (
                "Django refuses every migrate: a.2 is applied, but a.1, which it depends on, is not."
                " 1 more finding blocks it too."
            ),
        ),
        (
            release("a: 1x", "a: 1y"),
            history(),
            Verdict.BLOCKED,
            "Django refuses to migrate: a.1x and a.1y are both the last of their app, and have no beginning in common.",
        ),
        (release("a: 1 < 2"), history("a.1", "a.2"), Verdict.IN_STEP, "shop-1 has everything v2 has."),
        (release("a: 1 < 2"), history("a.1"), Verdict.BEHIND, "1 migration to run, nothing in the way."),
        (
            release("a: 1 < 2"),
            History(has_table=False),
            Verdict.BEHIND,
            "This database has no django_migrations table: nothing is applied. Django would run all 2 migrations.",
        ),
        (
            release("a: 1 < 2"),
            history(),
            Verdict.BEHIND,
            "No row is recorded here: nothing is applied. Django would run all 2 migrations.",
        ),
        (
            release(),
            history(),
            Verdict.IN_STEP,
            "No row is recorded here: nothing is applied. There is nothing to run.",
        ),
        (
            release("a: 1"),
            history("a.1", "a.1"),
            Verdict.DRIFTED,
            "a.1 is recorded more than once. Harmless until someone unapplies it: then all its rows go.",
        ),
        (
            release("a: 1"),
            history("a.1", "a.1", "a.2"),
            Verdict.DRIFTED,
            "a.2 is recorded, but this release has no such migration. Django ignores it. 1 more finding.",
        ),
        (CHANCE, history(), Verdict.BLOCKED, "What Django does with a.s depends on chance."),
        (
            release("a: 1", unreadable=UNREAD),
            history("a.1"),
            Verdict.NOT_JUDGED,
            "This cannot be judged: 1 place in the source of v2 could not be read.",
        ),
        (
            release("a: 1x", "a: 1y", unreadable=UNREAD),
            history(),
            Verdict.NOT_JUDGED,
            "This cannot be judged: 1 place in the source of v2 could not be read.",
        ),
        (
            release("a: 1 < 2", unreadable=UNREAD),
            history("a.2"),
            Verdict.BLOCKED,
            "Django refuses every migrate: a.2 is applied, but a.1, which it depends on, is not.",
        ),
    ],
)
def test_the_headline_says_what_is_the_matter(code, rows, verdict, text):
    drift = compare(code, rows)

    assert drift.verdict is verdict
    assert str(headline(drift, environment="shop-1", label="v2")) == text


def test_chance_that_only_changes_the_plan_is_said_too():
    drift = compare(CHANCE_IN_PLANS, history())

    assert drift.verdict is Verdict.DRIFTED
    assert str(row_headline(replace_rows(drift, "b.1"), label="v2")).startswith("What Django does with d.s12")


def replace_rows(drift, *keys):
    """The same drift as if some rows were there: an empty history has a sentence of its own."""
    return replace(drift, history=history(*keys))


@pytest.mark.parametrize(
    ("steps", "text", "row"),
    [
        (1, "1 migration to run, and it is irreversible.", "1 migration to run, 1 irreversible: a.2"),
        (
            2,
            "2 migrations to run, 2 of them irreversible.",
            "2 migrations to run, 2 irreversible: a.2 and 1 more",
        ),
    ],
)
def test_irreversible_steps_are_counted_and_the_row_names_the_first(steps, text, row):
    irreversible = (Operation("RunPython", reversible=False),)
    numbers = range(1, steps + 2)
    code = Release.of(
        Migration(
            key(f"a.{number}"),
            dependencies=(key(f"a.{number - 1}"),) if number > 1 else (),
            operations=irreversible,
        )
        for number in numbers
    )
    drift = compare(code, history("a.1"))

    assert str(headline(drift, label="v2")) == text
    assert str(row_headline(drift, label="v2")) == row


def test_the_row_of_a_fleet_leaves_out_what_stands_beside_it():
    in_step = compare(release("a: 1"), history("a.1"))
    drifted = compare(release("a: 1"), history("a.1", "a.1", "a.2"))

    assert str(row_headline(in_step, label="v2")) == "Everything v2 has."
    assert (
        str(row_headline(drifted, label="v2"))
        == "a.2 is recorded, but this release has no such migration. And 1 more."
    )
    assert row_headline(drifted, label="v2").keys == (key("a.2"),)


def test_a_refusal_without_a_finding_is_said_all_the_same():
    drift = replace(compare(release("a: 1 < 2"), history("a.2")), findings=())

    assert str(headline(drift, label="v2")) == "Django refuses every migrate."
