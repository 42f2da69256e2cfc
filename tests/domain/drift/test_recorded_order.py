"""
Every known way in which a healthy database gets rows in an unusual order, case by case; and orders without a reason.

Django compares neither ids nor times. So none of these cases may give more than information.
"""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.drift import compare
from app.domain.drift.order.inversion import InversionReason, Weight
from app.domain.findings import Code, Severity, Verdict
from app.domain.history import History, Row
from tests.build import key, release

START = datetime(2026, 1, 5, 12, 0, 0, 123456, tzinfo=UTC)


def rows(*drawn: str, ids: list[int | None] | None = None) -> History:
    """
    Return a history of rows in recorded order, each a text such as `users.1` or `users.1 +90m`.

    The second gives the time after `START`, in s, m, h or d. Without it, the rows are a day apart.
    """
    recorded = []
    for number, text in enumerate(drawn):
        name, _, later = text.partition(" ")
        unit = {"s": 1, "m": 60, "h": 3600, "d": 86400}
        after = timedelta(seconds=float(later[1:-1]) * unit[later[-1]]) if later else timedelta(days=number)
        moment = (START + after).isoformat(sep=" ")
        recorded.append(Row(key(name), moment, ids[number] if ids else number + 1))
    return History(tuple(recorded))


def only(drift):
    """Return the only inversion, as (child, parent, reason)."""
    assert len(drift.inversions) == 1, drift.inversions
    inversion = drift.inversions[0]
    return str(inversion.child), str(inversion.parent), inversion.reason


def is_quiet(drift) -> bool:
    return all(finding.code.severity is Severity.INFORMATION for finding in drift.findings)


def test_case_01_a_fresh_database_up_to_5_2_records_the_squash_row_last():
    code = release("shop: 1 < 2", "shop: 1to2 = 1+2", "shop: 3 @shop.1to2", django="5.2")

    drift = compare(code, rows("shop.1", "shop.2", "shop.3", "shop.1to2"))

    assert drift.verdict is Verdict.IN_STEP
    assert drift.inversions == ()
    assert drift.findings == ()


def test_case_02_a_squash_shipped_to_an_old_database_is_recorded_months_later():
    code = release("shop: 1 < 2 < 3", "shop: 1to2 = 1+2", django="5.2")

    drift = compare(code, rows("shop.1", "shop.2", "shop.3", "shop.1to2 +90d"))

    assert (drift.verdict, drift.inversions, drift.findings) == (Verdict.IN_STEP, (), ())


def test_case_02_and_stays_so_after_replaces_is_removed():
    """shop.0001_squashed_0002 is an ordinary migration now; its row is younger than its dependant's."""
    code = release("shop: 0001_squashed_0002 < 0003")

    drift = compare(code, rows("shop.0001", "shop.0002", "shop.0003", "shop.0001_squashed_0002 +90d"))

    assert only(drift) == ("shop.0003", "shop.0001_squashed_0002", InversionReason.FORMER_SQUASH)
    assert {finding.code for finding in drift.findings} == {Code.SQUASH_RESIDUE}
    assert drift.verdict is Verdict.IN_STEP


def test_case_02_even_under_a_name_that_does_not_say_squashed():
    """The squash was renamed. Rows before the first migration of its app can only be those that it replaced."""
    code = release("shop: 0001_initial < 0050_price")

    drift = compare(code, rows("shop.0001_old", "shop.0002_old", "shop.0050_price", "shop.0001_initial +90d"))

    assert only(drift)[2] in (InversionReason.FORMER_SQUASH, InversionReason.RENAMED)
    assert drift.verdict is Verdict.IN_STEP


def test_case_03_replaced_rows_in_the_order_of_the_list_may_contradict_their_own_dependencies():
    code = release("shop: 1 < 2 < 3", "shop: 1to3 = 2+1+3", django="5.2")

    drift = compare(code, rows("shop.2 +0s", "shop.1 +0.1s"))

    assert only(drift) == ("shop.2", "shop.1", InversionReason.INSIDE_SQUASH)
    assert is_quiet(drift)


