"""The revision names what a session sees: whoever writes, and however."""

from datetime import timedelta

from sqlalchemy import text

from app.domain.failure import Cause
from app.store import failures, releases, snapshots
from app.store.engine import open_store
from app.store.revision import remembered, revision
from app.store.sessions import StoreCache
from app.store.tables import Base
from tests import build
from tests.build import NOON

TRIES = 20


def name_of(store) -> str:
    with store.reading() as session:
        name = revision(session)
    assert name is not None
    return name


def seen(store, *keys: str, at=NOON) -> None:
    with store.writing() as session:
        snapshots.add(session, "shop", "qa", build.history(*keys), at=at)


def test_it_stays_the_same_while_nobody_writes(store):
    seen(store, "a.1")
    # A server of PostgreSQL may do something of its own between two looks, then it is another name.
    assert any(name_of(store) == name_of(store) for _ in range(TRIES))


def test_every_write_of_another_process_makes_another(store, store_url):
    with open_store(store_url) as other:
        names = [name_of(store)]
        for minute, keys in enumerate((("a.1",), ("a.1",), ("a.1", "a.2"))):
            seen(other, *keys, at=NOON + timedelta(minutes=minute))
            names.append(name_of(store))
        with other.writing() as session:
            failures.add(session, "shop", "qa", Cause.UNREACHABLE, at=NOON)
        names.append(name_of(store))
        with other.writing() as session:
            releases.add(session, "shop", build.release("a: 1"), label="v1", at=NOON)
        names.append(name_of(store))
        with other.writing() as session:
            releases.remove(session, "shop", "v1", at=NOON)
        names.append(name_of(store))

    assert len(set(names)) == len(names)


def test_a_statement_by_hand_makes_another_and_so_does_its_undoing(store):
    seen(store, "a.1")
    names = [name_of(store)]
    for statement in (
        "UPDATE snapshots SET rows = 7",
        "UPDATE snapshots SET rows = 1",
        "DELETE FROM changes",
    ):
        with store.writing() as session:
            session.execute(text(statement))
        names.append(name_of(store))

    assert len(set(names)) == len(names)


def test_a_session_that_began_before_a_write_keeps_the_name_of_what_it_sees(store):
    seen(store, "a.1")
    with store.reading() as session:
        before = revision(session)
        seen(store, "a.1", "a.2")
        session.info.clear()

        assert revision(session) == before
        assert session.scalar(text("SELECT count(*) FROM snapshots")) == 1
    assert name_of(store) != before


def test_a_write_that_was_taken_back_shows_nothing_new(store):
    seen(store, "a.1")
    made = []

    def rows() -> int:
        with store.reading() as session:
            return remembered(
                session,
                "rows",
                lambda: made.append(1) or session.scalar(text("SELECT count(*) FROM snapshots")),
            )

    def is_kept() -> bool:
        number = len(made)
        return rows() == 2 and len(made) == number

    assert rows() == 1
    with store.writing() as session:
        snapshots.add(session, "shop", "qa", build.history("a.1", "a.2"), at=NOON)
        session.flush()
        assert rows() == 1
        session.rollback()

    assert rows() == 1
    seen(store, "a.1", "a.2")
    assert rows() == 2
    assert any(is_kept() for _ in range(TRIES))


def test_every_table_has_its_triggers(tmp_path):
    """A table that a later revision makes anew on SQLite loses them. No page shows what is told, and to whom."""
    with open_store(f"sqlite:///{tmp_path}/store.db") as store, store.reading() as session:
        triggers = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))

    tables = set(Base.metadata.tables) - {"revisions", "verdicts", "messages"}
    assert triggers == {
        f"revise_{table}_{event}" for table in tables for event in ("insert", "update", "delete")
    }


def test_an_answer_that_does_not_hold_any_more_is_made_again(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/store.db") as store, store.reading() as session:
        numbers = iter(range(9))

        def ask(*, least: int) -> int:
            return remembered(session, "n", lambda: next(numbers), holds=lambda number: number >= least)

        assert [ask(least=0), ask(least=0), ask(least=1), ask(least=1)] == [0, 0, 1, 1]


def test_without_a_name_nothing_is_remembered(tmp_path):
    """As on a server of PostgreSQL that is in recovery."""
    with open_store(f"sqlite:///{tmp_path}/store.db") as store, store.reading() as session:
        session.info["revision"] = None
        numbers = iter(range(9))

        assert [remembered(session, "n", lambda: next(numbers)) for _ in range(2)] == [0, 1]
        assert StoreCache.of(session).answers.get(None, "n") is None
