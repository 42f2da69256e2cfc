"""With what a finding began and ended, and in which words."""

from datetime import timedelta

import pytest

from app.domain.course.beginning import MAX_STAGES, Beginning, beginning, between
from app.domain.course.ending import Ending, ending
from app.domain.course.moves import Moves, moves
from app.domain.course.stage import Arrival, Placement, Stage
from app.domain.findings import Code, Finding
from tests.build import NOON, history, key
from tests.domain.course.test_stage import at

V1 = Placement("1", "v1", at(0))
V2 = Placement("2", "v2", at(60), is_told=True)
FINDING = Finding(Code.MISSING_DEPENDENCY, key("orders.1"), (key("users.1"),))


def stage(history: str, minutes: int, arrival: Arrival = Arrival.HISTORY, before: int | None = None) -> Stage:
    return Stage(history, V1, arrival, at(minutes), None if before is None else at(before))


STAGES = (stage("c", 20, before=14), stage("b", 10, before=4), stage("a", 0, Arrival.FIRST))


def shown_by(*histories: str):
    return lambda stage: stage.history in histories


def test_it_began_with_the_oldest_of_those_without_a_gap():
    assert beginning(STAGES, shown_by("c")) == Beginning(STAGES[0], STAGES[1])
    assert beginning(STAGES, shown_by("c", "b")) == Beginning(STAGES[1], STAGES[2])
    assert beginning(STAGES, shown_by("c", "a")) == Beginning(STAGES[0], STAGES[1])
    assert beginning(STAGES, shown_by("a", "b", "c")) == Beginning(STAGES[2])


def test_what_the_newest_does_not_show_has_no_beginning():
    assert beginning(STAGES, shown_by("a")) is None
    assert beginning((), shown_by("a")) is None


def test_no_more_than_so_many_are_asked_and_then_it_is_open():
    asked = []
    many = tuple(stage("x", -number) for number in range(MAX_STAGES + 5))

    found = beginning(many, lambda one: asked.append(one) is None)

    assert len(asked) == MAX_STAGES
    assert found == Beginning(many[MAX_STAGES - 1], is_open=True)
    assert found.words == (
        "Before 5 Jan 2026, 11:49 UTC",
        ": so it was in the last 12 histories and releases, and older ones were not looked at.",
    )


def test_it_ended_with_the_first_stage_after_the_last_that_showed_it():
    assert ending(STAGES, shown_by("a", "b")) == Ending(STAGES[0], STAGES[1])
    assert ending(STAGES, shown_by("a")) == Ending(STAGES[1], STAGES[2])
    assert ending(STAGES, shown_by("c")) is None
    assert ending(STAGES, shown_by()) is None


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (
            stage("a", 0, Arrival.FIRST),
            ("5 Jan 2026, 12:00 UTC or before", ": so it was when this database was first looked at."),
        ),
        (
            Stage("a", V1, Arrival.RELEASE, at(0)),
            ("5 Jan 2026, 12:00 UTC", ", when v1 was first compared with this history."),
        ),
        (
            Stage("a", V2, Arrival.RELEASE, at(0)),
            ("5 Jan 2026, 12:00 UTC", ", when it was told that v2 runs here."),
        ),
        (stage("a", 15, before=0), ("5 Jan 2026, between 12:00 and 12:15 UTC", "")),
    ],
)
def test_the_words_say_with_what_it_began(one: Stage, words: tuple[str, str]):
    assert Beginning(one).at == one.at
    assert Beginning(one).words == words


def test_two_looks_in_one_minute_are_one_moment_and_two_days_are_both_named():
    assert between(NOON, NOON + timedelta(seconds=20)) == "5 Jan 2026, 12:00 UTC"
    assert between(None, NOON) == "5 Jan 2026, 12:00 UTC"
    assert (
        between(NOON, NOON + timedelta(days=1)) == "between 5 Jan 2026, 12:00 UTC and 6 Jan 2026, 12:00 UTC"
    )


def test_the_moves_are_those_of_the_finding_where_it_names_one_that_moved():
    found = moves(history("orders.1", "a.1", "users.1", "users.1"), history("orders.1", "b.1", "users.1"))

    assert found == Moves((key("b.1"),), (key("a.1"), key("users.1")))
    assert found.of(FINDING) == Moves((), (key("users.1"),))
    assert Moves((key("b.1"),)).of(FINDING) == Moves((key("b.1"),))


@pytest.mark.parametrize(
    ("found", "sentence", "deed"),
    [
        (Moves(), "", ""),
        (Moves((key("a.1"),)), "a.1 was recorded", "recording a.1"),
        (Moves((key("a.1"), key("a.2"))), "a.1 and a.2 were recorded", "recording a.1 and a.2"),
        (
            Moves((key("a.1"),), (key("b.1"),)),
            "a.1 was recorded and the row of b.1 went",
            "recording a.1 and taking out the row of b.1",
        ),
        (
            Moves((), (key("b.1"), key("b.2"))),
            "the rows of b.1 and b.2 went",
            "taking out the rows of b.1 and b.2",
        ),
        (
            Moves(tuple(key(f"a.{n}") for n in range(4)), tuple(key(f"b.{n}") for n in range(5))),
            "4 migrations were recorded and 5 rows went",
            "recording 4 migrations and taking out 5 rows",
        ),
    ],
)
def test_what_moved_is_said_in_words(found: Moves, sentence: str, deed: str):
    assert (found.sentence, found.deed) == (sentence, deed)


def test_the_sentences_of_both_ends():
    by_rows, by_release = stage("b", 41, before=30), Stage("b", V2, Arrival.RELEASE, at(60))
    came = Moves((key("users.1"),))

    assert Beginning(by_rows).moved(came) == ": users.1 was recorded between these two looks."
    assert Beginning(by_rows).moved(Moves()) == ": a row was edited between these two looks."
    assert Ending(by_rows, by_rows).sentence(came) == (
        "Fixed 5 Jan 2026, between 12:30 and 12:41 UTC, by recording users.1."
    )
    assert Ending(by_rows, by_rows).sentence(Moves()) == (
        "Fixed 5 Jan 2026, between 12:30 and 12:41 UTC, by an edit of its rows."
    )
    assert Ending(by_release, by_rows).sentence(Moves()) == "Fixed 5 Jan 2026, 13:00 UTC, with v2."