def test_case_04_interleaved_originals_whose_files_are_gone_are_judged_on_the_resolved_graph():
    """a.3 needed b.1, which needed a.1. In the graph with the squash, all three replaced rows belong before b.1."""
    code = release("a: 1to3 = 1+2+3", "b: 1 @a.1to3", django="5.2")

    drift = compare(code, rows("a.1", "a.2", "a.3", "b.1", "a.1to3"))

    assert (drift.verdict, drift.inversions, drift.findings) == (Verdict.IN_STEP, (), ())


@pytest.mark.parametrize("django", ["5.2", "6.0"])
def test_case_05_nested_squashes_are_recorded_in_any_order(django):
    code = release("a: 1 < 2 < 3", "a: 1to2 = 1+2", "a: 1to3 = 1to2+3", "b: 1 @a.3", django=django)

    for order in (("a.1to2", "a.1to3"), ("a.1to3", "a.1to2")):
        drift = compare(code, rows("a.1", "a.2", "a.3", "b.1", *order))
        assert all(inversion.weight is Weight.EXPLAINED for inversion in drift.inversions)
        codes = {finding.code for finding in drift.findings}
        assert codes <= (
            {Code.UNDEFINED} if django == "5.2" else set()
        )  # what 5.2 does with them is left to chance


def test_case_06_a_dependency_added_later_is_told_from_an_earlier_release():
    before = release("users: 1 < 2", "orders: 1 @users.1")
    code = release("users: 1 < 2", "orders: 1 @users.1 @users.2")

    drift = compare(code, rows("users.1", "orders.1", "users.2"), earlier=(before,))

    assert only(drift) == ("orders.1", "users.2", InversionReason.EDGE_ADDED_LATER)
    assert drift.verdict is Verdict.IN_STEP


def test_case_06_a_run_before_added_later_too():
    before = release("users: 1 < 2", "orders: 1 @users.1")
    code = release("users: 1 < 2 ^orders.1", "orders: 1 @users.1")

    drift = compare(code, rows("users.1", "orders.1", "users.2"), earlier=(before,))

    assert only(drift)[2] is InversionReason.EDGE_ADDED_LATER


def test_case_06_a_run_before_that_an_earlier_release_had_explains_nothing():
    code = release("users: 1 < 2 ^orders.1", "orders: 1 @users.1")
    before = release("users: 1 < 2 ^orders.1 ^gone.1", "orders: 1 @users.1")

    drift = compare(code, rows("users.1", "orders.1", "users.2"), earlier=(before,))

    assert only(drift)[2] is InversionReason.UNKNOWN


@pytest.mark.parametrize("reference", ["users.__latest__", "__setting__.AUTH_USER_MODEL"])
def test_case_07_a_moving_dependency_points_at_another_migration_today(reference):
    code = release("users: 0 < 1", f"orders: 1 @{reference}", settings={"AUTH_USER_MODEL": "users.User"})
    first = "users.1" if "latest" in reference else "users.0"
    rest = "users.0" if "latest" in reference else "users.1"

    drift = compare(code, rows(*([rest] if "latest" in reference else []), "orders.1", first))

    assert only(drift) == ("orders.1", first, InversionReason.MOVING_DEPENDENCY)


def test_case_08_an_app_whose_migrations_were_reset_is_recorded_again_in_one_run():
    code = release("users: 1 < 2 < 3", "orders: 1 @users.2")

    drift = compare(code, rows("orders.1", "users.1 +90d", "users.2 +90.00001d", "users.3 +90.00002d"))

    assert only(drift) == ("orders.1", "users.2", InversionReason.RE_RECORDED)
    assert is_quiet(drift)


def test_case_09_a_row_put_in_by_hand_has_a_round_time():
    code = release("users: 1 < 2", "orders: 1 @users.2")
    history = rows("users.1", "orders.1")
    repaired = History((*history.rows, Row(key("users.2"), "2026-06-19 10:41:00", 3)))

    drift = compare(code, repaired)

    assert only(drift) == ("orders.1", "users.2", InversionReason.REPAIR)
    assert drift.verdict is Verdict.IN_STEP


def test_case_10_a_faked_baseline_puts_everything_into_one_moment():
    names = [f"{n:04}" for n in range(1, 41)]
    code = release("big: " + " < ".join(names), "other: 1 @big.0020")
    drawn = [f"big.{name} +{n * 0.01}s" for n, name in enumerate(names)]
    drawn.insert(5, "other.1 +0.055s")

    drift = compare(code, rows(*drawn))

    assert only(drift) == ("other.1", "big.0020", InversionReason.BASELINE)
    assert is_quiet(drift)


