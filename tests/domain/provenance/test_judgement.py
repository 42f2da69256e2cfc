from dataclasses import replace

from app.domain.drift import Drift, compare
from app.domain.findings import Code, Finding, Verdict
from app.domain.history import History
from app.domain.provenance import NO_KNOWLEDGE, CodeHistory, Knowledge, explanation_of, with_knowledge
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.release import Release
from app.domain.status import Status
from tests.build import history, key, release
from tests.domain.provenance.code import code, commit, did, ref
from tests.domain.provenance.contents import holding


def judged(code_: Release, rows: History, *releases: Release, story: CodeHistory = NO_HISTORY) -> Drift:
    return with_knowledge(compare(code_, rows), Knowledge(story, releases))


def said(drift: Drift) -> list[str]:
    return [" ".join([f.code.value, str(f.subject), *map(str, f.related)]) for f in drift.findings]


SQUASH = release("a: 0 < 1 < 2", "a: 9 @a.0 = 1+2", label="v2")
FINISHED = release("a: 0 < 9", label="v3")


def test_without_knowledge_or_anything_to_tell_the_comparison_stays():
    drift = compare(FINISHED, history("a.0", "a.1", "a.9"))

    assert with_knowledge(drift, NO_KNOWLEDGE) is drift
    assert with_knowledge(drift, Knowledge(releases=(FINISHED,))) is drift


def test_the_residue_of_a_squash_is_no_trouble():
    drift = judged(FINISHED, history("a.0", "a.1", "a.2", "a.9"), SQUASH, FINISHED)

    assert (drift.verdict, said(drift)) == (Verdict.IN_STEP, ["D304 a.1", "D304 a.2"])
    assert drift.statuses[key("a.1")] is Status.REPLACED


def test_a_squash_without_a_row_would_run_again():
    assert said(judged(FINISHED, history("a.0", "a.1", "a.2"), SQUASH, FINISHED)) == ["D214 a.9 a.1 a.2"]


def test_a_squash_for_whose_row_django_refuses_is_told_once():
    later = release("a: 0 < 9 < 10", label="v3")

    assert said(judged(later, history("a.0", "a.1", "a.2", "a.10"), SQUASH, later)) == [
        "D101 a.10 a.9",
        "D304 a.1",
        "D304 a.2",
    ]


def test_a_squash_of_a_squash_leads_to_the_one_that_is_there():
    second = release("a: 0 < 9 < 11", "a: 12 @a.0 = 9+11", label="v4")
    last = release("a: 0 < 12", label="v5")

    assert said(judged(last, history("a.0", "a.1", "a.9", "a.11", "a.12"), SQUASH, second, last)) == [
        "D304 a.1",
        "D304 a.11",
        "D304 a.9",
    ]
    gone = release("a: 0", label="v6")
    assert said(judged(gone, history("a.0", "a.1", "a.9"), SQUASH, FINISHED, gone)) == [
        "D201 a.1",
        "D201 a.9",
    ]


def test_squashes_that_replaced_each_other_lead_nowhere():
    circle = release("a: 0", "a: 1 @a.0 = 2", "a: 2 @a.0 = 1", label="v1")
    here = release("a: 0", label="v2")

    assert said(judged(here, history("a.0", "a.1"), circle, here)) == ["D201 a.1"]


RENAMED = code(
    [commit("a"), commit("b", "a")],
    [did("a", "added a.1"), did("a", "added a.2"), did("b", "renamed a.3 from a.2")],
    ref("v1", "a"),
    ref("v2", "b"),
)
NEW_NAME = release("a: 1 < 3", label="v2")


def test_a_renamed_migration_would_run_or_has_both_rows():
    drift = judged(NEW_NAME, history("a.1", "a.2"), story=RENAMED)
    assert (said(drift), drift.statuses[key("a.2")]) == (["D212 a.2 a.3"], Status.UNKNOWN)

    both = judged(NEW_NAME, history("a.1", "a.2", "a.3"), story=RENAMED)
    assert (both.verdict, said(both)) == (Verdict.IN_STEP, ["D306 a.2 a.3"])
    assert list(explanation_of(Knowledge(RENAMED), both).origins) == [key("a.2")]


