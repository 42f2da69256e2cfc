"""What could be checked out at a moment: the same answer for ever, whatever is learned later."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.store import checkouts, releases
from app.store.engine import Store
from tests.build import release

NOON = datetime(2026, 6, 19, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def add_label(store: Store, label: str, *lines: str, at: datetime = NOON) -> None:
    with store.writing() as session:
        releases.add(session, "shop", release(*lines, label=label), label=label, at=at)


def add_commit(store: Store, commit: str, *lines: str, at: datetime = NOON) -> None:
    with store.writing() as session:
        new = replace(release(*lines), commit=commit * 40)
        checkouts.add(session, "shop", new, reading="r" * 64, at=at)


def names(store: Store, moment: datetime = NOON) -> list[str]:
    with store.reading() as session:
        return [each.label or each.commit[:1] for each in checkouts.as_of(session, "shop", moment)]


def test_what_is_stored_later_does_not_count(store: Store):
    add_label(store, "v1", "u: 1")
    add_label(store, "v2", "u: 1 < 2", at=NOON + HOUR)
    add_commit(store, "a", "u: 1 < 3", at=NOON + HOUR)

    assert names(store) == ["v1"]
    assert names(store, NOON + HOUR) == ["a", "v1", "v2"]


def test_a_label_that_is_removed_later_still_counts(store: Store):
    add_label(store, "v1", "u: 1")
    before = names(store)
    with store.writing() as session:
        releases.remove(session, "shop", "v1", at=NOON + HOUR)

    assert names(store) == before == ["v1"]
    assert names(store, NOON + HOUR) == []


def test_a_label_counts_where_it_pointed_then(store: Store):
    add_label(store, "main", "u: 1")
    add_label(store, "main", "u: 1 < 2", at=NOON + HOUR)
    with store.reading() as session:
        (then,) = checkouts.as_of(session, "shop", NOON)

    assert len(then.migrations) == 1


def test_a_content_is_named_once_by_the_label_that_had_it_first(store: Store):
    add_label(store, "v1", "u: 1")
    add_label(store, "copy", "u: 1")
    add_commit(store, "a", "u: 1")

    assert names(store) == ["v1"]


def test_the_answer_is_kept_until_something_older_than_the_moment_comes(store: Store):
    add_label(store, "v1", "u: 1")
    with store.reading() as session:
        assert checkouts.as_of(session, "shop", NOON) is checkouts.as_of(session, "shop", NOON + HOUR)
    add_label(store, "v2", "u: 1 < 2")

    assert names(store) == ["v1", "v2"]


def test_a_release_says_when_it_was_stored_first(store: Store):
    add_label(store, "v1", "u: 1")
    add_label(store, "v2", "u: 1", at=NOON + HOUR)
    with store.reading() as session:
        assert releases.stored_at(session, "shop", release("u: 1").fingerprint) == NOON
        assert releases.stored_at(session, "shop", "0" * 64) is None