def test_case_10_a_baseline_counts_the_rows_around_the_pair():
    names = [f"{n:04}" for n in range(1, 41)]
    code = release("big: " + " < ".join(names), "other: 1 @big.0008")
    drawn = [f"big.{name} +{n * 0.01}s" for n, name in enumerate(names)]
    drawn.insert(5, "other.1 +0.055s")

    assert only(compare(code, rows(*drawn)))[2] is InversionReason.BASELINE


def test_case_10_a_baseline_is_as_long_as_the_pair_stands_apart():
    names = [f"{n:04}" for n in range(1, 41)]
    code = release("big: " + " < ".join(names), "other: 1 @big.0030")
    drawn = [f"big.{name} +{n * 0.01}s" for n, name in enumerate(names)]
    drawn.insert(5, "other.1 +0.055s")

    assert only(compare(code, rows(*drawn)))[2] is InversionReason.BASELINE


def test_case_11_a_renamed_file_leaves_a_row_under_its_old_name():
    code = release("users: 0001 < 0002_new_name", "orders: 1 @users.0002_new_name")

    drift = compare(code, rows("users.0001", "users.0002_old_name", "orders.1", "users.0002_new_name"))

    assert only(drift) == ("orders.1", "users.0002_new_name", InversionReason.RENAMED)


def test_case_12_an_app_renamed_by_a_squash_across_labels():
    code = release("fresh: 0001 = old.1+old.2", "shop: 1 @fresh.0001", django="5.2")

    drift = compare(code, rows("old.1", "old.2", "shop.1", "fresh.0001 +90d"))

    assert (drift.verdict, drift.inversions, drift.findings) == (Verdict.IN_STEP, (), ())


def test_case_12_and_stays_so_after_replaces_is_removed():
    """As social-auth-app-django did: `default` became `social_django`, and years later `replaces` was taken out."""
    code = release("social: 1 < 2 < 3 < 4")
    history = rows("old.1 +0s", "old.2 +1s", "social.3 +2s", "social.2 +3s", "social.1 +4s", "social.4 +90d")

    drift = compare(code, history)

    assert {inversion.reason for inversion in drift.inversions} == {InversionReason.RENAMED}
    assert {finding.code for finding in drift.findings} == {Code.NOT_COVERED}
    assert drift.verdict is Verdict.IN_STEP


def test_case_12_needs_an_app_whose_every_name_lives_on():
    """A label without files explains nothing when its rows have other names, or when there is only one row."""
    code = release("shop: 1 < 2 < 3")

    for gone in (("old.1",), ("old.1", "old.9")):
        drift = compare(code, rows(*gone, "shop.2", "shop.1", "shop.3"))
        assert only(drift) == ("shop.2", "shop.1", InversionReason.UNKNOWN)


def test_case_12_needs_the_old_row_to_stand_before_the_child():
    code = release("shop: 1 < 2 < 3")

    drift = compare(code, rows("shop.2", "shop.1", "old.1", "old.2", "shop.3"))

    assert only(drift) == ("shop.2", "shop.1", InversionReason.UNKNOWN)


def test_case_02_an_earlier_release_remembers_what_was_a_squash():
    before = release("shop: 1 = old.1", "shop: 2 < 3", "other: 1 @shop.1", django="5.2")
    code = release("shop: 1", "other: 1 @shop.1")

    history = rows("other.1", "shop.1 +90d")

    assert only(compare(code, history))[2] is InversionReason.UNKNOWN
    assert only(compare(code, history, earlier=(before,)))[2] is InversionReason.FORMER_SQUASH


def test_case_13_two_valid_orders_are_the_same():
    code = release("a: 1 < 2", "b: 1 @a.1", "c: 1 @a.1")

    for order in (("a.1", "a.2", "b.1", "c.1"), ("a.1", "c.1", "b.1", "a.2")):
        assert compare(code, rows(*order)).inversions == ()


def test_case_14_the_branches_of_a_merge_come_in_either_order():
    code = release("a: 1 < 2a", "a: 2b @a.1", "a: 3 @a.2a @a.2b")

    for order in (("a.1", "a.2a", "a.2b", "a.3"), ("a.1", "a.2b", "a.2a", "a.3")):
        assert compare(code, rows(*order)).findings == ()


