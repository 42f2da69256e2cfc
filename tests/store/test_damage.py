"""Stored histories that were changed from outside: the others are read, and what is seen again is stored whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.domain.table_location import DEFAULT_LOCATION
from app.store import schemas, snapshots
from app.store.engine import Store, open_store
from app.store.snapshots import looks
from app.store.snapshots.looks import Look
from tests.build import history

T0 = datetime(2026, 6, 19, 9, 12, 40, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIMIT = timedelta(minutes=15)
A, B, C = history("users.1"), history("users.1", "orders.1"), history("users.1", "orders.1", "orders.2")


def look(store: Store, at: datetime, **seen) -> list[bool]:
    found = [Look(slug, DEFAULT_LOCATION, each, LIMIT) for slug, each in seen.items()]
    with store.writing() as session:
        return looks.add(session, "shop", found, at=at)


def add(store: Store, at: datetime, **seen) -> list[bool]:
    with store.writing() as session:
        return [snapshots.add(session, "shop", slug, each, at=at) for slug, each in seen.items()]


def newest(store: Store) -> tuple[dict[str, object], dict[str, datetime]]:
    """The histories that can be read, and when those were seen that cannot, each by environment."""
    with store.reading() as session:
        found = snapshots.latest_of_all(session, "shop")
    return (
        {slug: each.history for (slug, _), each in found.readable.items()},
        {slug: at for (slug, _), at in found.damaged.items()},
    )


def damage(store_url: str, slug: str) -> None:
    """Change what is stored of the newest snapshot of an environment."""
    with open_store(store_url) as store, store.writing() as session:
        newest_id = (
            "SELECT max(snapshots.id) FROM snapshots JOIN environments ON environments.id = environment_id "
            "WHERE slug = :slug"
        )
        found = session.scalar(text(newest_id), {"slug": slug})
        session.execute(
            text("UPDATE changes SET inserted = '[[1]]' WHERE snapshot_id = :found"), {"found": found}
        )


@pytest.fixture
def damaged(store_url: str) -> str:
    """Of three environments one is damaged."""
    with open_store(store_url) as store:
        look(store, T0, one=A, two=B, three=C)
    damage(store_url, "two")
    return store_url


def test_the_others_are_read(damaged: str):
    with open_store(damaged) as store:
        assert newest(store) == ({"one": A, "three": C}, {"two": T0})
        with store.reading() as session:
            then = snapshots.as_of_all(session, "shop", T0)
        assert [slug for slug, _ in then.readable] == ["one", "three"]
        assert then.damaged == {("two", DEFAULT_LOCATION): T0}


def test_an_equal_history_of_another_table_is_read_in_its_place(damaged: str):
    with open_store(damaged) as store:
        look(store, T0, four=B)
    with open_store(damaged) as store:
        assert newest(store) == ({"one": A, "two": B, "three": C, "four": B}, {})


@pytest.mark.parametrize("again", [look, add], ids=["looks", "one"])
def test_what_is_seen_again_is_stored_whole(damaged: str, again: Callable[..., list[bool]]):
    with open_store(damaged) as store:
        newest(store)  # a page is asked for, and finds it
        assert again(store, T0 + MINUTE, two=B) == [False]
        assert newest(store) == ({"one": A, "two": B, "three": C}, {})
    with open_store(damaged) as store:
        assert newest(store) == ({"one": A, "two": B, "three": C}, {})
        with store.reading() as session:
            assert len(snapshots.summaries(session, "shop", "two")) == 1


def test_one_that_goes_on_from_a_damaged_one_is_stored_whole_too(damaged: str):
    with open_store(damaged) as store:
        look(store, T0 + MINUTE, three=B, two=C)
    damage(damaged, "two")
    with open_store(damaged) as store:
        newest(store)
        look(store, T0 + 2 * MINUTE, two=C)
    with open_store(damaged) as store:
        assert newest(store) == ({"one": A, "two": C, "three": B}, {})


def test_a_table_without_rows_is_mended_too(store_url: str):
    empty = history()
    with open_store(store_url) as store:
        look(store, T0, one=A)
        look(store, T0 + MINUTE, one=empty)
        with store.writing() as session:
            session.execute(text("DELETE FROM changes"))
            session.execute(text("UPDATE snapshots SET keyframe = 1"))
    damage_all = "INSERT INTO changes (snapshot_id, position, removed, inserted) VALUES (2, 0, 1, '[]')"
    with open_store(store_url) as store, store.writing() as session:
        session.execute(text(damage_all))
    with open_store(store_url) as store:
        assert newest(store)[1] == {"one": T0 + MINUTE}
        look(store, T0 + 2 * MINUTE, one=empty)
    with open_store(store_url) as store:
        assert newest(store) == ({"one": empty}, {})


def test_the_change_after_a_history_that_only_memory_has_is_stored_whole(damaged: str):
    with open_store(damaged) as store:
        newest(store)  # it is found
        look(store, T0 + MINUTE, four=B)  # and an equal one is in memory now
        look(store, T0 + 2 * MINUTE, two=C)
    with open_store(damaged) as store:
        assert newest(store)[0]["two"] == C


def of_schemas(store: Store, at: datetime, **seen) -> int:
    with store.writing() as session:
        digests = {name: (each, each.fingerprint[:32]) for name, each in seen.items()}
        return schemas.add(session, "shop", "saas", "default", digests, at=at, limit=LIMIT)


def test_of_schemas_that_share_a_history_the_others_tell_it(store_url: str):
    def clusters(store: Store) -> tuple[list[list[str]], list[str]]:
        with store.reading() as session:
            found = schemas.clusters(session, "shop")
        return (
            [list(each.seen_at) for of_one in found.readable.values() for each in of_one],
            [location.schema for _, location in found.damaged],
        )

    def known(store: Store) -> list[str]:
        with store.reading() as session:
            return list(schemas.digests(session, "shop", "saas", "default"))

    later = replace(B, rows=tuple(replace(row, id=row.id + 10) for row in B.rows))
    with open_store(store_url) as store:
        of_schemas(store, T0, a=B, b=later, c=A)
        with store.writing() as session:
            session.execute(text("UPDATE changes SET inserted = '[[1]]' WHERE snapshot_id IN (1, 3)"))
    with open_store(store_url) as store:
        assert clusters(store) == ([["b"]], ["a", "c"])
        assert known(store) == ["b"], "a collection reads the rows of the others"
        assert of_schemas(store, T0 + MINUTE, a=B, c=A) == 0
        assert known(store) == ["a", "b", "c"]
    with open_store(store_url) as store:
        assert clusters(store) == ([["c"], ["a", "b"]], [])
