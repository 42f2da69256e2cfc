"""Stored histories that were changed from outside: the others are read, and what is seen again is stored whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from app.domain.history import History, Surroundings
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store import schemas, snapshots
from app.store.engine import Store, open_store
from app.store.errors import DamagedHistoryError
from app.store.history_changes import dumps
from app.store.schemas.clusters import MAX_CHECKED
from app.store.snapshots import looks
from app.store.snapshots.looks import Look
from app.store.tables import ChangeRow
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
            return list(schemas.digests(session, "shop", "saas", "default", at=T0))

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


def sent(work: Callable[[], object], words: str = "FROM snapshots") -> list[str]:
    """The statements about what is stored of histories that have these words, while some work is done."""
    seen: list[str] = []

    def note(*arguments) -> None:
        seen.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return [statement for statement in seen if words in statement and "changes" in statement]


@pytest.mark.parametrize("again", [look, add], ids=["looks", "one"])
def test_a_process_that_shows_no_page_stores_whole_what_it_sees_again(
    damaged: str, again: Callable[..., list[bool]]
):
    with open_store(damaged) as store:
        assert again(store, T0 + MINUTE, one=A, two=B, three=C) == [False, False, False]
    with open_store(damaged) as store:
        assert newest(store) == ({"one": A, "two": B, "three": C}, {})


def test_what_memory_has_is_stored_whole_too_where_it_is_damaged(store_url: str):
    with open_store(store_url) as store:
        look(store, T0, one=A)
        damage(store_url, "one")
        assert newest(store) == ({"one": A}, {})
        look(store, T0 + MINUTE, one=A)
    with open_store(store_url) as store:
        assert newest(store) == ({"one": A}, {})


def test_a_change_goes_on_from_no_history_that_memory_alone_has(store_url: str):
    with open_store(store_url) as store:
        look(store, T0, one=A)
        damage(store_url, "one")
        look(store, T0 + MINUTE, one=B)
    with open_store(store_url) as store:
        assert newest(store) == ({"one": B}, {})


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE snapshots SET has_table = NOT has_table, rows = 77, keyframe = 9",
        "UPDATE snapshots SET surroundings = '{'",
        "UPDATE changes SET position = 7",
        "UPDATE changes SET inserted = '" + "[" * 100_000 + "'",
        "DELETE FROM changes",
    ],
    ids=["the table", "surroundings", "the place", "too deep", "nothing"],
)
def test_whatever_was_changed_is_put_right(store_url: str, wrong: str):
    odd = History(B.rows, surroundings=Surroundings(other_schemas=("tenant",)))
    with open_store(store_url) as store:
        look(store, T0, one=odd)
        with store.writing() as session:
            session.execute(text(wrong))
    with open_store(store_url) as store:
        assert newest(store) == ({}, {"one": T0})
        look(store, T0 + MINUTE, one=odd)
    with open_store(store_url) as store:
        assert newest(store) == ({"one": odd}, {})
        with store.reading() as session:
            assert session.scalar(text("SELECT rows FROM snapshots")) == len(B.rows)


@pytest.mark.parametrize(
    "wrong",
    ["changes SET inserted = {} WHERE snapshot_id = 2", "snapshots SET surroundings = {} WHERE id = 2"],
)
def test_bytes_that_are_no_text_damage_one_history_alone(tmp_path: Path, wrong: str):
    """PostgreSQL refuses them; SQLite keeps them, and its driver refuses to read them as text."""
    with open_store(f"sqlite:///{tmp_path}/driftboard.db") as store:
        look(store, T0, one=A, two=B)
        with store.writing() as session:
            session.execute(text("UPDATE " + wrong.format("CAST(x'5bff5d' AS TEXT)")))
    with open_store(f"sqlite:///{tmp_path}/driftboard.db") as store:
        assert newest(store) == ({"one": A}, {"two": T0})
        look(store, T0 + MINUTE, two=B)
    with open_store(f"sqlite:///{tmp_path}/driftboard.db") as store:
        assert newest(store) == ({"one": A, "two": B}, {})


def test_what_was_put_back_is_left_as_it_is(damaged: str):
    with open_store(damaged) as store:
        assert newest(store)[1] == {"two": T0}
        with store.writing() as session:
            put_back = text("UPDATE changes SET inserted = :rows WHERE snapshot_id = 2")
            session.execute(put_back, {"rows": dumps(B.rows)})
        assert sent(lambda: look(store, T0 + MINUTE, two=B), "DELETE FROM changes") == []
    with open_store(damaged) as store:
        assert newest(store) == ({"one": A, "two": B, "three": C}, {})


def test_a_look_asks_once_for_what_is_stored_and_in_one_process_no_second_time(store_url: str):
    with open_store(store_url) as store:
        look(store, T0, **{f"e{number}": B for number in range(40)})
    with open_store(store_url) as store:
        few = sent(lambda: look(store, T0 + MINUTE, e0=B, e1=B))
        many = sent(lambda: look(store, T0 + MINUTE, **{f"e{number}": B for number in range(40)}))
        again = sent(lambda: look(store, T0 + MINUTE, **{f"e{number}": B for number in range(40)}))

    assert (len(few), len(many), again) == (1, 1, [])


def test_of_one_environment_an_equal_history_of_another_is_read(damaged: str):
    with open_store(damaged) as store:
        look(store, T0, four=B)
    with open_store(damaged) as store, store.reading() as session:
        (found,) = snapshots.with_fingerprint(session, "shop", "two", B.fingerprint)
        assert (found.environment, found.history) == ("two", B)
        assert snapshots.latest(session, "shop", "two").history == B
        assert snapshots.history_of_project(session, "shop", B.fingerprint) == B
        assert snapshots.history_of_project(session, "shop", "f" * 64) is None


def test_one_that_cannot_be_rebuilt_is_named(damaged: str):
    with open_store(damaged) as store, store.reading() as session:
        for ask in (
            lambda: snapshots.latest(session, "shop", "two"),
            lambda: snapshots.with_fingerprint(session, "shop", "two", B.fingerprint[:10]),
            lambda: snapshots.history_of_project(session, "shop", B.fingerprint),
        ):
            with pytest.raises(DamagedHistoryError, match=f"{B.fingerprint[:10]} of two") as caught:
                ask()
            error = caught.value
            assert (error.project, error.environment, error.location) == ("shop", "two", DEFAULT_LOCATION)
            assert (error.fingerprint, error.received_at) == (B.fingerprint, T0)


def test_the_nearest_that_can_be_read_are_its_neighbours(store_url: str):
    seen = [history("users.1", *(f"orders.{name}" for name in range(number))) for number in range(6)]
    with open_store(store_url) as store:
        for number, each in enumerate(seen):
            look(store, T0 + number * MINUTE, one=each)
        with store.writing() as session:
            session.execute(text("UPDATE changes SET inserted = '{' WHERE snapshot_id = 3"))
            session.execute(text("UPDATE snapshots SET keyframe = number WHERE id = 6"))
            session.execute(text("DELETE FROM changes WHERE snapshot_id = 6"))
            row = {"snapshot_id": 6, "position": 0, "removed": 0, "inserted": dumps(seen[5].rows)}
            session.execute(ChangeRow.__table__.insert().values(row))
    with open_store(store_url) as store, store.reading() as session:

        def around(number: int) -> tuple[History | None, ...]:
            found = snapshots.neighbours(session, "shop", "one", DEFAULT_LOCATION, T0 + number * MINUTE)
            return tuple(each and each.history for each in found)

        assert around(3) == around(2) == (seen[1], seen[5])
        assert around(0) == (None, seen[1])
        assert around(5) == (seen[1], None)


def test_a_process_that_shows_no_page_finds_damaged_schemas(store_url: str):
    later = replace(B, rows=tuple(replace(row, id=row.id + 10) for row in B.rows))
    with open_store(store_url) as store:
        of_schemas(store, T0, a=B, b=later, c=A)
        with store.writing() as session:
            session.execute(text("UPDATE changes SET inserted = '[[1]]' WHERE snapshot_id > 1"))
    with open_store(store_url) as store:
        with store.reading() as session:
            assert list(schemas.digests(session, "shop", "saas", "default", at=T0)) == ["a"]
        assert of_schemas(store, T0 + MINUTE, b=later, c=A) == 0
    with open_store(store_url) as store, store.reading() as session:
        assert [
            snapshots.latest(session, "shop", "saas", TableLocation("default", name)).history
            for name in "abc"
        ] == [B, later, A]


def test_of_very_many_schemas_a_look_reads_some_and_the_next_one_others(store_url: str):
    number = 3 * MAX_CHECKED
    names = [f"t{index:04}" for index in range(number)]

    def known(store: Store, at: datetime) -> list[str]:
        with store.reading() as session:
            return list(schemas.digests(session, "shop", "saas", "default", at=at))

    with open_store(store_url) as store:
        of_schemas(store, T0, **dict.fromkeys(names, B))
        with store.writing() as session:
            session.execute(text("UPDATE changes SET inserted = '[[1]]' WHERE snapshot_id > 1"))
    found = []
    for minute in range(2):
        with open_store(store_url) as store:
            found.append(set(names) - set(known(store, T0 + minute * MINUTE)))
    with open_store(store_url) as store:
        questions = sent(lambda: known(store, T0))
        for minute in range(1, 4):
            left = known(store, T0 + minute * MINUTE)

    assert [len(each) for each in found] == [MAX_CHECKED - 1] * 2
    assert len(found[0] | found[1]) > MAX_CHECKED
    assert len(questions) == 1
    assert len(left) < len(names) - MAX_CHECKED
