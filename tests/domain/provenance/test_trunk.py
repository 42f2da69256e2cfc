"""The trunk of a code history, and what comes before what, against a plain search."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history.trunk import Trunk
from tests.domain.provenance.code import branch, code, commit, id_of, ref

LETTERS = "abcdefghijkl"


def test_each_commit_lands_in_the_trunk_and_leaves_it():
    commits = [
        commit("a"),
        commit("b", "a"),
        commit("c", "b"),
        commit("d", "b", "c"),
        commit("e", "c"),
        commit("f", "x"),
    ]
    trunk = Trunk({each.id: each for each in commits}, id_of("d"))

    assert trunk.line == (id_of("a"), id_of("b"), id_of("d"))
    assert {id_[0]: place for id_, place in trunk.lands.items()} == {
        "a": 0,
        "b": 1,
        "c": 2,
        "d": 2,
        "e": 3,
        "f": 3,
    }
    assert {id_[0]: place for id_, place in trunk.leaves.items()} == {
        "a": 0,
        "b": 1,
        "c": 1,
        "d": 2,
        "e": 1,
        "f": -1,
    }


def test_without_a_known_head_there_is_no_trunk():
    trunk = Trunk({id_of("a"): commit("a")}, None)

    assert (trunk.line, trunk.lands, trunk.leaves) == ((), {id_of("a"): 0}, {id_of("a"): -1})


@st.composite
def histories(draw) -> CodeHistory:
    """Up to twelve commits, each with up to three of the earlier ones as parents, on some days, with some labels."""
    letters = LETTERS[: draw(st.integers(1, len(LETTERS)))]
    commits = [
        commit(
            letter,
            *draw(st.lists(st.sampled_from(letters[max(0, at - 3) : at] or "z"), max_size=3, unique=True)),
            day=draw(st.integers(0, 3)),
        )
        for at, letter in enumerate(letters)
    ]
    labels = draw(st.lists(st.sampled_from(letters), max_size=3, unique=True))
    make = draw(st.sampled_from([branch, ref]))
    return code(commits, [], *(make(f"label-{letter}", letter) for letter in labels))


def before(history: CodeHistory, late: str) -> set[str]:
    """Every commit that another one contains, itself left out."""
    parents = set(history.commits[late].parents) & history.commits.keys()
    return parents.union(*(before(history, parent) for parent in parents))


@given(histories(), st.data())
@settings(max_examples=300, deadline=None)
def test_what_comes_before_what_is_what_a_plain_search_finds(history: CodeHistory, data: st.DataObject):
    ids = [*history.commits, id_of("q")]
    commits = data.draw(st.sets(st.sampled_from(ids)))
    heads = data.draw(st.lists(st.sampled_from(ids), unique=True))
    known = [head for head in heads if head in history.commits]

    assert history.ancestors_among(commits, heads) == commits.intersection(
        *[set().union(*(before(history, head) for head in known))]
    )
    for early in commits:
        for late in heads:
            contained = early == late or (late in history.commits and early in before(history, late))
            assert history.is_before(early, late) == contained
