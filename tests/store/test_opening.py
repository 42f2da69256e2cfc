import shutil
import sqlite3
import subprocess
import sys
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from sqlalchemy import inspect, text

from app import assets
from app.config import Secret
from app.store import snapshots
from app.store.engine import StoreError, engine_of, open_store
from app.store.opening.schema import LOCK_ID
from tests.build import history
from tests.servers.postgres import PostgresServer

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)

PATIENCE = 60
"""Seconds. Only a guard against hanging: no test is about how long something takes."""

SECOND = '''
"""A column that the next version adds."""

import sqlalchemy as sa
from alembic import op

revision = "ffffffffffff"
down_revision = "{head}"


def upgrade() -> None:
    op.add_column("snapshots", sa.Column("note", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("snapshots", "note")
'''

OPENING = """
import sys
from app.store.engine import open_store
print("ready", flush=True)
sys.stdin.readline()
open_store(sys.argv[1]).close()
print("opened")
"""


def revision_of(url: str) -> str:
    engine = engine_of(url)
    with engine.connect() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    return str(revision)


def next_version(folder: Path, head: str) -> Path:
    """A folder with the migrations of a newer Driftboard, one revision ahead."""
    scripts = shutil.copytree(assets.ALEMBIC, folder / "next", ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "29991231_note.py").write_text(SECOND.format(head=head), encoding="utf-8")
    return scripts


def test_opening_makes_the_tables(store_url: str):
    open_store(store_url).close()

    engine = engine_of(store_url)
    assert {"snapshots", "changes", "releases", "labels", "failures"} <= set(
        inspect(engine).get_table_names()
    )
    engine.dispose()


def test_an_older_store_is_brought_up_to_date_and_keeps_what_it_has(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with open_store(store_url) as store, store.writing() as session:
        snapshots.add(session, "shop", "one", history("users.1"), at=T0)
    monkeypatch.setattr(assets, "ALEMBIC", next_version(tmp_path, revision_of(store_url)))

    with open_store(store_url) as store, store.reading() as session:
        assert snapshots.latest(session, "shop", "one").history == history("users.1")
        assert session.scalar(text("SELECT count(note) FROM snapshots")) == 0
    assert revision_of(store_url) == "ffffffffffff"


def test_a_newer_store_is_refused_and_left_as_it_is(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    open_store(store_url).close()
    with monkeypatch.context() as ahead:
        ahead.setattr(assets, "ALEMBIC", next_version(tmp_path, revision_of(store_url)))
        open_store(store_url).close()

    with pytest.raises(StoreError, match="made by a newer Driftboard"):
        open_store(store_url)
    assert revision_of(store_url) == "ffffffffffff"


def test_processes_that_open_a_new_store_at_once_all_succeed(store_url: str):
    command = [sys.executable, "-W", "error", "-c", OPENING, store_url]
    processes = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(4)
    ]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * 4
    for process in processes:
        process.stdin.write("now\n")
        process.stdin.flush()

    assert [process.communicate(timeout=PATIENCE)[0] for process in processes] == ["opened\n"] * 4


def test_one_upgrade_waits_for_another(postgres_database: str):
    """The server itself reports that the second upgrade waits, and for which connection."""
    waits = (
        "SELECT count(*) FROM pg_locks"
        " WHERE locktype = 'advisory' AND NOT granted AND %s = ANY(pg_blocking_pids(pid))"
    )
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(postgres_database) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ID])
        opening = Thread(target=lambda: open_store(postgres_database).close())
        opening.start()
        guard = time.monotonic() + PATIENCE
        while connection.execute(waits, [connection.info.backend_pid]).fetchone() != (1,):
            assert opening.is_alive(), "it did not wait"
            assert time.monotonic() < guard, "it neither waits nor ends"
            time.sleep(0.02)

        assert connection.execute(tables).fetchone() == (0,)
        connection.rollback()
        opening.join(timeout=PATIENCE)
        assert connection.execute(tables).fetchone() > (0,)
    assert not opening.is_alive()


def test_two_writers_wait_for_each_other(store_url: str):
    """Both read the newest snapshot and write the next one; neither may fail, and none is lost."""
    writing = """
import sys
from datetime import UTC, datetime
from app.store import snapshots
from app.store.engine import open_store
from tests.build import history
with open_store(sys.argv[1]) as store:
    for number in range(30):
        with store.writing() as session:
            new = history(f"{sys.argv[2]}.{number}")
            snapshots.add(session, "shop", "one", new, at=datetime.now(UTC))
"""
    command = [sys.executable, "-W", "error", "-c", writing, store_url]
    processes = [subprocess.Popen([*command, name], stderr=subprocess.PIPE) for name in ("a", "b")]

    assert [process.communicate(timeout=PATIENCE)[1] for process in processes] == [b"", b""]
    with open_store(store_url) as store, store.reading() as session:
        assert len(snapshots.summaries(session, "shop", "one")) == 60


def test_a_sqlite_store_is_in_wal_mode(tmp_path: Path):
    open_store(f"sqlite:///{tmp_path}/driftboard.db").close()

    with sqlite3.connect(tmp_path / "driftboard.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_sqlite_store_keeps_its_references(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/driftboard.db"
    with open_store(url) as store, pytest.raises(Exception, match="FOREIGN KEY"), store.writing() as session:
        session.execute(text("INSERT INTO changes VALUES (99, 0, 0, '[]')"))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://me:hunter2@db.example/x", "postgresql:// or sqlite:///"),
        ("me:hunter2@db.example", "postgresql:// or sqlite:///"),
        ("postgresql://me:hunter2@127.0.0.1:1/x", "cannot be opened"),
        ("postgresql://me:hunter2@127.0.0.1:hunter2/x", "postgresql:// or sqlite:///"),
        ("sqlite://", "needs a file"),
        ("sqlite:////nowhere/hunter2/driftboard.db", "folder"),
    ],
)
def test_a_store_that_cannot_be_opened_is_said_without_its_url(url: str, sentence: str):
    with pytest.raises(StoreError, match=sentence) as caught:
        open_store(Secret(url))

    assert "hunter2" not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert caught.value.__context__ is None


def test_a_file_that_is_no_database_is_said(tmp_path: Path):
    (tmp_path / "driftboard.db").write_text("not a database, but long enough to look at" * 100)

    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path}/driftboard.db")


def test_a_role_that_may_not_make_tables_is_said(postgres: PostgresServer, postgres_database: str):
    with psycopg.connect(postgres_database) as connection:
        connection.execute("DROP ROLE IF EXISTS no_tables")
        connection.execute("CREATE ROLE no_tables LOGIN")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    name = postgres_database.rpartition("/")[2]

    with pytest.raises(StoreError, match="refuses us"):
        open_store(postgres.dsn(name, user="no_tables"))


def test_a_store_that_is_gone_is_said_without_its_address(postgres: PostgresServer, postgres_database: str):
    with open_store(postgres_database) as store:
        postgres.drop_database(postgres_database.rpartition("/")[2])

        with pytest.raises(StoreError, match="does not answer") as caught, store.reading() as session:
            snapshots.latest(session, "shop", "one")

    shown = "".join(traceback.format_exception(caught.value))
    assert "127.0.0.1" not in shown
    assert caught.value.__cause__ is None
