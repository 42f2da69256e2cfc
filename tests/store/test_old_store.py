"""A store that an earlier Driftboard had filled is taken over, and may be handed back to it."""

from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from app.domain.failure import Cause
from app.domain.history import History
from app.domain.table_location import DEFAULT_LOCATION, TableLocation
from app.store import environments, failures, releases, schemas, snapshots
from app.store.engine import Store, open_store
from app.store.opening import schema
from tests.build import history
from tests.store import old_store
from tests.web.conftest import BEHIND, BLOCKED, DRIFTED, IN_STEP, SHOP

NOW = datetime(2026, 6, 19, 9, 14, 20, tzinfo=UTC)
TWO_MINUTES_AGO = NOW - timedelta(minutes=2)
LEGACY = TableLocation("legacy")
ACME = TableLocation(schema="acme")


@pytest.fixture(params=old_store.REVISIONS)
def old_url(store_url: str, request: pytest.FixtureRequest) -> str:
    old_store.fill(store_url, request.param)
    return store_url


def keys_hold(url: str) -> None:
    """No row points to one that is not there, and none may."""
    broken = []

    def work(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            broken.extend(connection.exec_driver_sql("PRAGMA foreign_key_check"))
        for table in ("snapshots", "failures"):
            (key,) = inspect(connection).get_foreign_keys(table)
            assert (key["referred_table"], key["constrained_columns"]) == ("environments", ["environment_id"])
            orphans = f"SELECT 1 FROM {table} WHERE environment_id NOT IN (SELECT id FROM environments)"  # noqa: S608
            broken.extend(connection.execute(text(orphans)))

    old_store.migrate(url, work)
    assert broken == []


def more_tables(store: Store) -> None:
    """A second database of sandbox-1, and a schema of sandbox-2 that fails by now."""
    with store.writing() as session:
        snapshots.add(session, "shop", "sandbox-1", history("old.1"), at=NOW, location=LEGACY)
        failures.add(session, "shop", "sandbox-1", Cause.BUSY, at=NOW, location=LEGACY)
        found = {"acme": (history("users.1"), "digest")}
        schemas.add(session, "shop", "sandbox-2", "default", found, at=NOW, limit=timedelta(minutes=15))
        schemas.fail(session, "shop", "sandbox-2", "default", {"acme": Cause.FORBIDDEN}, at=NOW)


def check_old_facts(store: Store, *, failing: bool = True) -> None:
    with store.reading() as session:
        found = snapshots.latest_of_all(session, "shop").readable
        of_sandbox_1 = snapshots.summaries(session, "shop", "sandbox-1")
        then = snapshots.as_of(session, "shop", "sandbox-1", NOW - timedelta(hours=4, minutes=30))
        gap = failures.as_of(session, "shop", NOW - timedelta(hours=8, minutes=30))
        current = failures.current(session, "shop")
        release = releases.with_label(session, "shop", "release/2")
    expected = {"empty": (), "legacy": DRIFTED, "sandbox-1": BLOCKED, "sandbox-2": IN_STEP}
    kept = {slug: snapshot for (slug, location), snapshot in found.items() if location == DEFAULT_LOCATION}
    assert {slug: snapshot.history.rows for slug, snapshot in kept.items()} == {
        slug: history(*keys).rows for slug, keys in expected.items()
    }
    assert kept["empty"].history == History(has_table=False)
    assert {snapshot.seen_at for snapshot in kept.values()} == {TWO_MINUTES_AGO}
    assert [summary.rows for summary in of_sandbox_1] == [len(BLOCKED), len(BEHIND)]
    assert then.history == history(*BEHIND)
    assert gap["sandbox-2", DEFAULT_LOCATION].cause is Cause.NOT_COLLECTED
    assert (("sandbox-2", DEFAULT_LOCATION) in current) is failing
    assert release.migrations == SHOP.migrations


def test_every_fact_is_there_and_is_that_of_the_default_database(old_url: str):
    with open_store(old_url) as store:
        check_old_facts(store)
    keys_hold(old_url)


def test_the_tables_are_those_of_the_code(old_url: str):
    open_store(old_url).close()

    old_store.migrate(old_url, lambda connection: command.check(schema.config_of(connection)))


def test_the_next_look_goes_on_where_the_last_one_ended(old_url: str):
    with open_store(old_url) as store:
        with store.writing() as session:
            same = snapshots.add(session, "shop", "sandbox-1", history(*BLOCKED), at=NOW)
            new = snapshots.add(session, "shop", "sandbox-2", history(*DRIFTED), at=NOW)
            first = snapshots.add(session, "shop", "sandbox-9", history(), at=NOW)
            failures.end(session, "shop", "sandbox-2", at=NOW)
        with store.reading() as session:
            after = snapshots.summaries(session, "shop", "sandbox-2")
            assert snapshots.latest(session, "shop", "sandbox-1").seen_at == NOW

    assert (same, new, first) == (False, True, True)
    assert [summary.rows for summary in after] == [len(DRIFTED), len(IN_STEP)]
    keys_hold(old_url)


def test_the_only_database_takes_the_alias_that_the_settings_give_it(old_url: str):
    with open_store(old_url) as store:
        for _ in range(2):
            with store.writing() as session:
                environments.rename_only_databases(session, "shop", {"legacy": "other"})
                environments.rename_only_databases(session, "shop", {"unknown": "other"})
        with store.writing() as session:
            is_new = snapshots.add(
                session, "shop", "legacy", history(*DRIFTED), at=NOW, location=TableLocation("other")
            )
        with store.reading() as session:
            slugs = [key for key in snapshots.latest_of_all(session, "shop").readable if key[0] == "legacy"]

    assert is_new is False
    assert slugs == [("legacy", TableLocation("other"))]


def test_of_several_databases_and_of_schemas_none_is_renamed(old_url: str):
    with open_store(old_url) as store:
        more_tables(store)
        with store.writing() as session:
            for slug in ("sandbox-1", "sandbox-2"):
                environments.rename_only_databases(session, "shop", {slug: "other"})
        check_old_facts(store)


def test_another_database_and_a_schema_stand_beside_the_old_facts(old_url: str):
    with open_store(old_url) as store:
        more_tables(store)
        check_old_facts(store)
        with store.reading() as session:
            of_all = snapshots.latest_of_all(session, "shop").readable
            summaries = snapshots.latest_summaries(session, "shop")
            current = failures.current(session, "shop")
            assert snapshots.seen_at(session, "shop", "sandbox-1", LEGACY) == NOW
            assert snapshots.seen_at(session, "shop", "sandbox-1") == TWO_MINUTES_AGO
            assert snapshots.latest_summary(session, "shop", "sandbox-2", ACME).rows == 1
            assert len(snapshots.summaries(session, "shop", "sandbox-1", LEGACY)) == 1
            (match,) = snapshots.with_fingerprint(
                session, "shop", "sandbox-1", history("old.1").fingerprint[:10]
            )
            before = snapshots.as_of_all(session, "shop", TWO_MINUTES_AGO).readable

    assert match.location == LEGACY
    assert of_all["sandbox-1", LEGACY].history == history("old.1")
    assert ("sandbox-2", ACME) not in of_all
    assert list(summaries) == [
        ("empty", DEFAULT_LOCATION),
        ("legacy", DEFAULT_LOCATION),
        ("sandbox-1", DEFAULT_LOCATION),
        ("sandbox-1", LEGACY),
        ("sandbox-2", DEFAULT_LOCATION),
        ("sandbox-2", ACME),
    ]
    assert {key: failure.cause for key, failure in current.items()} == {
        ("sandbox-1", LEGACY): Cause.BUSY,
        ("sandbox-2", DEFAULT_LOCATION): Cause.BUSY,
        ("sandbox-2", ACME): Cause.FORBIDDEN,
    }
    assert {location for _, location in before} == {DEFAULT_LOCATION}


def test_the_end_of_a_failure_ends_that_of_one_table_alone(old_url: str):
    with open_store(old_url) as store:
        more_tables(store)
        with store.writing() as session:
            failures.end(session, "shop", "sandbox-1", at=NOW)
            failures.end(session, "shop", "sandbox-2", at=NOW)
        with store.reading() as session:
            assert list(failures.current(session, "shop")) == [("sandbox-1", LEGACY), ("sandbox-2", ACME)]


def test_going_back_leaves_the_old_facts_alone_and_no_others(old_url: str):
    with open_store(old_url) as store:
        more_tables(store)

    def back(connection: Connection) -> None:
        command.downgrade(schema.config_of(connection), old_store.REVISIONS[-1])
        names = {column["name"] for column in inspect(connection).get_columns("environments")}
        assert names == {"id", "project", "slug"}
        rows = connection.execute(text("SELECT project, slug FROM environments ORDER BY slug")).all()
        assert [tuple(row) for row in rows] == [
            ("shop", "empty"),
            ("shop", "legacy"),
            ("shop", "sandbox-1"),
            ("shop", "sandbox-2"),
        ]
        assert connection.scalar(text("SELECT count(*) FROM snapshots")) == 5

    old_store.migrate(old_url, back)
    keys_hold(old_url)
    twice = text("INSERT INTO environments (project, slug) VALUES ('shop', 'legacy')")
    with pytest.raises(IntegrityError):
        old_store.migrate(old_url, lambda connection: connection.execute(twice))
    with open_store(old_url) as store:
        check_old_facts(store)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO environments (project, slug) VALUES ('shop', 'sandbox-8')",
        (
            "INSERT INTO failures (environment_id, cause, since, last_at)"
            " VALUES (1, 'busy', '2026-06-19 09:14:00', '2026-06-19 09:14:00')"
        ),
        (
            "INSERT INTO snapshots (environment_id, number, keyframe, weight, fingerprint, has_table, rows,"
            " received_at, seen_at) VALUES (4, 2, 1, 0, 'f', true, 0, '2026-06-19 09:14:00', '2026-06-19 09:14:00')"
        ),
    ],
)
def test_the_code_of_before_still_writes_into_the_new_tables(old_url: str, statement: str):
    """These are its statements: none names the new columns."""
    with open_store(old_url) as store:
        with store.writing() as session:
            session.execute(text(statement))
        with store.reading() as session:
            aliases = session.execute(text("SELECT DISTINCT alias, schema FROM environments")).all()

    assert [tuple(row) for row in aliases] == [("default", "")]
