"""D102 to D107: what Django refuses before it looks at rows, or whatever they are."""

from dataclasses import replace

import pytest

from app.domain.findings import Verdict
from app.domain.keys import FIRST, LATEST, SETTING, MigrationKey
from app.domain.release import Operation
from app.domain.ways.way import Promise, StepKind
from tests.build import history, key, release
from tests.domain.ways.planned import does, labelled, planned, texts, with_migration, with_operations

ADD = Operation("AddField", "user.a", reversible=True, fingerprint="0123456789abcdef")


def test_a_missing_file_is_shipped_or_taken_out_of_what_names_it():
    code = release("a: 1", "b: 1 @a.2")
    ways = planned(code, history("a.1"), labelled("v1", release("a: 1 < 2")))

    assert texts(ways["ship-file"]) == ["git checkout v1 -- a/migrations/2.py"]
    assert ways["ship-file"].after == Promise(Verdict.BEHIND, 2)
    assert texts(ways["take-edge-out"]) == ["In b/migrations/1.py, take ('a', '2') out of dependencies."]
    assert ways["take-edge-out"].after == Promise(Verdict.BEHIND, 1)


def test_a_run_before_of_a_missing_file_goes_out_too():
    ways = planned(release("a: 1", "b: 1 ^a.2"), history())

    assert texts(ways["take-edge-out"]) == ["In b/migrations/1.py, take ('a', '2') out of run_before."]


def test_an_edge_that_no_file_names_is_not_taken_out():
    code = release("a: s = 1+2 < 3", "b: 1 @a.1", "a: q = b.1")

    assert all(way.steps for way in planned(code, history("a.1")).values())


SQUASH = release("a: s = 1+2", "b: 1 @a.2", "b: 2 @b.1")


def test_what_a_squash_stands_for_is_finished_recorded_or_named_by_the_squash():
    ways = planned(SQUASH, history("a.1"), labelled("v1", release("a: 1 < 2")), finding="D102:a.2")

    assert texts(ways["finish-elsewhere"]) == ["python manage.py migrate a 2"]
    assert ways["record-rows"].recorded == (key("a.2"),)
    assert ways["finish-elsewhere"].after == ways["record-rows"].after == Promise(Verdict.BEHIND, 2)


def test_what_names_a_squashed_file_names_the_squash_where_that_helps():
    code = release("a: 0 < s = 1", "b: 1 @a.2", "a: t @a.0 = 2+3")
    code = with_migration(code, "a.t", dependencies=(key("a.s"),))
    ways = planned(code, history("a.0", "a.1", "a.3"), finding="D102:a.2")

    assert ways


def test_one_edge_of_a_circle_is_taken_out():
    code = release("a: 1 @b.1", "b: 1 @a.1", "c: 1 @a.1")
    ways = planned(code, history())

    assert texts(ways["take-edge-out"]) == ["In b/migrations/1.py, take ('a', '1') out of dependencies."]
    assert texts(ways["take-edge-out-2"]) == ["In a/migrations/1.py, take ('b', '1') out of dependencies."]
    assert ways["take-edge-out"].after == Promise(Verdict.BEHIND, 3)


def test_a_name_in_replaces_closes_a_circle_and_the_replaces_go():
    code = release("a: s = 1+2", "a: 2 @a.s")
    ways = planned(code, history("a.s"))

    assert texts(ways["take-replaces-out"]) == ["In a/migrations/s.py, take replaces out."]


def test_more_edges_than_three_of_a_circle_are_not_offered():
    code = release("a: 1 @e.1", "b: 1 @a.1", "c: 1 @b.1", "d: 1 @c.1", "e: 1 @d.1")

    assert list(planned(code, history())) == [
        "take-edge-out",
        "take-edge-out-2",
        "take-edge-out-3",
    ]


FORK = release("a: 0001 < 0002_x", "a: 0002_y @a.0001 < 0003_y")


def test_a_branch_that_has_not_run_follows_the_other_or_both_are_merged_or_it_goes():
    ways = planned(FORK, history("a.0001", "a.0002_x"))

    assert list(ways) == ["follow", "merge", "delete-branch"]
    assert texts(ways["follow"]) == [
        "In a/migrations/0002_y.py, name ('a', '0002_x') in dependencies in place of others of the app."
    ]
    assert ways["follow"].after == Promise(Verdict.BEHIND, 2)
    assert texts(ways["merge"]) == ["python manage.py makemigrations --merge a"]
    assert ways["merge"].steps[0].kind is StepKind.COMMAND
    assert ways["merge"].after == Promise(Verdict.BEHIND, 3)
    assert texts(ways["delete-branch"]) == ["git rm a/migrations/0002_y.py a/migrations/0003_y.py"]
    assert ways["delete-branch"].title == "Take a.0003_y and what only it needs out"
    assert ways["delete-branch"].after == Promise(Verdict.IN_STEP, 0)


