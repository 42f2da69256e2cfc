from app.domain.provenance.code_history import Commit, RefKind
from tests.build import release
from tests.domain.provenance.code import branch, code, commit, id_of, ref

#   a <- b <- d <- e      v1 = a, v2 = d, main = e, side = c
#         `- c
STORY = code(
    [
        commit("a"),
        commit("b", "a", day=1),
        commit("c", "b", day=5),
        commit("d", "b", day=2),
        commit("e", "d", day=3),
    ],
    [],
    branch("main", "e"),
    branch("side", "c"),
    ref("v2", "d"),
    ref("v1", "a"),
)


def test_the_first_label_of_a_commit_is_the_oldest_tag_that_contains_it_else_the_first_branch():
    assert STORY.first_labels == {
        id_of("a"): "v1",
        id_of("b"): "v2",
        id_of("d"): "v2",
        id_of("e"): "main",
        id_of("c"): "side",
    }
    assert [ref_.label for ref_ in STORY.labels] == ["v1", "v2", "main", "side"]


def test_a_commit_is_in_every_label_that_comes_after_it():
    def labels(letter: str) -> list[str]:
        return [each.label for each in STORY.refs_containing(id_of(letter))]

    assert {letter: labels(letter) for letter in "abcdez"} == {
        "a": ["v1", "v2", "main", "side"],
        "b": ["v2", "main", "side"],
        "c": ["side"],
        "d": ["v2", "main"],
        "e": ["main"],
        "z": [],
    }


def test_before_the_first_commit_of_a_shallow_clone_nothing_is_known():
    history = code([commit("b", "a")], [], ref("v1", "b"), ref("v0", "a"))

    assert [each.label for each in history.refs_containing(id_of("b"))] == ["v1"]
    assert history.refs_containing(id_of("a")) == ()


def test_the_age_of_a_label_is_its_place_in_the_graph_and_not_its_date():
    """A clock that went wrong makes no commit older than its parents."""
    history = code([commit("a", day=9), commit("b", "a", day=1)], [], ref("late", "b"), ref("early", "a"))

    assert history.first_labels == {id_of("a"): "early", id_of("b"): "late"}


def test_a_label_without_a_kept_commit_contains_nothing():
    history = code([commit("a")], [], ref("empty", None), ref("v1", "a"))

    assert history.first_labels == {id_of("a"): "v1"}
    assert [ref_.label for ref_ in history.refs_containing(id_of("a"))] == ["v1"]


def test_a_commit_is_named_by_digits_and_a_label_by_its_head():
    history = code([commit("a")], [], ref("v1", "a", head="b"))

    assert history.commit_of("aaaaaaa") == id_of("a")
    assert history.commit_of("bbbb") == id_of("a")
    assert (history.commit_of("aaa"), history.commit_of(None), history.commit_of("cccc")) == (
        None,
        None,
        None,
    )


def test_the_commit_of_a_release_is_known_by_its_id_or_else_by_its_label():
    assert STORY.head_of(release("a: 1", commit=id_of("d"))) == id_of("d")
    assert STORY.head_of(release("a: 1", label="main")) == id_of("e")
    assert STORY.head_of(release("a: 1", label="main", commit="ffff")) is None
    assert STORY.head_of(release("a: 1")) is None


def test_what_is_before_what():
    assert STORY.is_before(id_of("a"), id_of("e"))
    assert STORY.is_before(id_of("e"), id_of("e"))
    assert not STORY.is_before(id_of("c"), id_of("e"))
    assert not STORY.is_before(id_of("e"), id_of("a"))
    assert not STORY.is_before(id_of("x"), id_of("e"))
    assert STORY.ancestry(id_of("d")) == {id_of("a"), id_of("b"), id_of("d")}
    assert STORY.ancestry(None) == set(STORY.commits)


def test_two_ways_to_one_commit_are_walked_once():
    history = code(
        [commit("a"), commit("b", "a"), commit("c", "a"), commit("d", "b", "c")], [], ref("v1", "d")
    )

    assert history.ancestry(id_of("d")) == set(history.commits)
    assert history.is_before(id_of("a"), id_of("d"))
    assert not history.is_before(id_of("b"), id_of("c"))
    assert set(history.first_labels) == set(history.commits)


def test_one_commit_reached_twice_on_the_way_to_another():
    history = code(
        [
            commit("a"),
            commit("x"),
            commit("b", "a", "x"),
            commit("c", "b"),
            commit("d", "b"),
            commit("e", "c", "d"),
        ],
        [],
    )

    assert not history.is_before(id_of("q"), id_of("e"))
    assert history.is_before(id_of("x"), id_of("e"))


def test_a_parent_that_is_not_kept_is_no_parent():
    history = code([commit("b", "a")], [], ref("v1", "b"))

    assert history.ancestry(id_of("b")) == {id_of("b")}
    assert history.first_labels == {id_of("b"): "v1"}


def test_a_commit_says_its_id_and_the_day_it_was_written():
    assert str(commit("a")) == "aaaaaaa (1 May 2026)"
    assert str(commit("a", authored_at=None)) == "aaaaaaa (1 May 2026)"
    assert str(Commit(id_of("a"))) == "aaaaaaa"


def test_commits_without_a_date_come_first_among_equals():
    history = code([commit("b", committed_at=None), commit("a")], [], ref("v2", "a"), ref("v1", "b"))

    assert [ref_.label for ref_ in history.labels] == ["v1", "v2"]
    assert history.labels[0].kind is RefKind.TAG
