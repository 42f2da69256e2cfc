"""How a finding came about: its moments in order, each only where it is known."""

from dataclasses import replace
from datetime import timedelta

from app.domain.course.beginning import Beginning
from app.domain.course.cause import causes
from app.domain.course.moves import Moves
from app.domain.course.stage import Arrival, Placement, Stage
from app.domain.course.story import MAX_MOMENTS, StoryMoment, story
from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.history import History, Row
from app.domain.provenance import NO_KNOWLEDGE, Knowledge, explanation_of
from tests.build import NOON, history, key, release
from tests.domain.provenance.code import branch, code, commit, did, id_of, ref

DAY = timedelta(days=1)
V1 = release("users: 1", "orders: 1", label="v1", commit=id_of("a"))
V2 = release("users: 1 < 2", "orders: 1 @users.2", label="v2", commit=id_of("c"))
HISTORY = history("users.1", "orders.1")
KNOWN = Knowledge(
    code(
        [commit("a", day=-130), commit("b", "a", day=-20), commit("c", "b", day=10)],
        [
            did("a", "added orders.1"),
            did("a", "added users.1"),
            did("b", "added users.2"),
            did("c", "added orders.1 dependencies users.2"),
        ],
        ref("v1", "a"),
        ref("v2", "c"),
        branch("main", "c"),
    ),
    (V1, V2),
)


def began(arrival: Arrival, days: int = 140) -> Beginning:
    return Beginning(Stage("h", Placement("2", "v2", NOON), arrival, NOON + days * DAY))


def of(
    drift=None, wanted: Code = Code.MISSING_DEPENDENCY, known: Knowledge = KNOWN, beginning=None, moves=None
) -> tuple[StoryMoment, ...]:
    drift = drift or compare(V2, HISTORY)
    finding = next(finding for finding in drift.findings if finding.code is wanted)
    found = causes(explanation_of(known, drift), finding, known.history)
    return story(drift, finding, known, found, beginning=beginning, moves=moves or Moves(), where="qa")


def told(moments: tuple[StoryMoment, ...]) -> list[str]:
    return [f"{'*' * (moment.is_after + moment.is_cause)}{moment.sentence}" for moment in moments]


def test_the_whole_story_is_told_in_order_and_marked_from_the_cause_on():
    assert told(of(beginning=began(Arrival.RELEASE))) == [
        "orders.1 was recorded. users.2 was not needed in v1.",
        "users.2 was written (bbbbbbb).",
        "**ccccccc added the dependency on users.2 to orders.1.",
        "*v2 arrives on qa. Blocked.",
    ]


def test_each_moment_is_left_out_where_it_is_not_known():
    assert told(of(known=NO_KNOWLEDGE)) == ["orders.1 was recorded."]
    assert told(of(known=NO_KNOWLEDGE, beginning=replace(began(Arrival.RELEASE), is_open=True))) == [
        "orders.1 was recorded."
    ]


def test_what_began_it_is_told_by_what_arrived():
    moved = Moves((), (key("users.2"),))

    assert told(of(known=NO_KNOWLEDGE, beginning=began(Arrival.HISTORY), moves=moved))[1:] == [
        "**On qa the row of users.2 went. Blocked."
    ]
    assert told(of(known=NO_KNOWLEDGE, beginning=began(Arrival.HISTORY)))[1:] == [
        "**On qa a row was edited. Blocked."
    ]
    assert told(of(known=NO_KNOWLEDGE, beginning=began(Arrival.FIRST)))[1:] == [
        "*qa is looked at for the first time. Blocked."
    ]


def test_a_release_that_came_is_the_cause_where_no_commit_is_known():
    assert told(of(known=NO_KNOWLEDGE, beginning=began(Arrival.RELEASE)))[1:] == [
        "**v2 arrives on qa. Blocked."
    ]


def test_a_release_that_needed_it_already_is_not_said_not_to_have():
    known = replace_releases(V2)

    assert told(of(known=known))[0] == "orders.1 was recorded."


def replace_releases(*releases) -> Knowledge:
    return Knowledge(releases=tuple(replace(each, commit=None) for each in releases))


def test_a_parent_that_is_no_part_of_the_release_is_not_needed_by_it():
    without = release("users: 1", label="v0")
    known = replace_releases(without, V1)

    assert told(of(known=known))[0] == "orders.1 was recorded. users.2 was not needed in v1."


def test_a_row_twice_is_recorded_again_and_a_time_that_cannot_be_read_is_no_moment():
    twice = History(
        (*HISTORY.rows, Row(key("users.1"), "2026-02-01 12:00:00+00", 9), Row(key("users.1"), "?", 10))
    )
    broken = History((Row(key("users.1"), "?", 1), Row(key("orders.1"), "?", 2)))

    assert told(of(compare(V1, twice), Code.DUPLICATE, NO_KNOWLEDGE)) == [
        "users.1 was recorded.",
        "users.1 was recorded again.",
    ]
    assert of(compare(V2, broken), known=NO_KNOWLEDGE) == ()


def test_a_parent_that_was_written_with_the_edge_or_only_found_is_told_once():
    one_commit = Knowledge(
        code(
            [commit("a"), commit("c", "a", day=10)],
            [
                did("a", "added orders.1"),
                did("c", "added users.2"),
                did("c", "added orders.1 dependencies users.2"),
            ],
            branch("main", "c"),
        )
    )
    found = Knowledge(code([commit("c", authored_at=None, committed_at=None)], [did("c", "found users.2")]))

    assert told(of(known=one_commit)) == [
        "orders.1 was recorded.",
        "**ccccccc added the dependency on users.2 to orders.1.",
    ]
    assert told(of(known=found)) == ["orders.1 was recorded."]


def test_a_commit_without_a_date_is_no_moment():
    undated = Knowledge(
        code(
            [commit("a"), commit("c", "a", authored_at=None, committed_at=None)],
            [did("a", "added orders.1"), did("c", "added orders.1 dependencies users.2")],
            branch("main", "c"),
        )
    )

    assert told(of(known=undated)) == ["orders.1 was recorded."]


def test_of_very_many_moments_the_first_and_the_last_are_told():
    many = release(
        *(f"users: 2{letter} @users.1" for letter in "abcdefghijkl"), "users: 1", commit=id_of("z")
    )
    letters = "abcdefghijkl"
    known = Knowledge(
        code(
            [
                commit(letter, *letters[number - 1 : number], day=number)
                for number, letter in enumerate(letters)
            ],
            [did(letter, f"added users.2{letter}") for letter in letters],
            branch("main", "l"),
        )
    )

    moments = of(compare(replace(many, commit=id_of("l")), history()), Code.FORKED, known)

    assert len(moments) == MAX_MOMENTS
    assert [moments[0].sentence, moments[-1].sentence] == [
        "aaaaaaa added users.2a.",
        "lllllll added users.2l.",
    ]
