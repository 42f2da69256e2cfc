"""What brought a finding: the commit with what it did, or what else is known."""

from dataclasses import replace

import pytest

from app.domain.course.cause import Cause, causes, deed_of
from app.domain.drift import compare
from app.domain.findings import Code
from app.domain.provenance import Knowledge, explanation_of
from app.domain.provenance.code_history import Change
from app.domain.provenance.excerpt import Excerpt, ExcerptLine
from tests.build import history, key, release
from tests.domain.provenance.code import branch, code, commit, did, id_of

RELEASE = release("users: 1 < 2", "orders: 1 @users.2", commit=id_of("c"))
LINES = Excerpt(3, (ExcerptLine("+", "('users', '2')"),))


def of(drift, finding_code: Code, known: Knowledge) -> tuple[Cause, ...]:
    finding = next(finding for finding in drift.findings if finding.code is finding_code)
    return causes(explanation_of(known, drift, where="sandbox-3"), finding, known.history)


def test_an_edge_that_was_added_later_is_a_deed_of_its_commit_with_its_lines():
    edit = replace(did("b", "added orders.1 dependencies users.2"), excerpt=LINES, path="orders/1.py")
    known = Knowledge(
        code(
            [commit("a", day=-200), commit("b", "a", day=0), commit("c", "b", day=1)],
            [did("a", "added orders.1"), did("a", "added users.2"), edit],
            branch("main", "c"),
        )
    )

    (cause,) = of(compare(RELEASE, history("users.1", "orders.1")), Code.MISSING_DEPENDENCY, known)

    assert cause.deed == (
        "added the dependency on users.2 to orders.1, 115 days after sandbox-3 had recorded orders.1"
    )
    assert cause.sentence.startswith("main added this dependency in bbbbbbb")
    assert cause.is_later
    assert (cause.commit.short, cause.change.path, cause.change.excerpt) == ("bbbbbbb", "orders/1.py", LINES)
    assert cause.keys == (key("orders.1"), key("users.2"))


def test_an_edge_that_was_always_there_is_told_by_its_sentence():
    known = Knowledge(
        code(
            [commit("c")],
            [did("c", "added orders.1"), did("c", "added orders.1 dependencies users.2")],
            branch("main", "c"),
        )
    )

    (cause,) = of(compare(RELEASE, history("users.1", "orders.1")), Code.MISSING_DEPENDENCY, known)

    assert (cause.deed, cause.is_later) == ("", False)
    assert cause.sentence.startswith("orders.1 has had this dependency since it was added in ccccccc")


def test_without_a_commit_the_releases_tell():
    known = Knowledge(releases=(replace(RELEASE, label="v1"),))

    assert of(compare(RELEASE, history("users.1", "orders.1")), Code.MISSING_DEPENDENCY, known) == (
        Cause(
            "Every release known here that has it also has this dependency.",
            keys=(key("orders.1"), key("users.2")),
        ),
    )


def test_of_a_missing_file_what_became_of_it_comes_before_the_edge():
    shown = release("orders: 1 @users.2", "users: 1", commit=id_of("c"))
    known = Knowledge(
        code(
            [commit("a"), commit("b", "a"), commit("c", "b")],
            [
                did("a", "added orders.1"),
                did("a", "added orders.1 dependencies users.2"),
                did("a", "added users.2"),
                did("b", "removed users.2"),
            ],
            branch("main", "c"),
        )
    )

    first, second = of(compare(shown, history()), Code.MISSING_PARENT, known)

    assert first.sentence.startswith("users.2: It was removed in bbbbbbb")
    assert (deed_of(first.change), first.is_later) == ("removed users.2", True)
    assert (second.keys, second.is_later) == ((key("orders.1"), key("users.2")), False)


def test_a_squash_that_replaced_a_row_is_its_cause():
    shown = release("users: s = 1+2", commit=id_of("b"))
    known = Knowledge(
        code(
            [commit("a"), commit("b", "a")],
            [
                did("a", "added users.3"),
                did("b", "removed users.3"),
                did("b", "added users.s"),
                did("b", "added users.s replaces users.3"),
            ],
            branch("main", "b"),
        )
    )
    drift = compare(shown, history("users.3"))

    (cause,) = of(drift, Code.STARTS_ANEW, known)

    assert cause.sentence.startswith("users.3: users.s replaced it in bbbbbbb")
    assert cause.is_later


def test_a_row_that_no_release_has_has_a_sentence_alone():
    (cause,) = of(compare(RELEASE, history("users.1", "users.9")), Code.UNKNOWN, Knowledge())

    assert (cause.commit, cause.change, cause.is_later) == (None, None, False)


@pytest.mark.parametrize(
    ("change", "deed"),
    [
        (did("a", "added o.1"), "added o.1"),
        (did("a", "found o.1"), "added o.1"),
        (did("a", "removed o.1"), "removed o.1"),
        (did("a", "renamed o.2 from o.1"), "renamed o.1 to o.2"),
        (did("a", "added o.1 dependencies u.1"), "added the dependency on u.1 to o.1"),
        (did("a", "removed o.1 dependencies u.1"), "took the dependency on u.1 out of o.1"),
        (did("a", "added o.1 run_before u.1"), "lets o.1 run before u.1"),
        (did("a", "removed o.1 run_before u.1"), "no longer lets o.1 run before u.1"),
        (did("a", "added o.s replaces o.1"), "lets o.s replace o.1"),
        (did("a", "removed o.s replaces o.1"), "no longer lets o.s replace o.1"),
    ],
)
def test_each_change_is_said_as_a_deed(change: Change, deed: str):
    assert deed_of(change) == deed
