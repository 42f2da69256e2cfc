"""Where a history stands among the known releases."""

from dataclasses import replace

import pytest

from app.domain.fleet.standing import Milestones, Standing, standing_among
from app.domain.release import Release, Unreadable
from tests.build import history, release

V10 = release("a: 1 < 2", "b: 1", label="v1.0")
V11 = release("a: 1 < 2 < 3 < 4", "b: 1 < 2", label="v1.1")
V111 = replace(V11, label="v1.1.1", django="5.2.1")
V20 = release("a: 1 < 2 < 3 < 4 < 5", "b: 1 < 2", "c: 1", label="v2.0")
KNOWN = (V10, V11, V111, V20)
AT_V10 = ("a.1", "a.2", "b.1")
AT_V11 = (*AT_V10, "a.3", "a.4", "b.2")


def stands(*keys: str, among: tuple[Release, ...] = KNOWN) -> str:
    standing = Milestones((release.label or "", release) for release in among).standing(history(*keys))
    return "" if standing is None else standing.sentence


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (AT_V10, "stands at v1.0"),
        (AT_V11, "stands at v1.1 to v1.1.1, the same migrations"),
        ((*AT_V11, "a.5", "c.1"), "stands at v2.0"),
        ((*AT_V10, "a.3"), "stands between v1.0 and v1.1, 1 of 3 run"),
        ((*AT_V11, "c.1"), "stands between v1.1.1 and v2.0, 1 of 2 run"),
        ((*AT_V10, "a.9"), "stands at v1.0 and one row that it does not know"),
        ((*AT_V10, "a.8", "a.9"), "stands at v1.0 and 2 rows that it does not know"),
        (
            (*AT_V10, "a.3", "a.9"),
            "stands between v1.0 and v1.1, 1 of 3 run, and one row that v1.1 does not know",
        ),
        ((*AT_V11, "a.5", "c.1", "a.9"), "stands at v2.0 and one row that it does not know"),
        (("a.1",), "stands short of v1.0, 1 of 3 run"),
        (("a.1", "a.3", "a.4", "b.1", "b.2"), "stands short of v1.1, 5 of 6 run"),
        (("a.1", "a.9"), "stands short of v1.0, 1 of 3 run, and one row that v1.0 does not know"),
        ((*AT_V10, "elsewhere.1"), "stands at v1.0"),
        (("elsewhere.1",), ""),
        ((), ""),
    ],
)
def test_a_history_stands_at_a_release_or_between_two(keys, sentence):
    assert stands(*keys) == sentence


@pytest.mark.parametrize(
    ("apps", "keys", "sentence"),
    [
        ({"b"}, ("b.1",), "stands at v1.0"),
        ({"b"}, ("b.1", "b.2"), "stands at v1.1 to v2.0, the same migrations"),
        ({"b"}, ("b.1", "b.2", "a.1"), "stands at v1.1 to v2.0, the same migrations"),
        ({"b"}, ("b.1", "b.2", "a.9"), "stands at v1.1 to v2.0, the same migrations"),
        ({"b"}, ("b.1", "b.9"), "stands at v1.0 and one row that it does not know"),
        ({"a"}, ("a.1", "a.2", "a.3"), "stands between v1.0 and v1.1, 1 of 2 run"),
        ({"a", "c"}, ("a.1", "a.2", "a.3", "a.4", "c.1"), "stands between v1.1.1 and v2.0, 1 of 2 run"),
        ({"c"}, ("c.1",), "stands at v2.0"),
        ({"b"}, AT_V10[:2], ""),
        ({"elsewhere"}, AT_V11, ""),
    ],
)
def test_where_only_some_apps_live_the_others_are_neither_needed_nor_counted(apps, keys, sentence):
    milestones = Milestones((release.label or "", release) for release in KNOWN)
    standing = milestones.of_apps(apps).standing(history(*keys))

    assert ("" if standing is None else standing.sentence) == sentence
    assert milestones.standing(history(*AT_V10)) == Standing(("v1.0",))


def test_where_nothing_is_known_nothing_is_guessed():
    assert stands("a.1", among=()) == ""
    unread = replace(V10, unreadable=(Unreadable("a/migrations/0003.py", None, "unclear"),))
    assert stands(*AT_V10, among=(unread,)) == ""
    assert stands(*AT_V10, among=(unread, V11)) == "stands short of v1.1, 3 of 6 run"


