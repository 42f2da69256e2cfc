"""Going back to an older release: what must be unapplied, in which order, where it stops; and releases side by side."""

import pytest

from app.domain.difference import difference
from app.domain.difference.consequences import ReleaseNames
from app.domain.difference.direction import Direction
from app.domain.difference.going_back import GoingBack, back_lines, directed_headline
from app.domain.release import Operation, Release
from app.domain.reports.difference import plain, report
from tests.build import key, release
from tests.domain.difference.test_new_steps import CODE, doing

NAMES = ReleaseNames("v2", "v1")


def way(newer: Release, older: Release) -> GoingBack:
    return GoingBack(difference(newer, older))


def names(keys) -> list[str]:
    return [str(each) for each in keys]


def test_the_last_are_unapplied_first_and_django_stops_at_what_is_irreversible():
    newer = release("a: 1 < 2 < 3 < 4", "b: 1 @a.3")
    newer = doing(doing(newer, CODE, "a.3"), Operation("AddField", "x.y", True), "a.2")
    back = way(newer, release("a: 1"))

    assert names(back.keys) == ["b.1", "a.4", "a.3", "a.2"]
    assert (names(back.irreversible), names(back.dropping)) == (["a.3"], ["a.2"])
    assert back_lines(back, NAMES)[1:] == (
        "Django stops at a.3, which is irreversible. 2 migrations before it stay unapplied.",
        "1 of them drops data: the tables and columns that they made go, with what is in them.",
    )
    sentence = "Going back from v2 to v1: 4 migrations must be unapplied first, 1 of them irreversible."
    assert directed_headline(back.difference, NAMES, Direction.BACK) == sentence
    document = report(back.difference, NAMES, Direction.BACK)
    assert (document["direction"], document["sentence"]) == ("back", sentence)
    assert document["unapply"]["order"] == ["b.1", "a.4", "a.3", "a.2"]
    lines = plain(back.difference, NAMES, Direction.BACK)
    assert "unapply       a.3  irreversible\nunapply       a.2  drops data\n" in lines


def test_what_both_have_is_unapplied_too_where_it_needs_what_must_be():
    back = way(release("a: 1 < 2", "b: 1 @a.2 < 2"), release("a: 1", "b: 1 < 2"))

    assert names(back.keys) == ["b.2", "b.1", "a.2"]
    assert back.kept == {key("b.1"), key("b.2")}
    assert back_lines(back, NAMES)[-1] == (
        "Both have b.1 and b.2, but v2 lets them need what must be unapplied: Django unapplies them too."
    )
    assert directed_headline(back.difference, NAMES, Direction.BACK) == (
        "Going back from v2 to v1: 3 migrations must be unapplied first. 1 migration differs."
    )


def test_a_squash_of_what_the_older_release_has_need_not_be_unapplied():
    back = way(release("a: 1 < 2", "a: 1to2 = 1+2"), release("a: 1 < 2"))

    assert (back.keys, back_lines(back, NAMES)) == ((), ())
    assert directed_headline(back.difference, NAMES, Direction.BACK) == (
        "Going back from v2 to v1: nothing must be unapplied."
    )


def test_an_irreversible_migration_at_the_very_end_leaves_nothing_unapplied():
    back = way(doing(release("a: 1 < 2"), CODE, "a.2"), release("a: 1"))

    assert back_lines(back, NAMES)[1] == "Django stops at a.2, which is irreversible."


def test_migrations_on_a_cycle_are_named_too():
    assert names(way(release("a: 1 < 2", "b: 1 @b.2 < 2"), release("a: 1")).keys) == ["a.2", "b.1", "b.2"]


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (["a: 1 < 2"], ["a: 1 < 3", "b: 1"], ": of their migrations 1 only in x and 2 only in y."),
        (["a: 1 < 2"], ["a: 1", "a: 2"], ": of their migrations 1 differs."),
        (["a: 1"], ["a: 1"], "."),
    ],
)
def test_releases_side_by_side_are_told_as_such(one, other, sentence):
    changes = difference(release(*one), release(*other))
    start = "Neither of x and y is known to be the newer one"

    assert directed_headline(changes, ReleaseNames("x", "y"), Direction.NEUTRAL) == start + sentence
    assert report(changes, ReleaseNames("x", "y"), Direction.NEUTRAL)["unapply"] is None


def test_where_django_refuses_every_command_an_order_that_the_graph_allows_is_given():
    back = way(release("a: 1 < 2", "a: 3 @a.1", "b: 1 @a.2"), release("a: 1", "b: 1"))

    assert names(back.keys) == ["a.3", "b.1", "a.2"]
    assert "This is an order that the dependencies of v2 allow." in back_lines(back, NAMES)[0]
