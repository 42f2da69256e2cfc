"""Which other environments have a finding, and how the rest fares: only what is true."""

import pytest

from app.domain.course.elsewhere import Elsewhere, everywhere
from app.domain.findings import Code, Finding
from tests.build import key, release

RELEASE = release("users: 1 < 2", "orders: 1 @users.2", label="v2")
FINDING = Finding(Code.MISSING_DEPENDENCY, key("orders.1"), (key("users.2"),))
NONE = "None of them will be blocked by this."
DONE, WAITING, NEXT = ("users.1", "users.2", "orders.1"), ("users.1",), ("users.1", "orders.1")


def of(same: str = "", finding: Finding = FINDING, shown=RELEASE, **others: tuple[str, ...]) -> Elsewhere:
    tables = {slug: [frozenset(map(key, rows))] for slug, rows in others.items()}
    return everywhere(finding, shown, same=same.split(), others=tables).beside("here")


def test_the_same_are_named_in_order_and_the_others_are_told_by_their_rows():
    found = of("c a", x=DONE, y=WAITING, z=NEXT)

    assert found.same == ("a", "c")
    assert (found.next, found.recorded, found.waiting, found.others) == (("z",), 1, 1, 3)


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({}, "No other environment with fresh data is known."),
        (
            {"x": DONE},
            "The other environment with fresh data has recorded users.2. It will not be blocked by this.",
        ),
        (
            {"x": DONE, "y": DONE},
            "The other 2 environments with fresh data have recorded users.2. NONE",
        ),
        (
            {"x": WAITING},
            "The other environment with fresh data has not run orders.1. It will not be blocked by this.",
        ),
        (
            {"x": WAITING, "y": WAITING},
            "The other 2 environments with fresh data have not run orders.1. NONE",
        ),
        (
            {"x": DONE, "y": WAITING, "z": DONE},
            "Of the other 3 environments with fresh data, 2 recorded users.2 and 1 did not run orders.1. NONE",
        ),
        ({"x": NEXT}, "x will be blocked by this with v2."),
        (
            {"x": NEXT, "y": NEXT, "z": DONE},
            "x and y will be blocked by this with v2; 1 other environment will not.",
        ),
    ],
)
def test_how_the_others_fare_is_said_in_one_sentence(others: dict[str, tuple[str, ...]], sentence: str):
    assert of(**others).sentence == sentence.replace("NONE", NONE)


def test_with_the_same_cause_elsewhere_and_no_others_there_is_nothing_more_to_say():
    assert not of("a").sentence


def test_a_squash_whose_replaced_have_rows_needs_no_row_of_its_own():
    squash = release("users: 1 < 2", "users: s = 1+2", "orders: 1 @users.s", label="v2")
    finding = Finding(Code.MISSING_DEPENDENCY, key("orders.1"), (key("users.s"),))

    assert of(finding=finding, shown=squash, x=DONE).recorded == 1


def test_of_an_environment_with_several_tables_the_worst_counts():
    tables = {"x": [frozenset(map(key, rows)) for rows in (DONE, NEXT)]}

    assert everywhere(FINDING, RELEASE, same=[], others=tables).next == ("x",)


@pytest.mark.parametrize("here", ["a", "x", "y", "z"])
def test_whatever_an_environment_says_to_the_finding_it_is_not_beside_itself(here: str):
    rows = {"x": DONE, "y": WAITING, "z": NEXT}
    tables = {slug: [frozenset(map(key, each))] for slug, each in rows.items()}
    beside = {slug: each for slug, each in tables.items() if slug != here}
    same = ["a", "b"]

    assert everywhere(FINDING, RELEASE, same=same, others=tables).beside(here) == everywhere(
        FINDING, RELEASE, same=[slug for slug in same if slug != here], others=beside
    ).beside("nowhere")


def test_of_any_other_finding_only_that_they_do_not_have_it_is_said():
    finding = Finding(Code.DUPLICATE, key("orders.1"))

    assert of(finding=finding, x=DONE).sentence == "The other environment with fresh data does not have this."
    assert of("a", finding=finding, x=DONE, y=DONE).sentence == (
        "None of the other 2 environments with fresh data has it."
    )