def test_of_two_branches_that_have_run_only_a_merge_is_left():
    assert list(planned(FORK, history("a.0001", "a.0002_x", "a.0002_y"))) == ["merge"]


def test_no_merge_where_makemigrations_refuses_the_rows():
    code = release("a: 1 < 2", "a: 3 @a.1", "b: 1", "c: 1 @b.1")

    assert "merge" not in planned(code, history("c.1", "a.1", "a.2", "a.3"), finding="D104:a.2")


def test_no_merge_without_a_fork_of_what_stands_for_it():
    gone = release("a: 1 < 2", "a: 3 @a.1", "a: s = 1+2+3")
    assert all(way.after.verdict is not Verdict.BLOCKED for way in planned(gone, history("a.1")).values())


def test_a_merge_of_names_without_numbers_begins_at_two():
    assert "merge" in planned(release("a: r < x", "a: y @a.r"), history())
    assert "merge" not in planned(release("a: r < 0002_merge < x", "a: y @a.r"), history())


@pytest.mark.parametrize("path", ["a/migrations/2.py", "lib/site-packages/a/migrations/2.py"])
def test_a_copy_or_what_a_package_left_behind_goes_and_is_not_merged(path):
    code = with_operations(release("a: 1 < 2", "a: 3 @a.1"), a_2=(ADD,), a_3=(ADD,))
    code = with_migration(code, "a.3", path=path)
    ways = planned(code, history("a.1", "a.2"))

    assert list(ways) == ["delete-branch"]
    assert texts(ways["delete-branch"]) == [f"Delete {path}." if "site" in path else f"git rm {path}"]


def test_two_beginnings_are_not_merged():
    ways = planned(release("a: 1 < 2", "a: x < y"), history("a.1", "a.2"))

    assert list(ways) == ["follow", "delete-branch"]


def test_a_fork_in_a_graph_with_a_circle_has_no_way_of_its_own():
    code = release("a: 1 < 2", "a: 3 @a.1", "c: 1 @d.1", "d: 1 @c.1")

    assert planned(code, history(), finding="D104:a.2") == {}
    assert planned(code, history())["everything"].after == Promise(Verdict.BEHIND, 5)


def test_a_squash_that_replaces_itself_is_taken_out_of_its_own_replaces():
    code = replace(release("a: 1", "a: 2 @a.1 = 2"), django="6.0")
    way = planned(code, history())["shorten-replaces-own"]

    assert texts(way) == ["In a/migrations/2.py, take ('a', '2') out of replaces."]
    assert way.after.verdict is Verdict.BEHIND


def test_squashes_that_replace_each_other_replace_no_squash_any_more():
    code = replace(release("a: 1", "a: s = 1+t", "a: t = s"), django="6.0")
    ways = planned(code, history())

    assert any(id_.startswith("shorten-replaces-") for id_ in ways)


def test_an_entry_that_points_into_no_app_goes():
    for entry in (MigrationKey("zz", LATEST), MigrationKey(SETTING, "ZZ_MODEL")):
        code = with_migration(release("a: 1", settings={"ZZ_MODEL": "zz.Z"}), "a.1", dependencies=(entry,))
        ways = planned(code, history())

        assert texts(ways["take-edge-out"]) == [
            f"In a/migrations/1.py, take {tuple(entry)!r} out of dependencies and run_before."
        ]
        assert ways["take-edge-out"].after == Promise(Verdict.BEHIND, 1)


def test_an_entry_of_an_app_without_migrations_stays():
    code = with_migration(
        release("a: 1", unmigrated_apps=frozenset("u")),
        "a.1",
        dependencies=(MigrationKey("u", FIRST), MigrationKey("zz", FIRST)),
    )

    assert "u" not in texts(planned(code, history())["take-edge-out"])[0].split("take ")[1].split("out")[0]


def test_what_chance_decides_is_decided_by_a_newer_django_or_by_replaces_that_share_nothing():
    code = release("a: 1 < 2", "a: s = 1+2", "a: t = s+2")
    ways = planned(code, history("a.1"))

    assert list(ways) == ["newer-django"]
    assert texts(ways["newer-django"]) == ["Run this release with Django 6.1 or later."]

    shared = release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = 1+3")
    assert texts(planned(shared, history())["shorten-replaces-t"]) == [
        "In a/migrations/t.py, take ('a', '1') out of replaces."
    ]


def test_a_way_through_code_says_nothing_of_rows():
    code = with_operations(FORK, a_0001=(does("CreateModel", "Book"),))

    assert all(not way.recorded and not way.unrecorded for way in planned(code, history()).values())
