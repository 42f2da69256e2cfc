"""Two histories beside each other: what one has alone, what a squash hides, which orders mean something."""

import pytest

from app.domain.history import History
from app.domain.keys import MigrationKey
from app.domain.pair import pair as of_pair
from app.domain.pair import sentences
from app.domain.pair.order import OtherOrder
from app.domain.pair.pair import HistoryPair
from app.domain.pair.sentences import HARMLESS, PairNames
from app.domain.pair.track import app_count, tracks
from app.domain.release import Release
from app.domain.resolution import declare
from app.domain.resolution.declared import Declaration
from tests.build import history, key, release

NAMES = PairNames("staging", "live", "v2.4")
SHOP = release("shop: 1 < 2 < 3", "users: 1 < 2 @shop.1")
SQUASHED = release("shop: 1 < 2 < 3", "shop: 1to2 = 1+2", "users: 1")


def pair(first: History, second: History, of=SHOP) -> HistoryPair:
    return HistoryPair(of, first, second)


def keys(*texts: str) -> tuple[MigrationKey, ...]:
    return tuple(map(key, texts))


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ([], [], "staging and live have no row."),
        (["shop.1"], ["shop.1"], "staging and live have recorded the same migration."),
        (
            ["shop.1", "users.1"],
            ["users.1", "shop.1"],
            "staging and live have recorded the same 2 migrations.",
        ),
        (
            ["shop.1", "shop.2"],
            ["shop.2", "shop.1"],
            "staging and live have recorded the same 2 migrations, 1 pair of them in another order, which is harmless.",
        ),
        (["shop.1", "shop.2"], ["shop.1"], "staging ran 1 migration that live did not."),
        (
            ["shop.1", "shop.2", "shop.x", "shop.y"],
            ["shop.1"],
            "staging ran 1 migration that live did not, and has 2 rows that v2.4 does not know.",
        ),
        (
            ["shop.1"],
            ["shop.1", "shop.x"],
            "live has one row that v2.4 does not know, and staging lacks.",
        ),
        (
            ["shop.1", "shop.2", "shop.3"],
            ["shop.1", "users.1"],
            "staging ran 2 migrations that live did not; live ran 1 migration that staging did not.",
        ),
    ],
)
def test_the_first_sentence(first: list[str], second: list[str], sentence: str):
    assert sentences.headline(pair(history(*first), history(*second)), NAMES) == sentence


@pytest.mark.parametrize(
    ("first", "second", "only_first", "only_second"),
    [
        (["shop.1", "shop.2"], ["shop.1to2"], [], []),
        (["shop.1", "shop.2", "shop.1to2"], ["shop.1", "shop.2"], [], []),
        (["shop.1"], ["shop.1to2"], [], ["shop.1to2"]),
        (["shop.1", "shop.2", "shop.3"], ["shop.1to2"], ["shop.3"], []),
    ],
)
def test_what_is_there_through_a_squash_is_in_both(
    first: list[str], second: list[str], only_first: list[str], only_second: list[str]
):
    made = pair(history(*first), history(*second), SQUASHED)

    assert made.only_first == keys(*only_first)
    assert made.only_second == keys(*only_second)
    assert made.both_in_first == len(first) - len(only_first)
    assert made.both_in_second == len(second) - len(only_second)


def test_a_squash_on_one_side_is_told():
    made = pair(history("shop.1", "shop.2"), history("shop.1to2"), SQUASHED)

    assert made.through_squash == {*keys("shop.1", "shop.2", "shop.1to2")}
    assert sentences.headline(made, NAMES) == (
        "staging and live have run the same migrations: 3 rows are there in one of them through a squash."
    )


def test_two_orders_that_keep_each_dependency_are_the_same():
    made = pair(
        history("shop.1", "users.1", "users.2", "shop.2"), history("users.1", "shop.1", "shop.2", "users.2")
    )

    assert made.other_orders == ()
    assert made.is_same
    assert sentences.order_note(made).startswith("What both have was recorded in two orders.")
    assert tracks(made) == ()


def test_an_order_that_a_dependency_forbids_is_told_once_and_harmless():
    made = pair(history("shop.1", "shop.2", "shop.3"), history("shop.3", "shop.2", "shop.1"))

    assert made.other_orders == (
        OtherOrder(key("shop.2"), key("shop.1"), first=True),
        OtherOrder(key("shop.3"), key("shop.2"), first=True),
    )
    assert sentences.order_note(made) == HARMLESS
    (track,) = tracks(made)
    assert (
        sentences.track_words(made, track, NAMES) == "same rows, 2 pairs recorded in another order: harmless"
    )


def test_what_lies_between_and_has_no_row_does_not_hide_an_order():
    made = pair(history("shop.1", "shop.3"), history("shop.3", "shop.1"))

    assert made.other_orders == (OtherOrder(key("shop.3"), key("shop.1"), first=True),)


def test_one_order_has_no_note():
    made = pair(history("shop.1", "shop.2"), history("shop.1"))

    assert made.is_same_sequence
    assert sentences.order_note(made) == ""


def test_up_to_where_both_went_one_way():
    made = pair(history("shop.1", "shop.2", "users.1"), history("shop.1", "shop.3", "users.1", "users.2"))

    assert made.common == {*keys("shop.1", "users.1")}
    assert made.frontier == keys("shop.1", "users.1")


def test_a_track_for_each_app_that_differs():
    made = pair(
        history("shop.1", "shop.2", "shop.3", "shop.x", "users.1"),
        history("shop.1", "users.1", "users.2"),
    )
    first, second = tracks(made)

    assert (first.label, first.first_count, first.second_count) == ("shop", 4, 1)
    assert first.keys == keys("shop.1", "shop.2", "shop.3", "shop.x")
    assert (first.first_last, first.second_last) == (4, 1)
    assert (second.label, second.first_last, second.second_last) == ("users", 1, 2)
    assert app_count(made) == 2
    assert sentences.track_words(made, first, NAMES) == (
        "staging ran 2 more; staging has shop.x, which v2.4 does not know"
    )
    assert sentences.track_words(made, second, NAMES) == "live ran users.2"


def test_many_unknown_rows_are_counted_and_an_order_beside_other_things_is_told_too():
    made = pair(history("shop.1", "shop.2", "shop.x", "shop.y"), history("shop.2", "shop.1"))
    (track,) = tracks(made)

    assert sentences.track_words(made, track, NAMES) == (
        "staging has 2 rows, which v2.4 does not know; 1 pair recorded in another order: harmless"
    )


def test_an_app_that_one_side_has_not_begun():
    made = pair(history("shop.1"), history("users.1", "shop.1"))
    (track,) = tracks(made)

    assert (track.first_last, track.second_last) == (0, 1)


def test_an_app_that_other_side_has_not_begun():
    (track,) = tracks(pair(history("users.1", "shop.1"), history("shop.1")))

    assert (track.first_last, track.second_last) == (1, 0)


def test_the_graph_of_the_release_is_looked_up_once(monkeypatch: pytest.MonkeyPatch):
    """An equal release that is another object is compared migration by migration each time."""
    asked = []

    def declared(release: Release) -> Declaration:
        asked.append(release)
        return declare(release)

    monkeypatch.setattr(of_pair, "declare", declared)
    both = pair(history("shop.1", "shop.2", "users.1"), history("shop.1", "users.1", "shop.2"))

    assert both.common
    assert both.frontier
    assert len(asked) == 1
