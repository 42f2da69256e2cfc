"""Events in words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.events.event import Damage, Event, LabelMove, VerdictChange
from app.domain.events.outage import Outage
from app.domain.events.row_changes import RowEdit
from app.domain.events.sentences import TABLE_SENTENCES, edit_words, keys, note, sentence
from app.domain.events.span import Mark, Span
from app.domain.events.table_change import TableChange
from app.domain.events.what import EventKind, What
from app.domain.failure import Cause
from app.domain.findings import Verdict
from app.domain.fleet.deployment import Deployment
from app.domain.label import Label
from tests.build import NOON, history, key

ROWS = history("a.0001", "a.0002", "b.0001", "b.0002").rows
CAME = tuple(RowEdit(None, row) for row in ROWS)
WENT = tuple(RowEdit(row, None) for row in ROWS)
EDITED = tuple(RowEdit(row, replace(row, applied="")) for row in ROWS)
V1, V2 = Label("v1", "1" * 64, None, NOON), Label("v1", "2" * 64, None, NOON)


def event(what: What, detail) -> Event:
    return Event(identity="x", what=what, at=NOON, detail=detail)


@pytest.mark.parametrize(
    ("what", "edits", "said"),
    [
        (What.FIRST_SEEN, (), "First seen, with 7 rows."),
        (What.TABLE_CREATED, CAME, "The table django_migrations was created, with 7 rows."),
        (What.TABLE_GONE, WENT, "The table django_migrations is gone; it had 4 rows."),
        (What.RECORDED, CAME[:1], "a.0001 was recorded."),
        (What.RECORDED, CAME[:3], "a.0001, a.0002 and b.0001 were recorded."),
        (What.RECORDED, CAME, "4 migrations were recorded."),
        (What.REMOVED, WENT[:2], "The rows of a.0001 and a.0002 were removed."),
        (What.REMOVED, WENT, "4 rows were removed."),
        (What.REWRITTEN, EDITED[:2], "The rows of a.0001 and a.0002 were rewritten."),
        (
            What.REWRITTEN,
            EDITED[:1],
            "The row of a.0001 was rewritten: its time was 2026-01-05 12:00:00+00:00 and is empty.",
        ),
        (What.RECREATED, EDITED, "The table was made anew: 4 rows have another id or time."),
        (What.RESTORED, CAME[:1], "The table is again as it was on : 1 row differs from the look before."),
    ],
)
def test_a_change_of_a_table(what, edits, said):
    told = event(what, TableChange(what, 7, edits))

    assert sentence(told) == said
    assert keys(told) == tuple(edit.key for edit in edits)


def test_a_database_without_a_table_is_first_seen_so():
    change = TableChange(What.FIRST_SEEN, 0, has_table=False)

    assert sentence(event(What.FIRST_SEEN, change)) == "First seen, without a table django_migrations."


def test_a_restored_table_says_as_of_when():
    change = TableChange(What.RESTORED, 7, CAME, NOON)

    assert "as it was on 5 Jan 2026, 12:00 UTC: 4 rows differ" in sentence(event(What.RESTORED, change))
    assert note(event(What.RESTORED, change))


def test_every_change_of_a_table_has_a_sentence():
    others = {What.VERDICT, What.UNREACHED, What.BACK, What.DEPLOYED, What.DAMAGED}
    others |= {what for what in What if what.kind is EventKind.LABEL}

    assert set(TABLE_SENTENCES) == set(What) - others


def test_what_changed_in_a_row():
    row = replace(ROWS[0], id=None, applied="\x1b")

    assert edit_words(RowEdit(None, ROWS[0])) == "2026-01-05 12:00:00+00:00, id 1"
    assert edit_words(RowEdit(row, None)) == "\\x1b"
    assert edit_words(RowEdit(None, None)) == ""
    renamed = RowEdit(ROWS[0], replace(ROWS[0], key=key("z.0001"), id=9))
    assert edit_words(renamed) == "it was a.0001, its id was 1 and is 9"
    assert str(renamed.key) == "z.0001"


@pytest.mark.parametrize(
    ("what", "detail", "said"),
    [
        (
            What.VERDICT,
            VerdictChange(Verdict.IN_STEP, Verdict.BLOCKED, ("a",)),
            "The verdict changed from in step to blocked.",
        ),
        (
            What.VERDICT,
            VerdictChange(Verdict.IN_STEP, Verdict.BEHIND, ("a", "b")),
            "The verdict of 2 environments changed from in step to behind.",
        ),
        (
            What.UNREACHED,
            Outage(Cause.UNREACHABLE, NOON),
            "Not read: the database could not be reached.",
        ),
        (
            What.UNREACHED,
            Outage(Cause.FORBIDDEN, NOON, follows=True, tables=3),
            "Still not read in 3 schemas: no permission to read django_migrations.",
        ),
        (What.BACK, Outage(Cause.FORBIDDEN, NOON), "Read again."),
        (What.DEPLOYED, Deployment("a", "v\x001", None, NOON), "v\\x001 was deployed."),
        (What.LABEL_ADDED, LabelMove("v1", None, V1), "v1 was added."),
        (What.LABEL_REMOVED, LabelMove("v1", V1, None), "The label v1 was removed."),
        (What.LABEL_MOVED, LabelMove("v1", V1, V2), "v1 moved to a release with other migrations."),
        (
            What.LABEL_MOVED,
            LabelMove("v1", V1, V1),
            "v1 moved to another commit; its migrations are the same.",
        ),
    ],
)
def test_what_is_not_about_a_table(what, detail, said):
    told = event(what, detail)

    assert sentence(told) == said
    assert (keys(told), note(told), told.kind) == ((), "", what.kind)


def test_a_mark_stands_by_its_moment_its_source_and_its_number():
    later = NOON + timedelta(hours=1)
    marks = [Mark(later, 3, 1), Mark(NOON, 1, 5), Mark(NOON, 1, 4), Mark(NOON, 2, 9)]

    assert sorted({*marks}, key=lambda mark: mark.order) == marks
    assert Span() == Span(None, None, None)


@pytest.mark.parametrize(
    ("histories", "said"),
    [
        (("1" * 64,), "the stored history 11111111 cannot be rebuilt."),
        (("1" * 64, "2" * 64), "the stored histories 11111111 and 22222222 cannot be rebuilt."),
    ],
)
def test_what_cannot_be_told_names_the_histories(histories: tuple[str, ...], said: str):
    assert sentence(event(What.DAMAGED, Damage(histories))) == f"What changed cannot be told: {said}"
