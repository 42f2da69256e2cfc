"""Environments that are ahead: rows of newer releases, told by what is known of the code."""

from dataclasses import replace

import pytest

from app.domain.drift import Drift
from app.domain.drift.app_limits import limited_to
from app.domain.drift.headline import headline, row_headline
from app.domain.drift.lead import Lead
from app.domain.findings import Verdict
from app.domain.release import Release
from app.domain.reports.drift import plain, report
from tests.build import history, key, release
from tests.domain.provenance.code import branch, code, commit, did, ref
from tests.domain.provenance.test_judgement import judged, said

V1 = release("a: 1 < 2", label="v1")
V2 = release("a: 1 < 2 < 3 < 4", "b: 1 @a.3", label="v2")
V3 = release("a: 1 < 2 < 3 < 4 < 5", "b: 1 @a.3", label="v3")
ALL_OF_V2 = ("a.1", "a.2", "a.3", "a.4", "b.1")


def against_v1(*keys: str, known: tuple[Release, ...] = (V1, V2, V3), of: Release = V1) -> Drift:
    return judged(of, history(*keys), *known)


def sentence(drift: Drift) -> str:
    return headline(drift, environment="edge-1", label="v1").text


def test_everything_of_a_newer_release_is_ahead_and_no_finding():
    drift = against_v1(*ALL_OF_V2)

    assert (drift.verdict, said(drift), drift.outcome.plan) == (Verdict.AHEAD, [], ())
    assert sentence(drift) == "edge-1 is ahead of v1: it has all 3 migrations that v2 adds."
    assert row_headline(drift, label="v1").text == "Everything v1 has, and all 3 migrations that v2 adds."
    assert key("a.3") not in drift.statuses, "the map is of this release"


def test_a_part_of_a_newer_release_is_counted():
    assert sentence(against_v1("a.1", "a.2", "a.3")) == (
        "edge-1 is ahead of v1: it has 1 of the 3 migrations that v2 adds."
    )


def test_the_oldest_release_that_has_all_of_the_rows_is_named():
    assert sentence(against_v1(*ALL_OF_V2, "a.5")).endswith("it has all 4 migrations that v3 adds.")
    first = release("a: 1", label="v0")
    assert sentence(against_v1("a.1", "a.2", known=(first, V1, V2), of=first)).endswith(
        "it has the one migration that v1 adds."
    )


def test_rows_of_two_releases_that_know_nothing_of_each_other_are_told_apart():
    left, right = release("a: 1 < 2 < 3", label="left"), release("a: 1 < 2", "b: 1", label="right")

    drift = against_v1("a.1", "a.2", "a.3", "b.1", known=(V1, left, right))
    assert sentence(drift) == (
        "edge-1 is ahead of v1: it has the one migration that left adds and the one migration that right adds."
    )


def test_what_is_partly_ahead_keeps_its_verdict_and_says_so():
    here, newer = release("a: 1 < 2", "c: 1", label="v1"), release("a: 1 < 2 < 3", "c: 1", label="v2")

    behind = against_v1("a.1", "a.2", "a.3", known=(here, newer), of=here)
    assert behind.verdict is Verdict.BEHIND
    assert sentence(behind) == (
        "1 migration to run, nothing in the way. It also has the one migration that v2 adds."
    )
    assert row_headline(behind, label="v1").text == (
        "1 migration to run. It also has the one migration that v2 adds."
    )
    drifted = against_v1("a.1", "a.2", "a.3", "a.9", "c.1", known=(here, newer), of=here)
    assert drifted.verdict is Verdict.DRIFTED
    assert sentence(drifted).endswith("It also has the one migration that v2 adds.")
    blocked = against_v1("a.2", "a.3", "c.1", known=(here, newer), of=here)
    assert blocked.verdict is Verdict.BLOCKED
    assert said(blocked) == ["D101 a.2 a.1"]
    assert sentence(blocked).endswith("It also has the one migration that v2 adds.")


def test_a_gap_before_a_row_of_a_newer_release_is_a_finding():
    drift = against_v1("a.1", "a.2", "a.4")

    assert (drift.verdict, said(drift)) == (Verdict.DRIFTED, ["D215 a.4"])
    assert drift.findings[0].names == ("a.3",)
    assert sentence(drift) == (
        "a.4 has a row, its file is in a newer release, and what it needs there has none: a.3. "
        "Django ignores it now, and refuses to migrate with the newer release."
    )
    beside = against_v1("a.1", "a.2", "a.4", "b.1")
    assert said(beside) == ["D215 a.4", "D215 b.1"]


