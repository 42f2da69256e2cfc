from dataclasses import replace

import pytest

from app.domain.drift import compare
from app.domain.history import History, Row
from app.domain.provenance import Knowledge, explanation_of, with_knowledge
from app.domain.provenance.code_history import NO_HISTORY
from app.domain.provenance.writers import writers_of
from app.domain.release import Release
from tests.build import key, release
from tests.domain.provenance.code import code, commit, did, ref
from tests.domain.provenance.contents import holding, runs

A, A_AND_B = "AddField thing.a", "AddField thing.a, AddField thing.b"
V1 = holding("a: 1", label="v1", contents={"a.1": A})
V2 = holding("a: 1 < 2", label="v2", contents={"a.1": A_AND_B})
STORY = code(
    [commit("a"), commit("b", "a", day=10), commit("c", "b", day=20), commit("d", "c", day=30)],
    [did("a", "added a.1"), did("b", "added a.2")],
    ref("v1", "a"),
    ref("v2", "b"),
    ref("v3", "c"),
    ref("v4", "d"),
)


def kinds(release: Release, rows: History, *releases: Release, history=STORY) -> dict[str, str]:
    knowledge = Knowledge(history, (*releases, release))
    writers = writers_of(compare(release, rows), knowledge)
    return {str(key): writer.kind.value for key, writer in writers.items()}


def codes(release: Release, rows: History, *releases: Release, history=STORY) -> list[str]:
    drift = with_knowledge(compare(release, rows), Knowledge(history, (*releases, release)))
    return [f"{finding.code.value} {finding.subject}" for finding in drift.findings]


def test_the_run_tells_which_content_it_was():
    assert kinds(V2, runs((1, "a.1"), (11, "a.2")), V1) == {"a.1": "former-content"}
    assert kinds(V2, runs((11, "a.1 a.2")), V1) == {}
    assert kinds(V2, runs((15, "a.1"), (16, "a.2")), V1) == {"a.1": "former-content"}, "it lagged behind"
    assert kinds(V1, runs((11, "a.1 a.2")), V2) == {"a.1": "former-content"}, "a newer release ran before"


def test_two_releases_that_fit_leave_a_doubt():
    edited = holding("a: 1", label="v2", contents={"a.1": A_AND_B})

    assert kinds(edited, runs((1, "a.1")), V1) == {"a.1": "former-content"}
    assert kinds(edited, runs((11, "a.1")), V1) == {"a.1": "doubtful"}
    assert kinds(edited, runs((1, "a.1")), V1, history=NO_HISTORY) == {"a.1": "doubtful"}


def test_a_time_without_an_offset_is_not_held_against_a_commit_of_the_same_day():
    edited = holding("a: 1", label="v2", contents={"a.1": A_AND_B})

    assert kinds(edited, runs((9, "a.1"), zone=""), V1) == {"a.1": "former-content"}
    assert kinds(edited, History((Row(key("a.1"), "2026-05-11 00:00:00"),)), V1) == {"a.1": "doubtful"}
    assert kinds(edited, History((Row(key("a.1"), "some day"),)), V1) == {"a.1": "doubtful"}


def test_rows_that_no_release_can_have_written_leave_a_doubt():
    assert kinds(V2, runs((1, "a.1 a.9 b.1")), V1) == {"a.1": "doubtful"}
    with_b = holding("a: 1 < 2", "b: 1", label="v2", contents={"a.1": A_AND_B})
    assert kinds(with_b, runs((1, "a.1 b.1")), V1) == {"a.1": "doubtful"}


def test_a_part_of_a_release_or_of_an_app_may_have_run():
    two_apps = holding("a: 1", "b: 1", label="v1", contents={"a.1": A})
    later = holding("a: 1 < 2", "b: 1", label="v2", contents={"a.1": A_AND_B})

    assert kinds(later, runs((1, "a.1")), two_apps) == {"a.1": "former-content"}, "migrate a"
    longer = holding("a: 1 < 3", label="v1", contents={"a.1": A})
    assert kinds(V2, runs((1, "a.1")), longer) == {"a.1": "former-content"}, "migrate a 1"


@pytest.mark.parametrize("label", ["a", "whole", "release"])
def test_a_whole_app_may_have_run_whatever_its_label_is(label: str):
    first = f"{label}.1"
    before = holding(f"{label}: 1", "b: 1", label="v1", contents={first: A})
    longer = holding(f"{label}: 1 < 2", "b: 1", label="v2", contents={first: A_AND_B})
    after = holding(f"{label}: 1 < 2", "b: 1", label="v3", contents={first: A_AND_B})

    assert kinds(after, runs((15, first)), before, longer) == {first: "former-content"}, (
        "no more was left of it"
    )


