"""Our own database is gone, frozen, full, read-only or somebody else's: it is said, and nothing is lost in silence."""

import os
import signal
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from app.store import engine, snapshots
from app.store.engine import Store, StoreError, open_store
from app.store.opening import trouble
from tests.build import history
from tests.servers.postgres import PostgresServer

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "driftboard.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{file}") as opened:
        yield opened


def add(store: Store, *keys: str) -> None:
    with store.writing() as session:
        snapshots.add(session, "shop", "one", history(*keys), at=T0)


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_the_file_and_what_lies_beside_it_are_its_owners_alone(store: Store, file: Path):
    add(store, "users.1")

    assert {path.name: mode(path) for path in file.parent.iterdir()} == {
        "driftboard.db": 0o600,
        "driftboard.db-wal": 0o600,
        "driftboard.db-shm": 0o600,
    }


def test_the_mode_of_a_file_that_is_there_stays(file: Path):
    file.touch()
    file.chmod(0o640)
    with open_store(f"sqlite:///{file}") as store:
        add(store, "users.1")

        assert mode(file) == mode(file.with_name("driftboard.db-wal")) == 0o640


@pytest.mark.parametrize("put_back", [False, True])
def test_a_deleted_file_is_said_to_readers_and_writers(store: Store, file: Path, *, put_back: bool):
    add(store, "users.1")
    file.unlink()
    if put_back:
        sqlite3.connect(file).close()
        file.touch()

    with pytest.raises(StoreError, match="is gone, or another one"), store.reading() as session:
        snapshots.latest(session, "shop", "one")
    with pytest.raises(StoreError, match="is gone"):
        add(store, "users.1", "users.2")
    with pytest.raises(StoreError, match="is gone"):
        store.check()


def test_a_file_that_is_deleted_while_it_is_written_is_said(store: Store, file: Path):
    def write_late() -> None:
        with store.writing() as session:
            snapshots.add(session, "shop", "one", history("users.1"), at=T0)
            file.unlink()

    with pytest.raises(StoreError, match="is gone"):
        write_late()


def test_a_full_disk_is_said_and_what_was_stored_can_be_read(store: Store):
    add(store, "users.1")

    def write_much() -> None:
        with store.writing() as session:
            session.execute(text("PRAGMA max_page_count = 1"))
            snapshots.add(session, "shop", "one", history(*(f"users.{n}" for n in range(5000))), at=T0)

    with pytest.raises(StoreError, match="disk of the store is full"):
        write_much()

    with store.reading() as session:
        assert snapshots.latest(session, "shop", "one").history == history("users.1")


def test_a_read_only_file_is_said(store: Store):
    with store.reading() as session, pytest.raises(Exception, match="readonly") as caught:
        session.execute(text("PRAGMA user_version = 1"))

    assert str(trouble.trouble(caught.value)) == trouble.READ_ONLY


def test_a_store_that_can_be_written_is_ready_and_to_ask_again_does_not_make_it_longer(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
):
    log = file.with_name(f"{file.name}-wal")
    lengths = []
    for seconds in (5.0, 0.0):  # at last each of them writes
        monkeypatch.setattr(engine, "WRITTEN_FOR", seconds)
        store.check()
        before = log.stat().st_size
        for _ in range(20):
            store.check()
        lengths.append(log.stat().st_size - before)

    assert lengths[0] == 0 < lengths[1]


def test_a_foreign_file_is_refused_and_left_to_the_byte(file: Path):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE auth_user (id integer)")
    before = file.read_bytes()

    with pytest.raises(StoreError, match="tables of something else, among them auth_user"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["driftboard.db"]


@pytest.mark.parametrize(
    "table", ["CREATE TABLE auth_user (id integer)", "CREATE TABLE environments (id integer)"]
)
def test_a_foreign_database_is_refused_also_one_that_alembic_keeps(postgres_database: str, table: str):
    with psycopg.connect(postgres_database) as connection:
        connection.execute(table)
        connection.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
        connection.execute("INSERT INTO alembic_version VALUES ('abcdef012345')")

    with pytest.raises(StoreError, match="tables of something else"):
        open_store(postgres_database)
    with psycopg.connect(postgres_database) as connection:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(query).fetchone() == (2,)


def test_a_postgresql_that_takes_no_writes_is_not_ready(postgres_database: str):
    open_store(postgres_database).close()
    name = postgres_database.rpartition("/")[2]
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')

    with (
        open_store(postgres_database) as store,
        pytest.raises(StoreError, match="can be read and not written"),
    ):
        store.check()


def test_a_frozen_postgresql_is_given_up_within_three_seconds(
    postgres: PostgresServer, postgres_database: str
):
    """Its connections stay open, and new ones are accepted by the system."""
    with open_store(postgres_database) as store:
        add(store, "users.1")
        with psycopg.connect(postgres.url) as connection:
            query = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s"
            pids = [pid for (pid,) in connection.execute(query, [postgres_database.rpartition("/")[2]])]
        assert len(pids) == 1
        os.kill(pids[0], signal.SIGSTOP)
        try:
            start = time.monotonic()
            with store.reading() as session:  # over another connection
                assert snapshots.latest(session, "shop", "one") is not None
            assert time.monotonic() - start < 3
        finally:
            os.kill(pids[0], signal.SIGCONT)
