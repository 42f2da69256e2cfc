"""The findings that Django passes over without a word, and a few that depend on chance."""

import pytest

from app.domain.drift import compare
from app.domain.findings import Code, Finding, Verdict
from app.domain.history import History
from app.domain.status import Status
from tests.build import history, key, release


def codes(drift) -> list[Code]:
    return [finding.code for finding in drift.findings]


def test_a_partial_squash_whose_replaced_files_are_gone_is_skipped_in_silence():
    """
    shop:  1 and 2 are deleted, 1to2 replaces them, 3 follows; only 1 has a row.
    """
    code = release("shop: 1to2 = 1+2", "shop: 3", django="5.2")

    drift = compare(code, history("shop.1"))

    assert Finding(Code.SILENT_SKIP, key("shop.1to2"), (key("shop.2"),)) in drift.findings
    assert drift.outcome.plan == (key("shop.3"),)
    assert drift.verdict is Verdict.DRIFTED
    assert drift.statuses[key("shop.1to2")] is Status.PARTIAL_SQUASH


def test_a_partial_squash_whose_files_are_there_is_information():
    drift = compare(release("shop: 1 < 2", "shop: 1to2 = 1+2"), history("shop.1"))

    assert codes(drift) == [Code.PARTIAL_SQUASH]
    assert drift.finding_set == {drift.findings[0]}
    assert drift.verdict is Verdict.BEHIND


def test_a_squash_row_that_outlived_a_part_of_what_it_replaces_is_stale():
    drift = compare(release("shop: 1 < 2", "shop: 1to2 = 1+2"), history("shop.1", "shop.1to2"))

    assert Finding(Code.STALE_SQUASH_ROW, key("shop.1to2"), (key("shop.2"),)) in drift.findings
    assert drift.verdict is Verdict.DRIFTED


def test_a_squash_row_without_any_of_its_replaced_rows_would_run_again():
    drift = compare(release("shop: 1 < 2", "shop: 1to2 = 1+2"), history("shop.1to2"))

    assert Finding(Code.HOLLOW_SQUASH_ROW, key("shop.1to2"), (key("shop.1"), key("shop.2"))) in drift.findings
    assert drift.outcome.plan == (key("shop.1to2"),)
    assert drift.verdict is Verdict.DRIFTED


def test_an_app_whose_files_were_cleaned_up_too_early_starts_anew():
    """The squash is an ordinary migration now; this database only has the rows of what it replaced."""
    drift = compare(release("shop: 0001_squashed < 0005"), history("shop.0001", "shop.0002"))

    assert codes(drift) == [Code.STARTS_ANEW]
    assert drift.findings[0].related == (key("shop.0001"), key("shop.0002"))
    assert drift.statuses[key("shop.0001")] is Status.UNKNOWN
    assert drift.verdict is Verdict.DRIFTED


def test_a_lagging_environment_with_a_dependant_is_blocked_instead():
    drift = compare(release("shop: 0001_squashed", "b: 1 @shop.0001_squashed"), history("shop.0001", "b.1"))

    assert drift.outcome.raises == "InconsistentMigrationHistory"
    assert Code.MISSING_DEPENDENCY in codes(drift)


def test_an_app_that_has_run_something_it_still_has_does_not_start_anew():
    """shop.0 is a pending root, but shop.1 has run. So the row without a file is unknown."""
    drift = compare(release("shop: 0", "shop: 1", "shop: 2 @shop.0 @shop.1"), history("shop.1", "shop.9"))

    assert Finding(Code.UNKNOWN, key("shop.9")) in drift.findings


def test_an_app_of_which_nothing_has_run_does_not_start_anew():
    assert compare(release("shop: 1 < 2"), history()).findings == ()


def test_what_makemigrations_refuses_is_said_where_migrate_runs():
    """b.1 depends on shop.1, which has a row. With the squash in place its parent is the squash, which has none."""
    code = release("shop: 1 < 2", "shop: 1to2 = 1+2", "b: 1 @shop.1")

    drift = compare(code, history("shop.1", "b.1"))

    assert not drift.outcome.refuses
    assert Finding(Code.ONLY_MAKEMIGRATIONS, key("b.1"), (key("shop.1to2"),)) in drift.findings
    assert drift.verdict is Verdict.DRIFTED


def test_what_makemigrations_refuses_for_another_reason_is_said_of_the_squashes():
    """
    a:  1 <- 2     b: 1 needs a.1, a.2 needs b.1; a.1to2 in place closes a circle with b.1
    """
    code = release("a: 1 < 2 @b.1", "b: 1 @a.1", "a: 1to2 = 1+2")

    drift = compare(code, history("a.1"))

    assert not drift.outcome.refuses
    assert Finding(Code.ONLY_MAKEMIGRATIONS, key("a.1to2")) in drift.findings


