from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.drift import Drift, compare
from app.domain.english import duration
from app.domain.findings import Code
from app.domain.history import History, Row
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.provenance.why import why
from tests.build import history, key, release
from tests.domain.provenance.code import MAY, branch, code, commit, did, ref

V1 = release("users: 1 < 10", "orders: 1 @users.1", label="v1.1")
V2 = release("users: 1 < 10", "orders: 1 @users.10", label="v1.2", commit="bbbb")
STORY = code(
    [commit("a"), commit("b", "a", day=3)],
    [
        did("a", "added orders.1"),
        did("a", "added orders.1 dependencies users.1"),
        did("b", "removed orders.1 dependencies users.1"),
        did("b", "added orders.1 dependencies users.10"),
    ],
    ref("v1.1", "a"),
    ref("v1.2", "b"),
)


def recorded(at: str) -> History:
    return History((Row(key("users.1"), at, 1), Row(key("orders.1"), at, 2)))


def sentences(drift: Drift, story=STORY, **more) -> list[str]:
    return [reason.sentence for finding in drift.findings for reason in why(story, drift, finding, **more)]


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2026-05-01 12:00:00+00", ", three days after sandbox-3 had recorded orders.1."),
        ("2026-05-04 11:59:30+00", ", less than a minute after sandbox-3 had recorded orders.1."),
        ("2026-05-06 12:00:00+00", ", two days before sandbox-3 recorded orders.1."),
        ("2026-05-01 12:00:00", ", about three days after sandbox-3 had recorded orders.1."),
        ("2026-05-04 03:00:00", "."),
        ("2026-05-04 12:00:00+00", "."),
        ("yesterday", "."),
    ],
)
def test_it_says_who_added_the_dependency_and_how_long_after_the_row(at: str, end: str):
    drift = compare(V2, recorded(at))

    assert sentences(drift, where="sandbox-3") == [f"v1.2 added this dependency in bbbbbbb (4 May 2026){end}"]
    (reason,) = why(STORY, drift, drift.findings[0])
    assert (reason.child, reason.parent, reason.addition.label) == (key("orders.1"), key("users.10"), "v1.2")


def story_of(late, *refs):
    return code([commit("a"), late], list(STORY.changes), *refs)


def test_no_distance_is_said_where_the_two_dates_of_the_commit_disagree():
    drift = compare(V2, recorded("2026-05-03 12:00:00+00"))
    rebased = story_of(commit("b", "a", day=1, committed_at=MAY + timedelta(days=3)), ref("v1.2", "b"))
    both_after = story_of(commit("b", "a", day=4, committed_at=MAY + timedelta(days=9)), ref("v1.2", "b"))
    no_date = story_of(commit("b", "a", authored_at=None, committed_at=None), ref("v1.2", "b"))

    assert sentences(drift, rebased) == ["v1.2 added this dependency in bbbbbbb (2 May 2026)."]
    assert sentences(drift, both_after) == [
        "v1.2 added this dependency in bbbbbbb (5 May 2026), after the database had recorded orders.1."
    ]
    assert sentences(drift, no_date) == ["v1.2 added this dependency in bbbbbbb."]


def test_a_commit_without_a_label_says_so():
    drift = compare(V2, recorded("yesterday"))
    lone = story_of(commit("b", "a", day=3))

    assert sentences(drift, lone) == [
        "Commit bbbbbbb (4 May 2026), which no label contains, added this dependency."
    ]


def test_a_dependency_as_old_as_its_migration():
    story = code(
        [commit("a")],
        [did("a", "added orders.1"), did("a", "added orders.1 dependencies users.10")],
        ref("v1", "a"),
    )
    drift = compare(replace(V2, commit=None), recorded("yesterday"))

    assert sentences(drift, story) == [
        "orders.1 has had this dependency since it was added in aaaaaaa (1 May 2026), first in v1."
    ]
    assert sentences(drift, replace(story, refs=())) == [
        "orders.1 has had this dependency since it was added in aaaaaaa (1 May 2026)."
    ]


def test_what_was_before_a_shallow_clone_is_not_known():
    story = code(
        [commit("a")],
        [did("a", "found orders.1"), did("a", "found orders.1 dependencies users.10")],
        ref("v1", "a"),
    )
    drift = compare(replace(V2, commit=None), recorded("2026-01-01 12:00:00+00"))

    assert sentences(drift, story) == [
        "This dependency was there by aaaaaaa (1 May 2026), first in v1; what was before cannot be read."
    ]


