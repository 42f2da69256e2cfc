"""Stored histories that were changed from outside, where a process of its own collects and no page is asked for."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.config import Environment
from app.domain.table_location import DEFAULT_LOCATION
from app.jobs.collection import collect
from app.store import schemas, snapshots
from app.store.engine import open_store
from tests.build import history
from tests.jobs.databases import database
from tests.jobs.following import T0
from tests.jobs.test_databases import make, tenants

ONE, TWO = ("users.1",), ("users.1", "orders.1")


def round_of(url: str, *environments: Environment, minutes: int) -> list[bool]:
    """One round, in a store that is opened for it alone, as `driftboard collect` does; whether each brought news."""
    with open_store(url) as store:
        at = T0 + timedelta(minutes=minutes)
        return [
            result.is_new or bool(result.new_schemas)
            for result in collect(store, "shop", environments, now=lambda: at)
        ]


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/driftboard.db"
    return request.getfixturevalue("postgres_database")


def damage(url: str) -> None:
    with open_store(url) as store, store.writing() as session:
        session.execute(text("UPDATE changes SET inserted = '[[1]]'"))


def test_the_next_round_stores_them_whole(store_url: str, tmp_path: Path):
    read = [database(tmp_path, "one", *ONE), database(tmp_path, "two", *TWO)]
    assert round_of(store_url, *read, minutes=0) == [True, True]
    damage(store_url)

    assert round_of(store_url, *read, minutes=1) == [False, False]
    with open_store(store_url) as store, store.reading() as session:
        found = snapshots.latest_of_all(session, "shop")
        assert len(snapshots.summaries(session, "shop", "one")) == 1
    assert {key: each.history for key, each in found.readable.items()} == {
        ("one", DEFAULT_LOCATION): history(*ONE),
        ("two", DEFAULT_LOCATION): history(*TWO),
    }
    assert found.damaged == {}


def test_the_next_round_stores_those_of_schemas_whole(postgres_database: str, tmp_path: Path):
    url = f"sqlite:///{tmp_path}/driftboard.db"
    make(postgres_database, tenant_1=ONE, tenant_2=ONE, tenant_3=TWO)
    read = tenants(postgres_database, "tenant_*")
    assert round_of(url, read, minutes=0) == [True]
    damage(url)

    assert round_of(url, read, minutes=1) == [False]
    with open_store(url) as store, store.reading() as session:
        found = schemas.clusters(session, "shop")
    seen = [name for each in found.readable["production", "default"] for name in each.seen_at]
    assert sorted(seen) == ["tenant_1", "tenant_2", "tenant_3"]
    assert found.damaged == {}