def test_a_rename_is_known_by_the_content_alone():
    contents = {"a.2": "AddField thing.a"}
    before = holding("a: 1 < 2", label="v1", contents=contents)
    after = holding("a: 1 < 3", label="v2", contents={"a.3": "AddField thing.a"})
    drift = judged(after, history("a.1", "a.2"), before, after)

    assert said(drift) == ["D212 a.2 a.3"]
    (origin,) = explanation_of(Knowledge(releases=(before, after)), drift).origins.values()
    assert origin.sentence == "a.3 is the same migration: v1 holds its operations under the former name."
    nameless = replace(before, label=None)
    (origin,) = explanation_of(Knowledge(releases=(nameless, after)), drift).origins.values()
    assert (origin.labels, "an earlier release holds" in origin.sentence) == ((), True)
    edited = holding("a: 1 < 3", label="v2", contents={"a.3": "AddField thing.b"})
    assert said(judged(edited, history("a.1", "a.2"), before, edited)) == ["D201 a.2"]


def test_a_row_of_a_newer_release():
    newer = release("a: 1 < 2", label="v2")
    here = release("a: 1", label="v1")

    ahead = judged(here, history("a.1", "a.2"), here, newer)
    assert (ahead.verdict, said(ahead)) == (Verdict.AHEAD, [])
    assert said(judged(here, history("a.1", "a.2"), newer, here)) == ["D201 a.2"], "it was removed"
    assert said(judged(here, history("a.1", "a.2"), newer)) == ["D201 a.2"], "the order is not known"
    older = release("a: 1 < 2", label="v1")
    without = release("a: 1 < 3", label="v2")
    assert said(judged(without, history("a.1", "a.2", "a.3"), without, older)) == ["D201 a.2"], (
        "received later"
    )
    story = code([commit("a"), commit("b", "a")], [did("b", "added a.2")], ref("v1", "a"), ref("v2", "b"))
    assert judged(here, history("a.1", "a.2"), story=story).verdict is Verdict.AHEAD


def test_a_file_that_django_passes_over_is_told_by_it():
    drift = compare(NEW_NAME, history("a.1", "a.2"))
    finding = Finding(Code.UNKNOWN, key("a.2"), names=("a/migrations/2.x.py",))

    judged_drift = with_knowledge(replace(drift, findings=(finding,)), Knowledge(RENAMED))
    assert judged_drift.findings == (finding,)


def test_a_changed_label_is_told_by_the_names_alone():
    relabelled = release("new: 0001_initial < 0002_more < 0003_last", "other: 0001_initial")
    rows = history("old.0001_initial", "old.0002_more")

    assert said(compare(relabelled, rows)) == ["D213 new.0001_initial old.0001_initial old.0002_more"]
    assert said(compare(release("new: 0001_initial < 0002_x"), rows)) == [
        "D303 old.0001_initial old.0002_more"
    ]
    assert said(compare(release("new: 0001_initial"), history("old.0001_initial"))) == [
        "D303 old.0001_initial"
    ]
    begun = history("old.0001_initial", "old.0002_more", "new.0001_initial")
    assert said(compare(relabelled, begun))[0].startswith("D303")


def test_a_changed_label_of_one_migration_is_told_by_the_history_of_the_code():
    story = code([commit("a"), commit("b", "a")], [did("b", "renamed new.1 from old.1")], ref("v2", "b"))
    here = release("new: 1", label="v2")

    assert said(judged(here, history("old.1"), story=story)) == ["D213 new.1 old.1"]
    assert said(judged(here, history("old.1", "new.1"), story=story)) == ["D303 old.1"]
    assert said(judged(here, history("gone.1"), story=story)) == ["D303 gone.1"]