def test_a_newer_release_without_a_graph_still_says_what_it_adds():
    refused = release("a: 1 < 2 < 3 @b.__first__", label="v2")

    assert against_v1("a.1", "a.2", "a.3", known=(V1, refused)).leads == (
        Lead("v2", (key("a.3"),), (key("a.3"),), (), refused.fingerprint),
    )


def test_a_squash_counts_where_all_that_it_replaces_has_run():
    newer = release("a: 1 < 2 < 3 < 4", "a: s @a.2 = 3+4", label="v2")

    drift = against_v1("a.1", "a.2", "a.3", "a.4", known=(V1, newer))
    assert sentence(drift).endswith("it has all 3 migrations that v2 adds.")


def test_an_app_that_only_a_newer_release_has_is_ahead_too():
    newer = release("a: 1 < 2", "b: 1", label="v2")

    whole = against_v1("a.1", "a.2", "b.1", known=(V1, newer))
    assert (whole.verdict, whole.not_covered) == (Verdict.AHEAD, ())
    mixed = against_v1("a.1", "a.2", "b.1", "b.2", known=(V1, newer))
    assert (mixed.verdict, said(mixed), mixed.not_covered) == (Verdict.AHEAD, ["D303 b.2"], ("b",))
    part, part_of_newer = replace(V1, complete=False), replace(newer, complete=False)
    unsure = against_v1("a.1", "a.2", "b.1", known=(part, part_of_newer), of=part)
    assert (unsure.verdict, said(unsure)) == (Verdict.IN_STEP, ["D303 b.1"]), "nobody knows what v1 installs"
    wider = replace(V2, complete=True)
    of_own_apps = against_v1("a.1", "a.2", "a.3", known=(part, wider), of=part)
    assert sentence(of_own_apps).endswith("it has 1 of the 2 migrations that v2 adds.")


@pytest.mark.parametrize("by_branch", [False, True])
def test_the_history_of_the_code_says_it_without_a_manifest(*, by_branch: bool):
    newest = branch("next", "b") if by_branch else ref("next", "b")
    story = code([commit("a"), commit("b", "a")], [did("b", "added a.3")], ref("v1", "a"), newest)

    drift = judged(V1, history("a.1", "a.2", "a.3"), story=story)
    assert drift.leads == (Lead("next", (key("a.3"),), (key("a.3"),)),)
    assert sentence(drift) == "edge-1 is ahead of v1: it has 1 migration of next."


def test_the_document_and_the_terminal_say_it():
    drift = against_v1(*ALL_OF_V2)

    assert report(drift)["verdict"] == "ahead"
    assert report(drift)["ahead"] == [
        {"release": "v2", "has": 3, "adds": 3, "rows": ["a.3", "a.4", "b.1"]},
    ]
    assert plain(drift).startswith("Ahead. This database is ahead of v1: it has all 3 migrations")
    assert "DELETE" not in plain(drift)


def test_a_release_is_named_before_a_branch_that_has_the_same():
    main = release("a: 1 < 2 < 3", label="main")
    tagged = release("a: 1 < 2 < 3", "c: 1", label="v2")
    story = code(
        [commit("a"), commit("b", "a")], [did("b", "added a.3")], ref("v1", "a"), branch("main", "b")
    )

    drift = judged(V1, history("a.1", "a.2", "a.3"), V1, main, tagged, story=story)
    assert [lead.release for lead in drift.leads] == ["v2"]


def test_a_database_of_some_apps_is_ahead_by_what_lives_there():
    drift = against_v1(*ALL_OF_V2)

    assert sentence(limited_to(drift, {"a"})).endswith("it has all 2 migrations that v2 adds.")
    assert sentence(limited_to(against_v1("a.1", "a.2", "a.3"), {"a"})).endswith(
        "it has 1 of the 2 migrations that v2 adds."
    )
    assert limited_to(drift, {"c"}).verdict is Verdict.IN_STEP
    assert [lead.lacks for lead in limited_to(by_code_alone(), {"a"}).leads] == [None]


def by_code_alone() -> Drift:
    story = code([commit("a"), commit("b", "a")], [did("b", "added a.3")], ref("v1", "a"), ref("v2", "b"))
    return judged(V1, history("a.1", "a.2", "a.3"), story=story)
