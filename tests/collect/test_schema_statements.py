"""What is asked of a real PostgreSQL server for many schemas: reads alone, of one moment, and few."""

import psycopg
import pytest

from app import collect
from app.collect import CollectionError, schemas
from app.config import Secret
from app.domain.failure import Cause
from app.jobs.handover import digest
from tests.collect.postgres_database import run
from tests.collect.schemas_database import look, made, of, statements
from tests.servers.postgres import PostgresServer


def test_what_did_not_change_is_not_read_again(postgres: PostgresServer, postgres_database: str):
    made(postgres_database, "a", "b", "c")
    digests = {name: digest for name, (_, digest) in look(postgres_database, "?").histories.items()}
    run(postgres_database, "UPDATE b.django_migrations SET applied = applied + '1 us'")
    before = len(statements(postgres, postgres_database))

    batch = look(postgres_database, "?", digests=digests)

    assert list(batch.histories) == ["b"]
    assert batch.unchanged == ("a", "c")
    assert batch.histories["b"][1] != digests["b"]
    rows = [line for line in statements(postgres, postgres_database)[before:] if "json_agg" in line]
    assert len(rows) == 1
    assert '"b"' in rows[0]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE a.django_migrations SET name = 'other'",
        "UPDATE a.django_migrations SET app = 'other'",
        "UPDATE a.django_migrations SET id = 9",
        "UPDATE a.django_migrations SET applied = '2026-05-01 09:58:00.500001+00'",
        "INSERT INTO a.django_migrations (app, name, applied) VALUES ('users', '2', now())",
        "DELETE FROM a.django_migrations",
        "DROP TABLE a.django_migrations",
    ],
)
def test_every_change_of_a_row_is_seen(postgres_database: str, change: str):
    made(postgres_database, "a")
    ((before, known),) = look(postgres_database, "a").histories.values()
    run(postgres_database, change)

    ((after, now),) = look(postgres_database, "a", digests={"a": known}).histories.values()

    assert after != before
    assert now != known


def test_the_digest_is_the_one_that_a_push_makes(postgres_database: str):
    made(postgres_database, "a", rows=[("users", "1"), ("ünï", "")])
    made(postgres_database, "b", rows=[])

    for history, known in look(postgres_database, "a", "b").histories.values():
        assert known == digest(history)


def test_tables_that_are_copies_are_read_once(postgres: PostgresServer, postgres_database: str):
    made(postgres_database, "a", "b", "c")
    made(postgres_database, "d", rows=[("users", "2")])

    histories = look(postgres_database, "?").histories

    assert {name: history for name, (history, _) in histories.items()} == {
        **dict.fromkeys("abc", of(("users", "1"))),
        "d": of(("users", "2")),
    }
    (rows,) = [line for line in statements(postgres, postgres_database) if "json_agg" in line]
    assert rows.count("json_agg") == 2


def test_the_server_ran_nothing_but_select_within_one_snapshot(
    postgres: PostgresServer, postgres_database: str
):
    made(postgres_database, *(f"t{number:03}" for number in range(schemas.BATCH + 1)))
    before = len(statements(postgres, postgres_database))

    look(postgres_database, "t*")

    first, *between, last = statements(postgres, postgres_database)[before:]
    assert first == "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    assert last == "ROLLBACK"
    batch = ["SELECT", "SELECT", "ROLLBACK"]
    assert [line.split()[0] for line in between] == ["SELECT", "SELECT", "SAVEPOINT", *batch, *batch]


def test_the_locks_of_a_batch_are_let_go(postgres_database: str):
    """Each table that a transaction reads stays locked to its end, and a server has room for few thousand locks."""
    made(postgres_database, *(f"t{number:03}" for number in range(2 * schemas.BATCH)))
    batches = collect.schema_batches(Secret(postgres_database), ["t*"], {})
    next(batches)
    next(batches)
    with psycopg.connect(postgres_database) as connection:
        (locks,) = connection.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE datname = current_database() AND application_name = 'driftboard' AND locktype = 'relation'"
        ).fetchone()
    batches.close()

    assert schemas.BATCH <= locks < 3 * schemas.BATCH


def test_all_batches_see_one_moment(postgres_database: str):
    made(postgres_database, *(f"t{number:03}" for number in range(schemas.BATCH + 2)))
    last = f"t{schemas.BATCH + 1:03}"
    batches = collect.schema_batches(Secret(postgres_database), ["t*"], {})
    next(batches)
    run(
        postgres_database,
        f"INSERT INTO {last}.django_migrations (app, name, applied) VALUES ('users', '2', now())",  # noqa: S608
        f"DROP SCHEMA t{schemas.BATCH:03} CASCADE",
    )

    rest = next(batches)

    assert {name: len(history.rows) for name, (history, _) in rest.histories.items()} == {last: 1}
    assert rest.causes == {}


def test_a_connection_that_ends_is_told_as_one(postgres_database: str):
    made(postgres_database, *(f"t{number:03}" for number in range(schemas.BATCH + 1)))
    batches = collect.schema_batches(Secret(postgres_database), ["t*"], {})
    assert len(next(batches).histories) == schemas.BATCH
    run(
        postgres_database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'driftboard'",
    )

    with pytest.raises(CollectionError) as caught:
        next(batches)

    assert caught.value.cause is Cause.NOT_READY


def test_the_time_for_reading_is_limited_and_what_is_done_between_does_not_count(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
):
    """Reading takes fifty seconds for each batch here, and storing an hour."""
    made(postgres_database, *"abcde")
    clock = [0.0]

    def slow(*facts):
        clock[0] += 50
        return real(*facts)

    real = schemas._read
    monkeypatch.setattr(schemas, "BATCH", 1)
    monkeypatch.setattr(schemas, "_read", slow)
    monkeypatch.setattr(schemas, "monotonic", lambda: clock[0])
    names = []

    def read_and_store() -> None:
        for batch in collect.schema_batches(Secret(postgres_database), ["?"], {}):
            names.extend(batch.histories)
            clock[0] += 3600

    with pytest.raises(CollectionError) as caught:
        read_and_store()

    assert (names, caught.value.cause) == (["a", "b", "c"], Cause.TIMED_OUT)
    assert caught.value.__context__ is None
