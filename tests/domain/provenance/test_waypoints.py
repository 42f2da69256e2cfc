"""The commits just before something was lost."""

from itertools import pairwise

from app.domain.provenance.waypoints import MAX_WAYPOINTS, waypoints
from tests.domain.provenance.code import branch, code, commit, did, id_of, ref

LINE = [commit("a"), commit("b", "a"), commit("c", "b")]


def names(history) -> str:
    return "".join(id_[0] for id_ in waypoints(history))


def test_the_commit_before_an_edge_was_added_to_a_file_that_was_there():
    history = code(LINE, [did("a", "added o.1"), did("c", "added o.1 dependencies u.9")], ref("v1", "c"))

    assert names(history) == "b"


def test_an_edge_that_came_with_its_file_is_no_edit():
    edges = [did("c", "added o.1"), did("c", "added o.1 dependencies u.9")]

    assert waypoints(code(LINE, edges)) == ()


def test_the_commit_before_a_file_or_a_replaces_went():
    for loss in ("removed o.1", "renamed o.2 from o.1", "removed o.s replaces o.1"):
        assert names(code(LINE, [did("c", loss)])) == "b", loss
    assert waypoints(code(LINE, [did("c", "removed o.1 dependencies u.9")])) == ()
    assert waypoints(code(LINE, [did("c", "added o.s replaces o.1")])) == ()


def test_a_commit_with_a_label_is_known_by_it_and_one_outside_the_clone_is_not_there():
    history = code(LINE, [did("c", "removed o.1")], branch("main", "c"), ref("v1", "b"))
    cut = code([commit("b", "x"), commit("c", "b")], [did("b", "removed o.1")])

    assert waypoints(history) == waypoints(cut) == ()


def test_where_a_merge_brought_the_edit_the_commit_before_the_merge_counts_too():
    """
    a <-- m <-- n
     \\       /
      e <-- f        e makes the edit on a branch that began at a
    """
    commits = [commit("a"), commit("e", "a"), commit("m", "a"), commit("f", "e"), commit("n", "m", "f")]

    assert names(code(commits, [did("e", "removed o.1")])) == "am"


def test_the_newest_come_first_and_no_more_than_so_many():
    letters = "abcdefghijklmnopqrstuvwxyz"
    commits = [commit(letters[0])] + [commit(new, old) for old, new in pairwise(letters)]
    found = waypoints(code(commits, [did(letter, f"removed o.{letter}") for letter in letters]))

    assert found[0] == id_of("y")
    assert len(found) == MAX_WAYPOINTS
