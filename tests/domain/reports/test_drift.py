"""A comparison as a document, and as text for a terminal."""

from app.domain.drift import compare
from app.domain.history import History
from app.domain.release import Unreadable
from app.domain.reports.drift import plain, report
from tests.build import history, release

UNREAD = (Unreadable("users/migrations/0003.py", 7, "dependencies is a call"),)


def test_the_text_for_a_terminal_begins_with_the_verdict_and_the_headline():
    drift = compare(release("a: 1 < 2"), history("a.1"))

    assert plain(drift).startswith("Behind. 1 migration to run, nothing in the way.\n")


def test_the_text_for_a_terminal_names_what_was_not_seen():
    text = plain(
        compare(release("a: 1 @auth.1", complete=False, unreadable=UNREAD), History(has_table=False))
    )

    assert "unreadable  users/migrations/0003.py:7: dependencies is a call" in text
    assert "not covered  auth" in text
    assert "no django_migrations table" in text
    assert "1. a.1" in text


def test_the_texts_that_chance_chooses_from_are_all_there():
    text = plain(compare(release("a: 1 < 2 < 3"), history("a.2", "b.1")))

    assert "Django raises InconsistentMigrationHistory:" in text
    assert "one of these, by chance" in plain(
        compare(release("a: 1 < 2", "b: 1 @a.1"), history("a.2", "b.1"))
    )


def test_the_document_is_the_same_twice():
    code, rows = release("a: 1 < 2", "b: 1 @a.2"), history("b.1", "a.1", "c.1")

    assert report(compare(code, rows)) == report(compare(code, rows))
