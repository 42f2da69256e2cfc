"""The writers of a store in a file take turns in the order in which they come, so that none waits for ever."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from app.store.engine import Store, StoreError, open_store
from app.store.opening import sqlite
from app.store.opening.turns import Turns
from app.store.pushed import tokens

NOW = datetime(2026, 6, 19, 9, tzinfo=UTC)
WRITERS = 30


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/store.db") as opened:
        yield opened


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_who_came_first_is_first():
    turns, order = Turns(), []

    def take(number: int) -> None:
        with turns.one(30) as is_mine:
            assert is_mine
            order.append(number)

    with turns.one(0) as is_mine:
        assert is_mine
        threads = []
        for number in range(WRITERS):
            threads.append(Thread(target=take, args=(number,)))
            threads[-1].start()
            wait_until(lambda number=number: len(turns._waiting) == number + 1)
    for thread in threads:
        thread.join(30)

    assert order == list(range(WRITERS))


def test_who_has_no_patience_leaves_the_turns_to_the_others():
    turns = Turns()
    with turns.one(0):
        with turns.one(0.01) as is_mine:
            assert not is_mine
        assert not turns._waiting
    with turns.one(0) as is_mine:
        assert is_mine


def test_a_turn_ends_with_an_error():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.one(0):
        _ = 1 / 0
    with turns.one(0) as is_mine:
        assert is_mine


def test_no_writer_of_many_is_refused_and_each_waits_as_long_as_those_before_it_take(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    """SQLite itself would let nobody wait for longer than a tenth of a second here."""
    store._writing = store._writing.execution_options(patience=0.1)

    def write(number: int) -> None:
        with store.writing() as session:
            session.execute(text("PRAGMA user_version"))  # the lock is taken
            time.sleep(0.02)
            tokens.create(session, "shop", note=str(number), at=NOW)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))

    with store.reading() as session:
        assert len(tokens.all_tokens(session, "shop")) == WRITERS


def test_a_writer_whose_turn_does_not_come_is_told_that_the_store_is_busy(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sqlite, "LOCK_TIMEOUT", 0.05)
    has_turn, is_over = Event(), Event()

    def hold() -> None:
        with store.writing():
            has_turn.set()
            is_over.wait(30)

    thread = Thread(target=hold)
    thread.start()
    try:
        assert has_turn.wait(30)
        with pytest.raises(StoreError, match="busy"), store.writing():
            pass
        with store.reading() as session:  # nobody reads in turns
            assert tokens.all_tokens(session, "shop") == ()
    finally:
        is_over.set()
        thread.join(30)
    with store.writing() as session:
        tokens.create(session, "shop", at=NOW)