def test_a_run_before_of_the_other_migration_makes_the_edge_too():
    code_ = release("orders: 1", "users: 10 ^orders.1")
    drift = compare(code_, history("orders.1"))
    story = code(
        [commit("a"), commit("b", "a")],
        [did("a", "added users.10"), did("b", "added users.10 run_before orders.1")],
    )

    text = "Commit bbbbbbb (1 May 2026), which no label contains, added this dependency, 116 days after the database"
    assert sentences(drift, story) == [f"{text} had recorded orders.1."]


def test_a_setting_and_the_first_of_an_app_are_looked_up():
    by_setting = release(
        "orders: 1 @__setting__.AUTH_USER_MODEL",
        "users: 1",
        settings={"AUTH_USER_MODEL": "users.User", "OTHER": "x.Y", "module": None},
    )
    by_first = release("orders: 1 @users.__first__", "users: 1")
    for code_, other, by in (
        (by_setting, "__setting__.AUTH_USER_MODEL", "the setting AUTH_USER_MODEL, which is users.User"),
        (by_first, "users.__first__", "users.__first__: it is the first migration of users"),
    ):
        story = code(
            [commit("a"), commit("b", "a")],
            [did("a", "added orders.1"), did("b", f"added orders.1 dependencies {other}")],
            ref("v1", "b"),
        )
        assert sentences(compare(code_, history("orders.1")), story)[0].startswith(
            "v1 added this dependency in bbbbbbb"
        )
        assert sentences(compare(code_, history("orders.1")), NO_HISTORY, releases=[code_]) == [
            f"orders.1 needs users.1 by {by} here."
        ]


def test_the_settings_of_other_apps_are_no_reason():
    needs = release("orders: 1 @users.1", "users: 1", settings={"OTHER": "x.Y", "module": None})

    assert sentences(compare(needs, history("orders.1")), NO_HISTORY, releases=[release("orders: 1")]) == []


def test_without_a_repository_the_known_releases_tell():
    drift = compare(V2, recorded("yesterday"))
    many = [replace(V1, label=f"v0.{number}") for number in range(5)]

    assert sentences(drift, NO_HISTORY) == []
    assert sentences(drift, NO_HISTORY, releases=[release("a: 1")]) == []
    assert sentences(drift, NO_HISTORY, releases=[V1]) == []
    assert sentences(drift, NO_HISTORY, releases=[V2]) == [
        "Every release known here that has it also has this dependency."
    ]
    assert sentences(drift, NO_HISTORY, releases=[V1, V2]) == ["v1.2 has this dependency; v1.1 lacks it."]
    assert sentences(drift, NO_HISTORY, releases=[*many, V2, replace(V2, label=None)]) == [
        "v1.2 and one without a label have this dependency; v0.0, v0.1, v0.2 and 2 more lack it."
    ]


def test_an_edge_inside_an_app_that_no_list_says():
    drift = compare(release("users: 1 < 2"), history("users.2"))

    assert sentences(drift, NO_HISTORY, releases=[release("users: 1", "users: 2")]) == []


def test_a_missing_parent_is_told_edge_by_edge():
    drift = compare(release("orders: 1 @users.10", "users: 1", commit="bbbb"), recorded("yesterday"))

    assert [finding.code for finding in drift.findings][:1] == [Code.MISSING_PARENT]
    assert sentences(drift) == ["v1.2 added this dependency in bbbbbbb (4 May 2026)."]


def test_a_fork_is_told_leaf_by_leaf():
    forked = release("orders: 1 < 2", "orders: 3 @orders.1", "orders: 4 @orders.1", "orders: 5 @orders.1")
    story = code(
        [commit("a"), commit("b", "a", author=""), commit("c", "a")],
        [did("a", "added orders.2"), did("b", "renamed orders.3 from orders.0"), did("c", "found orders.4")],
        ref("v1", "a"),
        branch("main", "b"),
    )

    assert sentences(compare(forked, history()), story) == [
        "orders.2 came in aaaaaaa (1 May 2026) by Mara, first in v1.",
        "orders.3 was named so in bbbbbbb (1 May 2026), first in main.",
        "orders.4 was there by ccccccc (1 May 2026) by Mara.",
    ]


def test_of_other_findings_nothing_is_said():
    drift = compare(release("orders: 1"), history("orders.1", "orders.9"))

    assert [finding.code for finding in drift.findings] == [Code.UNKNOWN]
    assert sentences(drift) == []


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(days=40), "40 days"),
        (timedelta(days=12), "twelve days"),
        (timedelta(hours=47), "a day"),
        (timedelta(hours=1), "an hour"),
        (timedelta(hours=5, minutes=59), "five hours"),
        (timedelta(minutes=1), "a minute"),
        (timedelta(seconds=59), "less than a minute"),
    ],
)
def test_a_length_in_words(length: timedelta, text: str):
    assert duration(length) == text
