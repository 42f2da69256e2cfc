"""Which rows came, went and were rewritten, and what explains a whole table."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.events.row_changes import RowEdit, WholeTable, row_changes
from app.domain.events.same_moment import same_moment
from app.domain.history import Row
from tests.build import NOON, history, key

ROWS = history("a.0001", "a.0002", "b.0001", "b.0002").rows
LATER = NOON + timedelta(days=40)


def rows(*texts: str, start=NOON, first=1) -> tuple[Row, ...]:
    return tuple(
        Row(key(text), (start + timedelta(minutes=number)).isoformat(sep=" "), first + number)
        for number, text in enumerate(texts)
    )


def at(row: Row, moment) -> Row:
    return replace(row, applied=moment.isoformat(sep=" "))


def keys(found) -> list[str]:
    return [str(each.key) for each in found]


def test_nothing_changed():
    assert row_changes(ROWS, ROWS) == row_changes((), ()) == row_changes(ROWS, tuple(ROWS))
    assert not row_changes(ROWS, ROWS).rewritten


def test_django_adds_rows_and_takes_them_away():
    new = rows("c.0001", start=LATER, first=9)
    found = row_changes(ROWS, (*ROWS[:1], *ROWS[2:], *new))

    assert keys(found.recorded) == ["c.0001"]
    assert keys(found.removed) == ["a.0002"]
    assert not found.rewritten


def test_a_row_that_django_ran_again_was_removed_and_recorded():
    again = Row(key("a.0002"), LATER.isoformat(sep=" "), 9)
    found = row_changes(ROWS, (*ROWS[:1], *ROWS[2:], again))

    assert (keys(found.removed), keys(found.recorded), found.rewritten) == (["a.0002"], ["a.0002"], ())


@pytest.mark.parametrize(
    "edited",
    [
        at(ROWS[1], NOON - timedelta(days=1)),
        replace(ROWS[1], id=0),
        replace(at(ROWS[1], LATER), id=0),
        replace(ROWS[1], id=77),
        replace(ROWS[1], applied="yesterday"),
        replace(ROWS[1], key=key("a.0009")),
    ],
)
def test_a_row_with_another_time_id_or_name_was_rewritten(edited):
    found = row_changes(ROWS, (ROWS[0], edited, *ROWS[2:]))

    assert found.rewritten == (RowEdit(ROWS[1], edited),)
    assert (found.recorded, found.removed, found.whole) == ((), (), None)


def test_a_row_without_an_id_is_new_where_its_time_is():
    old = [replace(row, id=None) for row in ROWS]
    again = at(old[1], LATER)
    edited = at(old[1], NOON - timedelta(days=1))

    assert keys(row_changes(old, (*old[:1], *old[2:], again)).recorded) == ["a.0002"]
    assert row_changes(old, (old[0], edited, *old[2:])).rewritten == (RowEdit(old[1], edited),)
    assert not row_changes(ROWS, old).rewritten


def test_duplicates_are_paired_by_their_ids_and_by_their_times():
    first, second, third = rows("a.0001", "a.0001", "a.0001")
    without = [replace(row, id=None) for row in (first, second, third)]

    assert keys(row_changes((first, second), (first, second, third)).recorded) == ["a.0001"]
    assert row_changes((first, second, third), (first, third)).removed == (second,)
    in_other_form = [replace(row, applied=row.applied.replace(" ", "T")) for row in without[1:]]
    assert row_changes(without, in_other_form).removed == (without[0],)
    assert row_changes(without[:2], [*in_other_form[1:]]).recorded == (in_other_form[1],)


ANEW = tuple(at(row, LATER + timedelta(minutes=row.id or 0)) for row in ROWS)


@pytest.mark.parametrize(
    ("after", "whole"),
    [
        (ANEW, WholeTable.RECREATED),
        (rows("b.0001", "b.0002", "a.0001", "a.0002", start=LATER), WholeTable.RECREATED),
        (rows("a.0001", "a.0002", "b.0001", "b.0002", start=NOON - timedelta(days=9)), WholeTable.REPLACED),
        (tuple(replace(row, id=row.id + 2) for row in ROWS), WholeTable.RENUMBERED),
        (tuple(at(row, row.applied_at + timedelta(hours=2)) for row in ROWS), WholeTable.SHIFTED),
        (tuple(replace(row, applied=f"{row.applied[:19]}+02:00") for row in ROWS), WholeTable.SHIFTED),
        (tuple(replace(row, applied="never") for row in ROWS), WholeTable.REPLACED),
        (
            tuple(at(row, row.applied_at + timedelta(hours=-row.id)) for row in ROWS),
            WholeTable.REPLACED,
        ),
        (
            tuple(replace(at(row, row.applied_at + timedelta(hours=-2)), id=row.id + 1) for row in ROWS[:3]),
            WholeTable.REPLACED,
        ),
    ],
)
def test_one_cause_explains_a_whole_table(after, whole):
    found = row_changes(ROWS, after)

    assert found.whole is whole
    assert len(found.rewritten) == len(after)
    assert not found.recorded
    assert len(found.removed) == len(ROWS) - len(after)


def test_a_few_of_many_rows_were_rewritten_one_by_one():
    many = rows(*(f"a.{number:04}" for number in range(20)))
    earlier = [at(row, NOON - timedelta(days=2)) for row in many[:4]]
    renumbered = [replace(row, id=100 + row.id) for row in many[:4]]

    assert row_changes(many, (*earlier, *many[4:])).whole is None
    assert len(row_changes(many, (*earlier, *many[4:])).rewritten) == 4
    assert row_changes(many, (*renumbered, *many[4:])).whole is None
    assert row_changes(ROWS[:2], ANEW[:2]).whole is None


def test_everything_that_django_unapplied_and_applied_is_no_other_table():
    again = rows("a.0001", "a.0002", "b.0001", "b.0002", start=LATER, first=5)
    found = row_changes(ROWS, again)

    assert found.whole is None
    assert len(found.recorded) == len(found.removed) == 4


FORMS = ("2026-01-05 12:00:00.123456+00", "2026-01-05T12:00:00.123Z", "2026-01-05 14:00:00.12+02:00")


@pytest.mark.parametrize(
    "other", [*FORMS, "2026-01-05 12:00:00", "2026-01-05T12:00:01", "2026-01-05 12:00:00.1234567"]
)
def test_forms_of_one_moment_are_no_event(other):
    row = Row(key("a.0001"), FORMS[0], 1)

    assert same_moment(row, replace(row, applied=other))
    assert row_changes([row], [replace(row, applied=other)]) == row_changes([], [])


@pytest.mark.parametrize("other", ["2026-01-05 12:00:00.123457+00", "2026-01-05 12:00:02", "never", ""])
def test_other_moments_are_others(other):
    row = Row(key("a.0001"), FORMS[0], 1)

    assert not same_moment(row, replace(row, applied=other))
    assert not same_moment(replace(row, applied=other), row)