def test_a_row_twice_is_a_duplicate():
    drift = compare(release("shop: 1"), history("shop.1", "shop.1"))

    assert drift.findings == (Finding(Code.DUPLICATE, key("shop.1")),)
    assert drift.statuses[key("shop.1")] is Status.DUPLICATE
    assert drift.verdict is Verdict.DRIFTED


def test_a_duplicate_of_an_app_that_is_not_covered_has_no_status():
    drift = compare(release("shop: 1"), history("shop.1", "auth.1", "auth.1"))

    assert key("auth.1") not in drift.statuses


def test_a_row_without_a_file_is_unknown():
    drift = compare(release("shop: 1"), history("shop.1", "shop.9_wip"))

    assert drift.findings == (Finding(Code.UNKNOWN, key("shop.9_wip")),)
    assert drift.statuses[key("shop.9_wip")] is Status.UNKNOWN
    assert drift.verdict is Verdict.DRIFTED


def test_rows_of_an_app_that_the_release_does_not_hold_are_not_covered():
    drift = compare(release("shop: 1"), history("auth.1", "auth.2", "shop.1"))

    assert drift.findings == (Finding(Code.NOT_COVERED, key("auth.1"), (key("auth.2"),)),)
    assert drift.not_covered == ("auth",)
    assert drift.verdict is Verdict.IN_STEP
    assert key("auth.1") not in drift.statuses


def test_rows_of_what_a_squash_replaces_are_no_finding_though_their_files_are_gone():
    drift = compare(release("shop: 1to2 = 1+2"), history("shop.1", "shop.2", "shop.1to2"))

    assert drift.findings == ()
    assert drift.verdict is Verdict.IN_STEP


def test_rows_left_by_a_squash_that_was_cleaned_up_are_residue():
    drift = compare(
        release("shop: 0001_squashed_0003 < 0004"),
        history("shop.0001", "shop.0002", "shop.0003", "shop.0001_squashed_0003", "shop.0004"),
    )

    assert codes(drift) == [Code.SQUASH_RESIDUE] * 3
    assert drift.statuses[key("shop.0002")] is Status.REPLACED
    assert drift.verdict is Verdict.IN_STEP


def test_residue_of_a_squash_in_the_middle_is_told_by_its_name():
    drift = compare(
        release("shop: 0001 < 0002_squashed_0003 < 0004"),
        history(
            "shop.0001", "shop.0002", "shop.0003", "shop.0002_squashed_0003", "shop.0004", "shop.0005_wip"
        ),
    )

    assert [(finding.code, str(finding.subject)) for finding in drift.findings] == [
        (Code.UNKNOWN, "shop.0005_wip"),
        (Code.SQUASH_RESIDUE, "shop.0002"),
        (Code.SQUASH_RESIDUE, "shop.0003"),
    ]


def test_a_history_without_a_table_is_behind_and_has_no_finding():
    drift = compare(release("shop: 1"), History(has_table=False))

    assert drift.findings == ()
    assert drift.verdict is Verdict.BEHIND


@pytest.mark.parametrize("django", ["4.2", "5.2"])
def test_squashes_in_a_nest_are_undefined_up_to_5_2(django):
    code = release("a: 1 < 2 < 3", "a: 1to2 = 1+2", "a: 1to3 = 1to2+3", django=django)

    drift = compare(code, history())

    assert len(drift.outcome.alternatives) == 2
    assert {outcome.raises for outcome in drift.outcome.alternatives} == {None, "NodeNotFoundError"}
    assert Finding(Code.UNDEFINED, key("a.1to2"), (key("a.1to3"),)) in drift.findings
    assert drift.verdict is Verdict.BLOCKED


def test_squashes_in_a_nest_are_defined_from_6_0_on():
    code = release("a: 1 < 2 < 3", "a: 1to2 = 1+2", "a: 1to3 = 1to2+3", django="6.0")

    drift = compare(code, history())

    assert drift.outcome.plan == (key("a.1to3"),)
    assert drift.findings == ()


def test_where_django_has_no_graph_no_row_is_said_to_lack_another():
    """
    shop:     1 <- 2
                   ^
    billing:  1 <--+     billing.1 has a row, shop.2 has none; and billing.1 depends on an app that is missing
    """
    code = release("shop: 1 < 2", "billing: 1 @shop.2 @gone.__first__")
    drift = compare(code, history("shop.1", "billing.1"))

    assert drift.outcome.raises == "ValueError"
    assert Status.MISSING_DEPENDENCY not in drift.statuses.values()
