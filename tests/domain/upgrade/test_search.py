"""The path over the fewest releases."""

from dataclasses import replace

from app.domain.release import Unreadable
from app.domain.upgrade import Reach, Stop, upgrade
from app.domain.upgrade.obstacle import ObstacleKind
from tests.build import history, release
from tests.domain.upgrade.asked import ask, line_of, numbered, situation_of

OLD = release("a: 1 < 2 < 3")
BOTH = release("a: 1 < 2 < 3", "a: 1to3 = 1+2+3")
NEW = release("a: 1to3 = 1+2+3")
"""The life of a squash: the files, then the squash beside them, then the squash alone."""


def test_a_release_that_runs_whole_is_gone_to_at_once():
    found = ask(history("a.1"), {"v1": release("a: 1"), "v2": release("a: 1 < 2 < 3")})

    assert found.reach is Reach.DIRECT
    assert [(leg.name, [str(key) for key in leg.plan]) for leg in found.legs] == [("v2", ["a.2", "a.3"])]
    assert found.headline == "This database can go to v2 at once."
    assert found.reason == "2 migrations in all, none is skipped."
    assert found.legs[0].step.text == "python manage.py migrate"


def test_a_database_at_its_goal_has_nothing_to_run():
    found = ask(history("a.1"), {"v1": release("a: 1")})

    assert (found.reach, found.legs) == (Reach.THERE, ())
    assert found.headline == "This database is at v1: nothing is to run."
    assert found.reason == ""


def test_an_edge_that_came_later_is_met_by_the_release_before_it():
    """
    v2   b: 1      a: 1 < 2              v3   b: 1 needs a.2 now
    """
    found = ask(
        history("a.1", "b.1"),
        {
            "v1": release("a: 1", "b: 1"),
            "v2": release("a: 1 < 2", "b: 1"),
            "v3": release("a: 1 < 2", "b: 1 @a.2"),
        },
    )

    assert found.reach is Reach.STONES
    assert found.stones == ("v2",)
    assert found.headline == "This database must go to v2 first."
    assert found.reason.startswith("v3 is refused: b.1 is applied, but a.2,")
    assert found.legs[-1].step.expect == "Django has nothing to run."


def test_a_squash_without_its_files_is_met_by_the_release_that_has_both():
    found = ask(history("a.1"), {"v1": OLD, "v2": BOTH, "v3": NEW})

    assert found.stones == ("v2",)
    assert [str(key) for key in found.legs[0].plan] == ["a.2", "a.3"]


def test_of_several_releases_that_serve_the_newest_is_taken():
    found = ask(history("a.1"), {"v1": OLD, "v2": BOTH, "v2.1": replace(BOTH, project="p"), "v3": NEW})

    assert found.stones == ("v2.1",)


def test_two_stones_are_gone_to_in_order():
    """v2 has the files of the squash of a, v3 those of the squash of b, v4 neither."""
    found = ask(
        history("a.1", "b.1"),
        {
            "v1": release("a: 1", "b: 1"),
            "v2": release("a: 1 < 2 < 3", "a: 1to3 = 1+2+3", "b: 1"),
            "v3": release("a: 1to3 = 1+2+3", "b: 1 < 2", "b: 1to2 = 1+2"),
            "v4": release("a: 1to3 = 1+2+3", "b: 1to2 = 1+2"),
        },
    )

    assert found.stones == ("v2", "v3")
    assert found.headline == "This database must go to v2 first, then to v3."
    assert found.tried == 3


def test_where_no_release_leads_there_it_is_said_why():
    found = ask(history("a.1"), {"v1": release("a: 1"), "v3": release("a: 1to3 = 1+2+3")})

    assert found.reach is Reach.IMPOSSIBLE
    assert found.headline == "No known release leads this database to v3."
    assert found.because is found.direct
    assert found.reason.endswith("1 other release was tried.")
    assert [attempt.sentence for attempt in found.attempts] == ["v1 can be reached."]


