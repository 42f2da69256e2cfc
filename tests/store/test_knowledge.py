from dataclasses import replace
from datetime import UTC, datetime

from app.domain.provenance import Knowledge
from app.store import codehistory, knowledge, releases
from app.store.engine import Store
from tests.build import release
from tests.domain.provenance.code import code, commit, did, id_of, ref

NOW = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)


def known(store: Store) -> Knowledge:
    with store.reading() as session:
        return knowledge.of_project(session, "shop")


def add(store: Store, label: str, *lines: str, commit: str | None = None) -> None:
    with store.writing() as session:
        new = replace(release(*lines, label=label), commit=commit)
        releases.add(session, "shop", new, label=label, at=NOW)


def labels(found: Knowledge) -> list[str | None]:
    return [each.label for each in found.releases]


def test_nothing_is_known_of_a_new_project(store: Store):
    assert (known(store).releases, known(store).history.commits) == ((), {})


def test_each_content_is_there_once_and_the_value_stays_while_nothing_is_added(store: Store):
    add(store, "v1", "a: 1")
    add(store, "v2", "a: 1 < 2")
    add(store, "latest", "a: 1 < 2")
    first = known(store)

    assert labels(first) == ["v1", "v2"]
    assert known(store) is first
    add(store, "v3", "a: 1 < 2 < 3")
    assert labels(known(store)) == ["v1", "v2", "v3"]


def test_where_a_label_pointed_before_counts_too(store: Store):
    add(store, "main", "a: 1")
    add(store, "main", "a: 1 < 2")

    assert [len(each.migrations) for each in known(store).releases] == [1, 2]


def test_the_order_of_commits_goes_before_the_order_of_receipt(store: Store):
    story = code([commit("a"), commit("b", "a")], [did("a", "added a.1")], ref("v1", "a"), ref("v2", "b"))
    add(store, "v2", "a: 1 < 2", commit=id_of("b"))
    add(store, "v1", "a: 1", commit=id_of("a"))
    assert labels(known(store)) == ["v2", "v1"]
    with store.writing() as session:
        codehistory.add(session, "shop", story, at=NOW)

    assert labels(known(store)) == ["v1", "v2"]


def test_only_the_newest_are_loaded(store: Store):
    for number in range(knowledge.MAX_RELEASES + 2):
        add(store, f"v{number}", f"a: {number}")

    assert labels(known(store)) == [f"v{number}" for number in range(2, knowledge.MAX_RELEASES + 2)]


def test_no_more_is_known_than_stays_in_memory(store: Store, monkeypatch):
    """Else the releases were read again for every page."""
    for number in range(1, 5):
        add(store, f"v{number}", "a: " + " < ".join(str(step) for step in range(number)))
    monkeypatch.setattr(knowledge, "MAX_KNOWN_MIGRATIONS", 7)

    assert labels(known(store)) == ["v3", "v4"]
    assert known(store) is known(store)
