"""What happened to a table between two looks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.events.table_change import table_changes
from app.domain.events.what import KIND_WORDS, EventKind, What
from app.domain.history import History
from tests.build import NOON, history

OLD = history("a.0001", "a.0002", "b.0001")
NO_TABLE = History((), has_table=False)


def whats(*arguments, **facts) -> list[str]:
    return [change.what.value for change in table_changes(*arguments, **facts)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, OLD, ["first-seen"]),
        (None, NO_TABLE, ["first-seen"]),
        (NO_TABLE, NO_TABLE, []),
        (NO_TABLE, OLD, ["table-created"]),
        (OLD, NO_TABLE, ["table-gone"]),
        (OLD, OLD, []),
        (OLD, history("a.0001", "a.0002", "b.0001", "b.0002"), ["recorded"]),
        (OLD, history("a.0001", "a.0002"), ["removed"]),
        (OLD, replace(OLD, rows=(replace(OLD.rows[0], id=-3), *OLD.rows[1:])), ["rewritten"]),
        (OLD, replace(OLD, rows=tuple(replace(row, id=row.id + 9) for row in OLD.rows)), ["renumbered"]),
        (OLD, replace(OLD, rows=tuple(replace(row, applied="") for row in OLD.rows)), ["replaced"]),
    ],
)
def test_each_change_has_its_kind(before, after, expected):
    assert whats(before, after) == expected


def test_the_rows_of_a_table_that_came_or_went_are_one_event():
    (created,) = table_changes(NO_TABLE, OLD)
    (gone,) = table_changes(OLD, NO_TABLE)

    assert [edit.after for edit in created.edits] == list(OLD.rows)
    assert [edit.before for edit in gone.edits] == list(OLD.rows)
    assert (created.rows, gone.rows) == (3, 0)


def test_what_django_does_not_go_back_to_was_restored():
    backup = history("a.0001")
    seen = NOON - timedelta(days=3)

    assert whats(backup, OLD, seen_so=seen) == ["restored"]
    assert whats(OLD, backup, seen_so=seen) == ["removed"]
    (restored,) = table_changes(backup, OLD, seen_so=seen)
    assert restored.as_of == seen
    assert len(restored.edits) == 2


def test_every_kind_has_words_and_every_event_a_kind():
    assert set(KIND_WORDS) == set(EventKind) == {what.kind for what in What}