def test_only_a_place_at_a_release_is_exact():
    milestones = Milestones([("v1.0", V10), ("v1.1", V11)])

    assert [
        milestones.standing(history(*keys)).is_exact
        for keys in (AT_V10, (*AT_V10, "a.3"), (*AT_V10, "a.9"), ("a.1",))
    ] == [True, False, False, False]
    assert milestones.standing(history(*AT_V10)) == Standing(("v1.0",))


SQUASHED = release("a: 1 < 2", "a: s = 1+2", label="v2")
LATER = release("a: s < 3", label="v3")
BEFORE = release("a: 1 < 2", label="v1")
SQUASHES = (BEFORE, SQUASHED, LATER)


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (("a.1", "a.2"), "stands at v1 to v2, the same migrations"),
        (("a.1", "a.2", "a.s"), "stands at v2"),
        (("a.s",), "stands at v2"),
        (("a.1",), "stands short of v1, 1 of 2 run"),
        (("a.1", "a.2", "a.s", "a.3"), "stands at v3"),
        (("a.s", "a.3"), "stands at v3"),
    ],
)
def test_a_squash_has_run_where_it_is_recorded_or_all_that_it_replaced_is(keys, sentence):
    assert stands(*keys, among=SQUASHES) == sentence


def test_a_squash_of_squashes_has_run_with_the_first_migrations():
    nested = release("a: s < 3", "a: t = s+3", label="v4")
    one_by_one = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t @a.0 = s+3", "a: 0", label="v4")

    assert stands("a.1", "a.2", "a.s", "a.3", "a.t", among=(*SQUASHES, nested)) == "stands at v4"
    assert stands("a.t", among=(*SQUASHES, nested)) == "stands at v4"
    assert stands("a.0", "a.1", "a.2", "a.3", among=(one_by_one,)) == "stands at v4"


def test_a_squash_that_replaces_itself_or_shares_a_migration_comes_to_an_end():
    circle = release("a: 1 < 2", "a: s = 1+s", "a: t = 1+2", label="v1")

    assert stands("a.1", "a.2", "a.s", "a.t", among=(circle,)) == "stands at v1"


def test_what_an_app_left_behind_that_is_gone_is_no_row_too_many():
    without = release("a: 1 < 2 < 3", label="v2")

    assert stands("a.1", "a.2", "a.3", "b.1", among=(V10, without)) == "stands at v2"
    assert stands(*AT_V10, among=(without, V10)) == "stands at v1.0"
    assert stands("a.1", "a.2", "b.1", among=(release("a: 1 < 2", label="v0"), V10)) == "stands at v1.0"


def test_a_release_that_does_not_say_which_apps_there_are_is_told_by_its_own():
    part = replace(release("a: 1 < 2", label="v1"), complete=False)
    whole = release("a: 1 < 2 < 3", "auth: 1", label="v2")
    next_part = replace(release("a: 1 < 2", "b: 1", label="v2"), complete=False)

    assert stands("a.1", "a.2", "auth.1", among=(part, whole)) == "stands at v1"
    assert stands("a.1", "a.2", "b.1", among=(part, next_part)) == "stands at v2"


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (AT_V10, "stands at v1.0"),
        ((*AT_V10, "a.9"), "stands at trial"),
        (AT_V10[:2], "stands short of v1.0, 2 of 3 run"),
        ((*AT_V10, "a.3"), "stands between v1.0 and v1.1, 1 of 3 run"),
        (("d.1",), "stands at side"),
        (("e.1",), ""),
    ],
)
def test_a_branch_is_named_only_by_a_history_that_is_at_no_release(keys, sentence):
    releases = [("v1.0", V10), ("v1.1", V11)]
    branches = [("trial", release("a: 1 < 2 < 9", "b: 1")), ("side", release("d: 1"))]

    standing = standing_among(Milestones(releases), Milestones([*branches, *releases]), history(*keys))
    assert (standing.sentence if standing else "") == sentence


@pytest.mark.parametrize(
    ("standing", "brief"),
    [
        (Standing(("v1",)), "at v1"),
        (Standing(("v1", "v1.1")), "at v1 to v1.1"),
        (Standing(("v1",), unknown=1), "at v1 and one more"),
        (Standing(("v1",), unknown=1200), "at v1 and 1,200 more"),
        (Standing(("v1",), "v2", 3, 9), "between v1 and v2"),
        (Standing((), "v1", 3, 9), "short of v1"),
    ],
)
def test_a_narrow_column_has_no_numbers(standing: Standing, brief: str):
    assert standing.brief == brief
