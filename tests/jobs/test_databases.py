"""Collections of environments with several databases, and of databases with many schemas."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from structlog.testing import capture_logs

from app import collect as collectors
from app.collect.schemas import SchemaBatch
from app.config import Database, Environment, Secret
from app.domain.failure import Cause
from app.domain.history import History
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.jobs import collection
from app.jobs.collection import CollectionResult
from app.store import failures, schemas, snapshots
from app.store.engine import Store, StoreError
from tests.build import history
from tests.jobs.databases import database, gone
from tests.jobs.following import T0

LEGACY = TableLocation("legacy")


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def collect(store: Store, *environments: Environment, minutes: float = 0) -> tuple[CollectionResult, ...]:
    return collection.collect(store, "shop", environments, now=lambda: at(minutes))


def of(slug: str, **databases: Environment) -> Environment:
    """An environment with the databases of others."""
    return Environment(
        slug,
        tuple(Database(one.databases[0].url, alias) for alias, one in databases.items()),
        stale_after=timedelta(minutes=15),
    )


def tenants(url: str, *patterns: str, slug: str = "production") -> Environment:
    return Environment(slug, (Database(Secret(url), schemas=patterns),), stale_after=timedelta(minutes=15))


def make(url: str, **rows_by_schema: tuple[str, ...] | None) -> None:
    """Make schemas with these rows each; with None a schema without a table."""
    with psycopg.connect(url, autocommit=True) as connection:
        for schema, keys in rows_by_schema.items():
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            if keys is None:
                continue
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {schema}.django_migrations"
                " (id bigint, app text, name text, applied timestamptz)"
            )
            connection.execute(f"DELETE FROM {schema}.django_migrations")  # noqa: S608
            for row in history(*keys).rows:
                connection.execute(
                    f"INSERT INTO {schema}.django_migrations VALUES (%s, %s, %s, %s)",  # noqa: S608
                    (row.id, *row.key, row.applied),
                )


def stored(store: Store) -> dict[str, list[str]]:
    """The keys of each schema that has a table."""
    with store.reading() as session:
        return {
            schema: [str(row.key) for row in cluster.snapshot.history.rows]
            for cluster in schemas.clusters(session, "shop").readable["production", "default"]
            for schema in cluster.seen_at
            if cluster.snapshot.history.has_table
        }


def causes(store: Store) -> dict[str, Cause]:
    with store.reading() as session:
        return {
            str(location): failure.cause
            for (_, location), failure in failures.current(session, "shop").items()
        }


def test_each_database_of_an_environment_has_its_own_history(store: Store, tmp_path: Path):
    both = of(
        "production", default=database(tmp_path, "a", "users.1"), legacy=database(tmp_path, "b", "old.1")
    )

    results = collect(store, both, database(tmp_path, "alone"))

    assert results == (
        CollectionResult("alone", history(), is_new=True),
        CollectionResult("production", history("users.1"), is_new=True),
        CollectionResult("production", history("old.1"), is_new=True, alias="legacy"),
    )
    with store.reading() as session:
        found = snapshots.latest_of_all(session, "shop").readable
    assert {key: snapshot.history for key, snapshot in found.items()} == {
        ("alone", DEFAULT_LOCATION): history(),
        ("production", DEFAULT_LOCATION): history("users.1"),
        ("production", LEGACY): history("old.1"),
    }


def test_a_database_that_fails_keeps_the_others_of_its_environment_going(store: Store, tmp_path: Path):
    both = of("production", default=gone(tmp_path, "x"), legacy=database(tmp_path, "b", "old.1"))

    first = collect(store, both)
    second = collect(store, both, minutes=1)

    assert [(result.alias, result.cause, result.is_new) for result in (*first, *second)] == [
        ("default", Cause.NO_FILE, False),
        ("legacy", None, True),
        ("default", Cause.NO_FILE, False),
        ("legacy", None, False),
    ]
    assert causes(store) == {"default": Cause.NO_FILE}
    with store.reading() as session:
        assert snapshots.seen_at(session, "shop", "production", LEGACY) == at(1)
        assert snapshots.environments(session, "shop") == ("production",)


def test_an_only_database_under_another_alias_is_the_same_one(store: Store, tmp_path: Path):
    one = database(tmp_path, "a", "users.1")
    collect(store, of("production", default=one))

    (result,) = collect(store, of("production", main=one), minutes=1)

    assert (result.alias, result.is_new) == ("main", False)
    with store.reading() as session:
        assert list(snapshots.latest_of_all(session, "shop").readable) == [
            ("production", TableLocation("main"))
        ]


def test_a_second_database_takes_nothing_from_the_first(store: Store, tmp_path: Path):
    first, second = database(tmp_path, "a", "users.1"), database(tmp_path, "b", "old.1")
    collect(store, of("production", default=first))

    results = collect(store, of("production", default=first, legacy=second), minutes=1)

    assert [result.is_new for result in results] == [False, True]


def test_all_schemas_are_one_environment(store: Store, postgres_database: str):
    make(
        postgres_database, public=("users.1",), tenant_1=("orders.1",), tenant_2=("orders.1",), tenant_3=None
    )
    make(postgres_database, other=("wrong.1",))

    (result,) = collect(store, tenants(postgres_database, "public", "tenant_*"))

    assert result == CollectionResult("production", schemas=4, new_schemas=4)
    assert not result.has_failed
    assert stored(store) == {"public": ["users.1"], "tenant_1": ["orders.1"], "tenant_2": ["orders.1"]}
    with store.reading() as session:
        assert snapshots.environments(session, "shop") == ("production",)
        bare = snapshots.latest(session, "shop", "production", TableLocation(schema="tenant_3"))
    assert bare.history == History(has_table=False)


def test_the_next_look_stores_what_changed(store: Store, postgres_database: str):
    make(postgres_database, a=("users.1",), b=("users.1",), c=("users.1",), d=None)
    every = tenants(postgres_database, "?")
    collect(store, every)
    make(postgres_database, b=("users.1", "users.2"), e=("users.1",))
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute("DROP SCHEMA c CASCADE")

    (result,) = collect(store, every, minutes=1)
    (again,) = collect(store, every, minutes=2)

    assert (result.schemas, result.new_schemas, result.causes) == (4, 2, {})
    assert (again.schemas, again.new_schemas) == (4, 0)
    assert stored(store)["b"] == ["users.1", "users.2"]
    assert causes(store) == {"default, schema c": Cause.SCHEMA_GONE}
    with store.reading() as session:
        for schema, minutes in (("a", 2), ("b", 2), ("c", 0), ("d", 2), ("e", 2)):
            location = TableLocation(schema=schema)
            assert snapshots.seen_at(session, "shop", "production", location) == at(minutes)
    make(postgres_database, c=("users.1",))
    (back,) = collect(store, every, minutes=3)
    assert (back.schemas, back.new_schemas, causes(store)) == (5, 0, {})


def test_a_schema_that_cannot_be_read_is_told_and_keeps_no_other_back(store: Store, postgres_database: str):
    make(postgres_database, a=("users.1",), b=None, c=("users.1",))
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute("CREATE VIEW b.django_migrations AS SELECT * FROM a.django_migrations")

    (result,) = collect(store, tenants(postgres_database, "?", "absent"))

    assert result.causes == {"absent": Cause.NO_SUCH_SCHEMA, "b": Cause.UNREADABLE}
    assert (result.has_failed, result.cause, result.schemas) == (True, None, 2)
    assert causes(store) == {
        "default, schema absent": Cause.NO_SUCH_SCHEMA,
        "default, schema b": Cause.UNREADABLE,
    }
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute("DROP VIEW b.django_migrations")
    collect(store, tenants(postgres_database, "?"), minutes=1)
    assert causes(store) == {"default, schema absent": Cause.SCHEMA_GONE}


def test_no_schema_that_matches_is_a_failure_of_the_database(store: Store, postgres_database: str):
    (result,) = collect(store, tenants(postgres_database, "tenant_*"))

    assert (result.cause, result.has_failed) == (Cause.NO_SUCH_SCHEMA, True)
    assert causes(store) == {"default": Cause.NO_SUCH_SCHEMA}


def test_a_database_of_schemas_that_fails_keeps_the_others_going(
    store: Store, postgres_database: str, tmp_path: Path
):
    make(postgres_database, a=("users.1",))
    nowhere = tenants("postgresql://me@127.0.0.1:1/shop", "*", slug="a")
    every = tenants(postgres_database, "a")
    collect(store, every)

    results = collect(store, nowhere, every, database(tmp_path, "z"), minutes=1)

    assert [(result.environment, result.cause) for result in results] == [
        ("a", Cause.NOT_LISTENING),
        ("production", None),
        ("z", None),
    ]
    assert stored(store) == {"a": ["users.1"]}


def test_a_database_that_fails_says_so_over_all_its_schemas_and_forgets_none(
    store: Store, postgres_database: str
):
    make(postgres_database, a=("users.1",), b=("users.1",))
    collect(store, tenants(postgres_database, "?"))

    collect(store, tenants("postgresql://me@127.0.0.1:1/shop", "?"), minutes=1)

    assert causes(store) == {"default": Cause.NOT_LISTENING}
    assert list(stored(store)) == ["a", "b"]
    collect(store, tenants(postgres_database, "?"), minutes=2)
    assert causes(store) == {}


def test_what_was_read_before_the_connection_ended_is_kept(
    store: Store, postgres_database: str, monkeypatch: pytest.MonkeyPatch
):
    make(postgres_database, a=("users.1",), b=("users.1",))
    collect(store, tenants(postgres_database, "?"))
    make(postgres_database, a=("users.1", "users.2"), b=("users.1", "users.2"))
    monkeypatch.setattr(collectors.schemas, "BATCH", 1)
    real = collection._store_batch

    def and_end(*facts, **more):
        with psycopg.connect(postgres_database, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'driftboard'"
            )
        return real(*facts, **more)

    monkeypatch.setattr(collection, "_store_batch", and_end)
    (result,) = collect(store, tenants(postgres_database, "?"), minutes=1)

    assert result == CollectionResult("production", cause=Cause.NOT_READY)
    assert stored(store) == {"a": ["users.1", "users.2"], "b": ["users.1"]}
    assert causes(store) == {"default": Cause.NOT_READY}


def test_an_error_of_ours_among_schemas_is_told_as_one_and_logged_without_its_text(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_):
        yield SchemaBatch({"a": (history("users.1"), "digest")})
        raise RuntimeError("postgresql://me:hunter2@db.example")

    monkeypatch.setattr(collectors, "schema_batches", broken)
    with capture_logs() as logs:
        results = collect(store, tenants("postgresql://me@127.0.0.1:1/shop", "?"), database(tmp_path, "z"))

    assert [(result.environment, result.cause) for result in results] == [
        ("production", Cause.FAILED),
        ("z", None),
    ]
    assert stored(store) == {"a": ["users.1"]}
    assert logs == [
        {
            "event": "collector.failed",
            "environment": "production",
            "error": "RuntimeError",
            "log_level": "error",
        }
    ]


def test_an_error_of_the_store_is_none_of_the_database(store: Store, monkeypatch: pytest.MonkeyPatch):
    def batches(*_):
        yield SchemaBatch({"a": (history("users.1"), "digest")})

    def full(*_, **__):
        raise StoreError("The store does not answer, or is busy.")

    monkeypatch.setattr(collectors, "schema_batches", batches)
    monkeypatch.setattr(collection, "_store_batch", full)

    with pytest.raises(StoreError):
        collect(store, tenants("postgresql://me@127.0.0.1:1/shop", "?"))
    assert causes(store) == {}


def test_an_environment_that_is_only_pushed_is_not_read(store: Store):
    assert collect(store, Environment("pushed", ())) == ()


def test_schemas_of_a_second_database_stand_beside_the_table_of_the_first(
    store: Store, postgres_database: str, tmp_path: Path
):
    make(postgres_database, a=("users.1",))
    first = database(tmp_path, "x", "old.1").databases[0]
    with closing(sqlite3.connect(tmp_path / "x.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM django_migrations").fetchone() == (1,)
    mixed = Environment("production", (first, Database(Secret(postgres_database), "tenants", schemas=("a",))))

    results = collect(store, mixed)

    assert [(result.alias, result.schemas) for result in results] == [("default", None), ("tenants", 1)]
    with store.reading() as session:
        assert list(snapshots.latest_of_all(session, "shop").readable) == [("production", DEFAULT_LOCATION)]
        assert list(schemas.clusters(session, "shop").readable) == [("production", "tenants")]
