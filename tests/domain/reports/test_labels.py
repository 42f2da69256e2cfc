"""The labels of a project as a document and as lines."""

from dataclasses import replace

from app.domain.label import Label
from app.domain.release import Unreadable
from app.domain.reports.labels import NO_LABELS, plain, report
from tests.build import NOON, release

SHOP = release("a: 1 < 2")
UNREAD = replace(SHOP, unreadable=(Unreadable("a/migrations/0003.py", 1, "a call"),))
LABELLED = (
    (Label("v1.2", SHOP.fingerprint, "c" * 40, NOON), SHOP),
    (Label("main", UNREAD.fingerprint, None, NOON), UNREAD),
)


def test_the_lines_stand_in_columns_and_say_what_could_not_be_read():
    first, second = plain(LABELLED).splitlines()

    assert first.split() == [
        "v1.2",
        SHOP.fingerprint[:8],
        "c" * 8,
        "2",
        "migrations",
        *["added", "2026-01-05", "12:00", "UTC"],
    ]
    assert second.startswith("main ")
    assert second.endswith("1 place unreadable")


def test_no_label_says_how_to_add_one():
    assert plain(()) == NO_LABELS


def test_the_document_has_every_label():
    document = report(LABELLED)

    assert document["format"] == "driftboard-labels/1"
    assert [(entry["label"], entry["unreadable"]) for entry in document["labels"]] == [
        ("v1.2", 0),
        ("main", 1),
    ]
