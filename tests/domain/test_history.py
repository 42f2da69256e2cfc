"""Rows as they come: in order, with duplicates, with odd times."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.history import History, Row, Surroundings
from tests.build import history, key


def test_recorded_is_a_set_and_rows_are_a_list():
    twice = history("a.1", "a.2", "a.1")

    assert twice.recorded == {key("a.1"), key("a.2")}
    assert twice.duplicates == {key("a.1")}
    assert [row.id for row in twice.rows_of(key("a.1"))] == [1, 3]
    assert history("a.1").duplicates == frozenset()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-01T11:58:00Z", datetime(2026, 5, 1, 11, 58, tzinfo=UTC)),
        ("2026-05-01 11:58:00", datetime(2026, 5, 1, 11, 58, tzinfo=UTC)),
        ("2026-05-01 13:58:00+02:00", datetime(2026, 5, 1, 11, 58, tzinfo=UTC)),
        ("2026-05-01 11:58:00.25+00", datetime(2026, 5, 1, 11, 58, 0, 250000, tzinfo=UTC)),
        ("long ago", None),
        ("0001-01-01 00:00:00+14:00", None),
    ],
)
def test_a_time_is_read_in_utc_or_not_at_all(text, moment):
    assert Row(key("a.1"), text).applied_at == moment


def test_the_fingerprint_of_a_history_is_the_same_for_ever():
    """Addresses hold it, and so do the snapshots of earlier versions."""
    assert History().fingerprint.startswith("1b711c794e69")
    assert History(has_table=False).fingerprint.startswith("fe4c07f571f9")
    assert history("a.1").fingerprint.startswith("3c02d7894bae")
    assert History(surroundings=Surroundings("a", tables=("b",))).fingerprint.startswith("086e7327e9ab")


def test_the_fingerprint_covers_the_surroundings_where_they_are_known():
    fingerprints = {
        History(surroundings=surroundings).fingerprint
        for surroundings in (
            None,
            Surroundings(),
            Surroundings("a"),
            Surroundings("a", "a"),
            Surroundings("a", is_schema_chosen=True),
            Surroundings("a", other_schemas=("b",)),
            Surroundings("a", tables=("b",)),
            Surroundings("a", is_case_blind=True),
        )
    }

    assert len(fingerprints) == 8


def test_names_that_differ_only_by_case_are_known():
    rows = history("a.0001_Initial", "b.1", "a.0001_initial", "A.0002", "a.0002", "a.0003", "a.0003")

    assert rows.differing_by_case == tuple(
        sorted([key("a.0001_Initial"), key("a.0001_initial"), key("A.0002"), key("a.0002")])
    )


def test_the_fingerprint_covers_every_row_in_order():
    assert history("a.1", "a.2").fingerprint != history("a.2", "a.1").fingerprint
    assert history("a.1").fingerprint != History(history("a.1").rows, has_table=False).fingerprint
    assert hash(history("a.1")) == hash(history("a.1"))


@pytest.mark.parametrize(
    ("texts", "is_in_time_order"),
    [
        (("2026-05-01 11:58:00.5", "2026-05-01 11:58:00"), True),
        (("2026-05-01 11:58:01", "2026-05-01 11:58:00"), False),
        (("2026-05-01 11:58:00+00", "2026-05-01 12:58:00+02"), False),
        (("2026-05-01 11:58:00", "2026-05-01T11:58:01"), False),
        ((), True),
    ],
)
def test_times_that_never_go_back_need_no_closer_look(texts, is_in_time_order):
    history = History(tuple(Row(key("a.1"), text) for text in texts))

    assert history.is_in_time_order is is_in_time_order


def test_two_histories_of_one_shape_differ_in_ids_and_moments_alone():
    first = history("a.1", "a.2")
    later = tuple(replace(row, id=(row.id or 0) + 7, applied=f"2027{row.applied[4:]}") for row in first.rows)
    turned = (
        replace(first.rows[0], applied=first.rows[1].applied),
        replace(first.rows[1], applied=first.rows[0].applied),
    )

    assert replace(first, rows=later).shape == first.shape
    assert history("a.2", "a.1").shape != first.shape
    assert replace(first, rows=turned).shape != first.shape
    assert History(has_table=False).shape != History().shape
