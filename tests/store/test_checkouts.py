"""What can be checked out: releases of labels and of commits, oldest first."""

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.release import Release
from app.store import checkouts, codehistory, releases
from app.store.engine import Store
from tests.build import release
from tests.domain.provenance.code import code, commit, did, id_of, ref

NOW = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
STORY = code(
    [commit("a"), commit("b", "a"), commit("c", "b")],
    [did("a", "added o.1"), did("c", "added o.1 dependencies u.1")],
    ref("v1", "a"),
    ref("v2", "c"),
)


def add_label(store: Store, label: str, at: str, *lines: str) -> None:
    with store.writing() as session:
        new = replace(release(*lines, label=label), commit=id_of(at))
        releases.add(session, "shop", new, label=label, at=NOW)


def add_commit(store: Store, at: str, *lines: str, reading: str = "r" * 64) -> None:
    with store.writing() as session:
        checkouts.add(session, "shop", replace(release(*lines), commit=id_of(at)), reading=reading, at=NOW)


def add_story(store: Store) -> None:
    with store.writing() as session:
        codehistory.add(session, "shop", STORY, at=NOW)


def known(store: Store) -> tuple[Release, ...]:
    with store.reading() as session:
        return checkouts.of_project(session, "shop")


def names(store: Store) -> list[str | None]:
    return [each.label or each.commit for each in known(store)]


def test_a_commit_before_an_edit_stands_between_the_labels_around_it(store: Store):
    add_label(store, "v1", "a", "u: 1", "o: 1")
    add_label(store, "v2", "c", "u: 1 < 2", "o: 1 @u.1")
    add_commit(store, "b", "u: 1 < 2", "o: 1")
    add_story(store)

    assert names(store) == ["v1", id_of("b"), "v2"]
    assert known(store) is known(store)


def test_what_a_label_holds_too_is_named_by_its_label(store: Store):
    add_label(store, "v1", "a", "u: 1", "o: 1")
    add_commit(store, "b", "u: 1", "o: 1")
    add_story(store)

    assert names(store) == ["v1"]


def test_a_commit_that_is_no_waypoint_any_more_is_not_offered(store: Store):
    add_commit(store, "a", "u: 1")
    assert known(store) == ()
    add_story(store)

    assert known(store) == ()


def test_the_newest_reading_of_a_commit_counts(store: Store):
    add_story(store)
    add_commit(store, "b", "u: 1", "o: 1")
    assert len(known(store)[0].migrations) == 2
    add_commit(store, "b", "u: 1 < 2", "o: 1", reading="s" * 64)

    assert len(known(store)[0].migrations) == 3
    with store.reading() as session:
        assert checkouts.commits(session, "shop", reading="s" * 64) == {id_of("b")}
        assert checkouts.commits(session, "shop", reading="r" * 64) == frozenset()