def test_releases_without_an_order_of_commits_go_by_their_place():
    same_commit = code([commit("a")], [did("a", "added a.1")], ref("v1", "a"), ref("v2", "a"))

    assert kinds(V2, runs((1, "a.1"), (11, "a.2")), V1, history=same_commit) == {"a.1": "former-content"}
    assert kinds(V2, runs((1, "a.1"), (11, "a.2")), V1, history=NO_HISTORY) == {"a.1": "former-content"}
    unlisted = Knowledge(NO_HISTORY, (V1,))
    assert list(writers_of(compare(V2, runs((1, "a.1"), (2, "a.2"))), unlisted)) == [key("a.1")]


def test_a_file_that_went_and_another_that_came_with_its_name():
    removed = holding("a: 0", label="v2")
    again = holding("a: 0 < 1", label="v3", contents={"a.1": "AddField thing.z"})
    story = code(
        [commit("a"), commit("b", "a", day=10), commit("c", "b", day=20)],
        [did("a", "added a.0"), did("a", "added a.1"), did("b", "removed a.1"), did("c", "added a.1")],
        ref("v1", "a"),
        ref("v2", "b"),
        ref("v3", "c"),
    )
    first = holding("a: 0 < 1", label="v1", contents={"a.1": A})
    rows = runs((1, "a.0 a.1"))

    assert kinds(again, rows, first, removed, history=story) == {"a.1": "former-file"}
    assert kinds(again, rows, first, removed, history=NO_HISTORY) == {"a.1": "doubtful"}
    assert kinds(again, rows, removed, history=story) == {"a.1": "doubtful"}, "what was first is not known"
    assert kinds(again, runs((21, "a.0 a.1")), removed, history=story) == {}, "the row is younger"
    assert kinds(again, History((Row(key("a.1"), "?"),)), removed, history=story) == {}
    unchanged = replace(first, label="v3")
    assert kinds(unchanged, rows, first, removed, history=story) == {}, "a deletion that was reverted"
    gone_before = runs((1, "a.0 a.1"), (11, "a.5"))
    assert kinds(again, gone_before, first, removed, history=story) == {"a.1": "former-file"}


def test_without_dates_and_without_a_fitting_release_the_commits_tell_the_former_file():
    story = code(
        [commit("a"), commit("b", "a", day=10), commit("c", "b", day=20)],
        [did("a", "added a.1"), did("b", "removed a.1"), did("c", "added a.1")],
        ref("v1", "a"),
        ref("v3", "c"),
    )
    first = holding("a: 1", label="v1", contents={"a.1": "?AddField thing.a"})
    again = holding("a: 1", label="v3", contents={"a.1": "?AddField thing.a"})

    assert kinds(again, runs((1, "a.1")), first, history=story) == {}, "it cannot be compared"
    undated = replace(
        story,
        commits={id_: replace(c, authored_at=None, committed_at=None) for id_, c in story.commits.items()},
    )
    assert kinds(again, runs((1, "a.1")), history=undated) == {}
    told = holding("a: 1", label="v3", contents={"a.1": "AddField thing.b"})
    foreign = runs((1, "a.1 a.7"))
    known = replace(first, migrations=holding("a: 1", contents={"a.1": A}).migrations)
    assert kinds(told, foreign, known, history=story) == {"a.1": "doubtful"}


def test_a_new_file_with_the_name_of_what_a_squash_replaced():
    squashed = release("a: 1 < 2", "a: 1to2 = 1+2", label="v2")
    new = holding("a: 1to2 < 3 < 2", label="v3", contents={"a.2": "AddField thing.z"})
    rows = runs((1, "a.1 a.2 a.1to2 a.3"))

    assert kinds(new, rows, squashed, history=NO_HISTORY) == {"a.2": "replaced"}
    assert codes(new, rows, squashed, history=NO_HISTORY) == ["D208 a.2", "D304 a.1"]
    story = code(
        [commit("a"), commit("b", "a", day=5)],
        [did("a", "added a.1to2 replaces a.2"), did("b", "removed a.1to2 replaces a.2")],
        ref("v3", "b"),
    )
    assert kinds(new, rows, history=story) == {"a.2": "replaced"}
    assert kinds(new, runs((1, "a.1to2 a.3"), (9, "a.2")), history=story) == {}
    own = release("a: 1to2 < 3", "a: 2", label="v3")
    assert kinds(own, rows, squashed, history=NO_HISTORY) == {}, "it does not need the squash"


