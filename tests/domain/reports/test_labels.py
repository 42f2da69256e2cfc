"""The labels of a project as a document and as lines."""

from app.domain.label import Label, ReleaseSize
from app.domain.provenance.succession import Place
from app.domain.reports.labels import NO_LABELS, plain, report, unplaced_note
from tests.build import NOON

SHOP, UNREAD = ReleaseSize("5.2", 2, 1, 0), ReleaseSize("", 2, 1, 1)
LABELLED = (
    (Place(Label("v1.2", "f" * 64, "c" * 40, NOON), None, NOON), SHOP),
    (Place(Label("main", "e" * 64, None, NOON), None, is_placed=False), UNREAD),
)


def test_the_lines_stand_in_columns_and_say_what_could_not_be_read():
    first, second = plain(LABELLED).splitlines()

    assert first.split() == [
        *("v1.2", "f" * 8, "c" * 8, *("5", "Jan", "2026"), "2", "migrations"),
        *("read", "5", "Jan", "2026,", "12:00", "UTC"),
    ]
    assert second.split()[:4] == ["main", "e" * 8, "-", "-"]
    assert second.endswith("1 place unreadable")


def test_what_has_no_place_is_said():
    one = Place(Label("a", "f" * 64, None, NOON), None, is_placed=False)
    other = Place(Label("b", "f" * 64, None, NOON), None, is_placed=False)
    note = (
        "Neither a version nor the date of a commit is known of a and b: "
        "they stand last, in the order in which they were read."
    )

    assert unplaced_note([one]) == ""
    assert unplaced_note([one, other]) == note
    assert plain([(one, SHOP), (other, SHOP)]).splitlines()[-1] == note


def test_no_label_says_how_to_add_one():
    assert plain(()) == NO_LABELS


def test_the_document_has_every_label():
    document = report(LABELLED)

    assert document["format"] == "driftboard-labels/1"
    assert [
        (entry["label"], entry["django"], entry["unreadable"], entry["committed_at"])
        for entry in document["labels"]
    ] == [("v1.2", "5.2", 0, "2026-01-05T12:00:00+00:00"), ("main", None, 1, None)]
