"""What is pushed and what is collected is stored alike: the one finds what the other left."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from app import collect as collectors
from app.config import Database, Environment, Secret
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.pushed.handover import Handover, LocatedHistory
from app.domain.table_location import TableLocation
from app.jobs import handover
from app.jobs.collection import collect
from app.store import schemas, snapshots
from app.store.engine import Store

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TABLE = "(id bigserial PRIMARY KEY, app varchar(255), name varchar(255), applied timestamptz)"
ROWS = (
    "(1, 'orders', '0001_initial', '2026-05-01 11:58+00'), (2, 'naïve', '0001', '2026-05-01 11:58:01.5+00')"
)


def history(*rows: tuple[int | None, str, str, str]) -> History:
    return History(tuple(Row(MigrationKey(app, name), applied, id_) for id_, app, name, applied in rows))


PUSHED = history(
    (1, "orders", "0001_initial", "2026-05-01 11:58:00+00"), (2, "naïve", "0001", "2026-05-01 11:58:01.5+00")
)


def push(
    store: Store, environment: Environment, *located: tuple[TableLocation, History], at: datetime = T0
) -> int:
    histories = tuple(LocatedHistory(location, pushed) for location, pushed in located)
    return handover.receive(store, "shop", environment, Handover(histories, T0), at=at).new


def test_a_collection_finds_pushed_schemas_unchanged(store: Store, postgres_database: str):
    """The digest that is kept of a pushed schema is the one that PostgreSQL makes of its rows."""
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        for schema in ("tenant_1", "tenant_2", "tenant_3"):
            connection.execute(f"CREATE SCHEMA {schema}")
            if schema != "tenant_3":
                connection.execute(f"CREATE TABLE {schema}.django_migrations {TABLE}")
                connection.execute(f"INSERT INTO {schema}.django_migrations VALUES {ROWS}")  # noqa: S608
    environment = Environment("one", (Database(Secret(postgres_database), schemas=("tenant_*",)),))
    new = push(
        store,
        environment,
        (TableLocation("default", "tenant_1"), PUSHED),
        (TableLocation("default", "tenant_2"), PUSHED),
        (TableLocation("default", "tenant_3"), History(has_table=False)),
    )
    with store.reading() as session:
        digests = schemas.digests(session, "shop", "one", "default", at=T0)
    (batch,) = collectors.schema_batches(Secret(postgres_database), ("tenant_*",), digests)
    (result,) = collect(store, "shop", (environment,), now=lambda: T0 + MINUTE)

    assert new == 3
    assert {"tenant_1", "tenant_2"} <= set(batch.unchanged)
    assert (result.schemas, result.new_schemas) == (3, 0)


def test_a_collection_finds_a_pushed_database_unchanged(store: Store, postgres_database: str):
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE django_migrations {TABLE}")
        connection.execute(f"INSERT INTO django_migrations VALUES {ROWS}")  # noqa: S608
    environment = Environment("one", (Database(Secret(postgres_database)),))
    push(store, environment, (TableLocation(), PUSHED))
    (result,) = collect(store, "shop", (environment,), now=lambda: T0 + MINUTE)

    assert result.is_new is False
    with store.reading() as session:
        snapshot = snapshots.latest(session, "shop", "one")
    assert snapshot is not None
    assert (snapshot.received_at, snapshot.seen_at) == (T0, T0 + MINUTE)


def test_the_digest_of_ids_and_times_that_are_not_there_is_that_of_empty_texts(postgres_database: str):
    with psycopg.connect(postgres_database) as connection:
        connection.execute("CREATE SCHEMA odd")
        connection.execute(
            "CREATE TABLE odd.django_migrations (id int, app text, name text, applied timestamptz)"
        )
        connection.execute("INSERT INTO odd.django_migrations VALUES (NULL, 'a', 'b', NULL)")
    (batch,) = collectors.schema_batches(Secret(postgres_database), ("odd",), {})
    ((found, digest),) = batch.histories.values()

    assert found == history((None, "a", "b", ""))
    assert handover.digest(found) == digest


def test_what_is_handed_over_is_stored_as_a_whole_or_not_at_all(store: Store, monkeypatch):
    def broken(*_: object, identity: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(handover.handovers, "keep", broken)
    with pytest.raises(ZeroDivisionError):
        push(store, Environment("one", ()), (TableLocation(), PUSHED))

    with store.reading() as session:
        assert snapshots.latest(session, "shop", "one") is None
