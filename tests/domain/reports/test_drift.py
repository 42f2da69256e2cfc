"""The headline of a comparison, verdict by verdict, and its document."""

import pytest

from app.domain.drift import compare
from app.domain.findings import Verdict
from app.domain.history import History
from app.domain.release import Unreadable
from app.domain.reports.drift import headline, plain, report
from tests.build import history, release

UNREAD = (Unreadable("users/migrations/0003.py", 7, "dependencies is a call"),)


@pytest.mark.parametrize(
    ("code", "rows", "verdict", "said"),
    [
        (
            release("a: 1 < 2"),
            history("a.2"),
            Verdict.BLOCKED,
            "Blocked. Django refuses every migrate: a.2 has a row",
        ),
        (release("a: 1 < 2"), history("a.1", "a.2"), Verdict.IN_STEP, "In step. Nothing to run."),
        (release("a: 1 < 2"), history("a.1"), Verdict.BEHIND, "Behind. 1 migration to run."),
        (release("a: 1 < 2"), History(table=False), Verdict.BEHIND, "Behind. 2 migrations to run."),
        (
            release("a: 1"),
            history("a.1", "a.1"),
            Verdict.DRIFTED,
            "Drifted, 0 migrations to run: a.1 is recorded more",
        ),
        (
            release("a: 1 < 2 < 3", "a: s = 1+2", "a: t = s+3", django="5.2"),
            history(),
            Verdict.BLOCKED,
            "Blocked. What Django does here depends on chance.",
        ),
        (
            release("d: 1 < 2 < 3", "d: s12 = 1+2", "d: s23 = 2+3", "b: 1 @d.2", django="5.2"),
            history(),
            Verdict.DRIFTED,
            "Drifted. What Django runs here depends on chance: ",
        ),
        (
            release("a: 1", unreadable=UNREAD),
            history("a.1"),
            Verdict.UNSEEN,
            "Not known. 1 place of the release",
        ),
        (release("a: 1x", "a: 1y", unreadable=UNREAD), history(), Verdict.UNSEEN, "Not known."),
        (release("a: 1 < 2", unreadable=UNREAD), history("a.2"), Verdict.BLOCKED, "Blocked."),
    ],
)
def test_the_headline_says_what_is_the_matter(code, rows, verdict, said):
    drift = compare(code, rows)

    assert drift.verdict is verdict
    assert headline(drift).startswith(said)
    assert plain(drift).startswith(headline(drift))


def test_steps_without_a_way_back_are_counted():
    from app.domain.release import Migration, Operation, Release
    from tests.build import key

    code = Release.of([Migration(key("a.1"), operations=(Operation("RunPython", reversible=False),))])

    assert headline(compare(code, history())) == "Behind. 1 migration to run, 1 of them one way."


def test_the_text_for_a_terminal_names_what_was_not_seen():
    text = plain(compare(release("a: 1 @auth.1", complete=False, unreadable=UNREAD), History(table=False)))

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