def test_case_15_a_skewed_clock_is_ambiguous():
    """Ids agree with the graph; the host that ran orders.1 was behind."""
    code = release("users: 1", "orders: 1 @users.1")

    drift = compare(code, rows("users.1 +10m", "orders.1 +2m"))

    assert only(drift) == ("orders.1", "users.1", InversionReason.CLOCK)
    assert drift.inversions[0].weight is Weight.AMBIGUOUS
    assert drift.findings == ()


def test_case_16_local_times_go_back_when_summer_ends():
    code = release("users: 1", "orders: 1 @users.1")
    history = History(
        (Row(key("users.1"), "2026-10-25 02:59:30", 1), Row(key("orders.1"), "2026-10-25 02:01:10", 2))
    )

    assert only(compare(code, history))[2] is InversionReason.CLOCK


def test_case_17_equal_times_are_no_evidence():
    code = release("users: 1", "orders: 1 @users.1")

    assert compare(code, rows("users.1 +0s", "orders.1 +0s")).inversions == ()
    assert only(compare(code, rows("orders.1 +0s", "users.1 +0s")))[2] is InversionReason.TIE


def test_case_18_ids_that_were_used_again_are_ambiguous():
    """The table was restored and the sequence fell behind: the younger row took the smaller id."""
    code = release("users: 1", "orders: 1 @users.1")

    drift = compare(code, rows("orders.1 +2d", "users.1 +1d", ids=[3, 41]))

    assert only(drift) == ("orders.1", "users.1", InversionReason.IDS)
    assert drift.inversions[0].weight is Weight.AMBIGUOUS


def test_case_19_a_schema_cloned_from_a_template_shares_its_times_and_is_quiet():
    code = release("users: 1 < 2", "orders: 1 @users.2")

    assert compare(code, rows("users.1 +0s", "users.2 +0s", "orders.1 +0s")).inversions == ()


def test_case_20_a_restored_copy_has_the_rows_of_production_and_is_quiet():
    code = release("users: 1 < 2", "orders: 1 @users.2")
    production = rows("users.1", "users.2", "orders.1", ids=[11, 12, 40])

    assert compare(code, production).inversions == ()


def test_case_21_of_duplicates_the_earliest_row_counts():
    code = release("users: 1 < 2", "orders: 1 @users.2")

    drift = compare(code, rows("users.1", "users.2", "orders.1", "users.2"))

    assert drift.inversions == ()
    assert [finding.code for finding in drift.findings] == [Code.DUPLICATE]


def test_case_22_a_rollback_and_a_second_run_leave_a_right_order():
    code = release("users: 1 < 2", "orders: 1 @users.2")

    assert compare(code, rows("users.1", "users.2", "orders.1", ids=[1, 7, 8])).inversions == ()


def test_case_23_an_app_that_was_moved_to_another_database_leaves_its_rows():
    """Its rows stay and new ones come: Django records on every database that is migrated."""
    code = release("users: 1 < 2", "moved: 1 @users.1 < 2")

    drift = compare(code, rows("users.1", "moved.1", "users.2", "moved.2"))

    assert (drift.verdict, drift.inversions, drift.findings) == (Verdict.IN_STEP, (), ())


def test_an_order_that_nothing_explains_is_a_finding_that_changes_no_verdict():
    code = release("users: 1 < 2", "orders: 1 @users.2")

    drift = compare(code, rows("users.1", "orders.1", "users.2"))

    assert only(drift) == ("orders.1", "users.2", InversionReason.UNKNOWN)
    assert drift.inversions[0].weight is Weight.UNEXPLAINED
    assert [(finding.code, finding.related) for finding in drift.findings] == [
        (Code.OUT_OF_ORDER, (key("users.2"),))
    ]
    assert drift.verdict is Verdict.IN_STEP


def test_a_text_that_is_no_time_is_no_evidence_against_ids():
    code = release("users: 1 < 2", "orders: 1 @users.2")
    timeless = History(
        tuple(Row(key(name), "long ago", n) for n, name in enumerate(("users.1", "orders.1", "users.2"), 1))
    )

    assert only(compare(code, timeless))[2] is InversionReason.UNKNOWN


def test_every_reason_has_a_sentence():
    assert all(reason.sentence for reason in InversionReason)