def test_a_squash_over_a_migration_that_was_edited_after_it_ran():
    before = holding("a: 0 < 1", label="v1", contents={"a.1": A})
    edited = holding("a: 0 < 1 < 2", label="v2", contents={"a.1": A_AND_B})
    squash = holding("a: 0 < 1to2", label="v4", contents={"a.1to2": A_AND_B})
    with_replaces = holding(
        "a: 0 < 1 < 2", "a: 1to2 @a.0 = 1+2", label="v3", contents={"a.1": A_AND_B, "a.1to2": A_AND_B}
    )
    rows = runs((1, "a.0 a.1"), (11, "a.2"), (21, "a.1to2"))

    assert codes(squash, rows, before, edited, with_replaces) == ["D209 a.1to2", "D304 a.1", "D304 a.2"]
    drift = with_knowledge(
        compare(squash, rows), knowledge := Knowledge(STORY, (before, edited, with_replaces, squash))
    )
    told = list(explanation_of(knowledge, drift).sentences(drift.findings[0]))
    assert "v1 held something else under this name: operation 2, AddField thing.b, is new." in told


def test_a_doubt_of_the_rows_is_settled_by_a_file_that_is_known_from_its_beginning():
    rows = runs((1, "a.1 a.2 a.3 a.1_squashed_3"))
    new = release("a: 1_squashed_3 < 2", label="v4")
    known = code([commit("a"), commit("d", "a")], [did("d", "added a.2")], ref("v4", "d"))

    assert codes(new, rows, history=NO_HISTORY) == ["D304 a.1", "D304 a.3", "D305 a.2"]
    assert codes(new, rows, history=known) == ["D304 a.1", "D304 a.3"]


def test_a_release_without_a_commit_whose_file_is_surely_younger_than_the_row():
    story = code(
        [commit("a"), commit("b", "a", day=10), commit("c", "b", day=20)],
        [did("a", "added a.1"), did("b", "removed a.1"), did("c", "added a.1")],
        ref("v1", "a"),
    )
    first = holding("a: 1", label="v1", contents={"a.1": A})
    again = holding("a: 1 < 5", contents={"a.1": "AddField thing.z"})

    assert kinds(again, runs((1, "a.1 a.5")), first, history=story) == {"a.1": "former-file"}


def test_a_squash_that_was_edited_itself_is_told_by_its_own_row():
    before = holding("a: 0 < 1", label="v1", contents={"a.1": A})
    edited = holding("a: 0 < 1", label="v2", contents={"a.1": A_AND_B})
    both = holding("a: 0 < 1", "a: 9 @a.0 = 1", label="v3", contents={"a.1": A_AND_B, "a.9": A})
    last = holding("a: 0 < 9", label="v4", contents={"a.9": A_AND_B})
    rows = runs((1, "a.0 a.1"), (21, "a.9"))

    assert codes(last, rows, before, edited, both) == ["D209 a.9", "D304 a.1"]


def test_all_rows_of_a_run_have_the_same_answer():
    before = holding("a: 1 < 2", label="v1", contents={"a.1": A, "a.2": A})
    after = holding("a: 1 < 2 < 3", label="v2", contents={"a.1": A_AND_B, "a.2": A_AND_B})

    assert kinds(after, runs((1, "a.1 a.2"), (11, "a.3")), before) == {
        "a.1": "former-content",
        "a.2": "former-content",
    }


def test_an_operation_that_was_edited_in_place_is_information_and_no_doubt():
    def with_size(number: int, *lines: str) -> Release:
        sized = holding(*lines, label=f"v{number}", contents={"a.1": f"AlterField thing.size{number}"})
        migration = sized.migrations[key("a.1")]
        in_place = replace(migration, operations=(replace(migration.operations[0], name="thing.size"),))
        return Release.of(
            [in_place, *(m for m in sized.migrations.values() if m.key != in_place.key)], label=sized.label
        )

    before, after = with_size(1, "a: 1"), with_size(2, "a: 1 < 2")
    assert kinds(after, runs((1, "a.1"), (11, "a.2")), before) == {"a.1": "former-details"}
    rows = runs((1, "a.1"), (11, "a.2"))
    assert codes(after, rows, before) == ["D307 a.1"]
    knowledge = Knowledge(STORY, (before, after))
    drift = with_knowledge(compare(after, rows), knowledge)
    assert list(explanation_of(knowledge, drift).sentences(drift.findings[0])) == [
        "a.1: v1 held something else under this name: operation 1, AlterField thing.size, was edited."
    ]
    assert kinds(with_size(2, "a: 1"), runs((11, "a.1")), before) == {}
    squash = release("a: 9 = 1", label="v3")
    assert codes(squash, runs((1, "a.1"), (11, "a.2")), before, after) == ["D201 a.2"]