def test_without_another_release_that_is_said_too():
    found = ask(history("a.1"), {"v3": release("a: 1to3 = 1+2+3")})

    assert found.reason.endswith("No other release that could be gone to first is known.")


def test_a_release_that_could_not_be_read_leaves_it_open():
    place = Unreadable("a/migrations/0002.py", 3, "a call")
    unreadable = release("a: 1 < 2", unreadable=(place,))
    found = ask(history("a.1"), {"v2": unreadable, "v3": release("a: 1to3 = 1+2+3")})

    assert found.reach is Reach.UNKNOWN
    assert found.headline == "Nobody can tell whether this database gets to v3."
    assert found.because is not None
    assert found.because.name == "v2"
    assert found.reason.startswith("v2 could not be read whole: a/migrations/0002.py:3: a call. v3 ")


def test_a_goal_that_could_not_be_read_leaves_it_open():
    place = Unreadable("a/migrations/0002.py", 3, "a call")
    found = ask(history("a.1"), {"v3": release("a: 1 < 2", unreadable=(place,))})

    assert (found.reach, found.because) == (Reach.UNKNOWN, found.direct)


def test_a_search_that_ends_at_its_bound_says_so():
    found = ask(history("a.1"), {"v1": OLD, "v2": BOTH, "v3": NEW}, most=5)

    assert found.reach is Reach.UNKNOWN
    assert found.because is not None
    assert found.because.obstacle is not None
    assert found.because.obstacle.kind is ObstacleKind.BOUND
    assert found.reason.startswith(
        "The search ended at its bound: 0 releases were tried, and none led there."
    )


def test_releases_that_are_not_at_hand_leave_it_open():
    found = ask(history("a.1"), {"v3": NEW}, absent=2)

    assert found.reach is Reach.UNKNOWN
    assert found.reason.startswith(
        "Driftboard has only the newest releases at hand: 2 releases were not tried."
    )


def test_releases_without_a_place_are_tried_when_the_others_lead_nowhere():
    line = line_of({"v1": release("a: 1"), "v2": BOTH, "v3": NEW})
    stops = (Stop("v1", line[0], 0), Stop("v2", line[1]))
    found = upgrade(situation_of(history("a.1"), line), "v3", stops)

    assert found.stones == ("v2",)


def test_a_path_never_goes_back():
    """v2 alone would do, and stands after v1: from v1 there is a path to it; from v3 there is none back."""
    line = line_of({"v1": release("a: 1"), "v2": release("a: 1 < 2"), "v3": release("a: 1", "b: 1")})
    goal = release("a: 1 < 2", "b: 1 @a.2")
    stops = (Stop("v3", line[2], 2), Stop("v2", line[1], 1))
    asked = replace(situation_of(history("a.1", "b.1"), line), release=goal)

    assert upgrade(asked, "v4", stops).stones == ("v2",)
    assert numbered(line)[0].name == "v3"


def test_another_alias_is_named_in_each_command():
    line = line_of(
        {
            "v1": release("a: 1", "b: 1"),
            "v2": release("a: 1 < 2", "b: 1"),
            "v3": release("a: 1 < 2", "b: 1 @a.2"),
        }
    )
    situation = situation_of(history("a.1", "b.1"), line, alias="other")
    found = upgrade(situation, "v3", numbered(line[:-1]))

    assert {leg.step.text for leg in found.legs} == {"python manage.py migrate --database other"}


def test_two_halts_with_the_same_rows_are_gone_on_from_once():
    """v1 and v1.1 lead to the same rows: the later is reached with fewer releases left, the earlier with more."""
    found = ask(
        history("a.1"),
        {
            "v1": release("a: 1 < 2"),
            "v1.1": release("a: 1 < 2", django="5.1"),
            "v2": release("a: 1 < 2 < 3"),
            "v3": release("a: 1to4 = 1+2+3+4"),
        },
    )

    assert found.reach is Reach.IMPOSSIBLE
    assert found.tried == 3
