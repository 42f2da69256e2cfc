"""Databases with many schemas: what is stored of each, and how they are put together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

from sqlalchemy import event, text

from app.domain.failure import Cause
from app.domain.history import History
from app.domain.table_location import TableLocation
from app.store import failures, schemas, snapshots
from app.store.engine import Store, open_store
from app.store.schemas import Cluster
from app.store.sessions import StoreCache
from app.store.snapshots import Snapshot
from tests.build import history

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
LIMIT = timedelta(minutes=15)

V1 = history("users.1", "orders.1")
V2 = history("users.1", "orders.1", "users.2")
ODD = history("users.1", "orders.1", "billing.9")
NO_TABLE = History(has_table=False)


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def of_tenant(number: int, kind: History) -> History:
    """The same migrations, recorded in another hour under other ids."""
    moved = (
        replace(row, id=row.id + 1000 * number, applied=row.applied.replace("2026-", f"{2000 + number}-"))
        for row in kind.rows
    )
    return replace(kind, rows=tuple(moved))


def digest(kind: History) -> str:
    return kind.fingerprint[:16] if kind.has_table else ""


def add(
    store: Store, minutes: float, *, environment: str = "one", alias: str = "default", **by_schema
) -> int:
    found = {schema: (seen, digest(seen)) for schema, seen in by_schema.items()}
    with store.writing() as session:
        return schemas.add(session, "shop", environment, alias, found, at=at(minutes), limit=LIMIT)


def touch(store: Store, minutes: float, *names: str) -> None:
    with store.writing() as session:
        schemas.touch(session, "shop", "one", "default", names, at=at(minutes), limit=LIMIT)


def fail(store: Store, minutes: float, **causes: Cause) -> None:
    with store.writing() as session:
        schemas.fail(session, "shop", "one", "default", causes, at=at(minutes))


def leave_out(store: Store, minutes: float, *present: str) -> None:
    with store.writing() as session:
        schemas.leave_out(session, "shop", "one", "default", present, at=at(minutes))


def clusters(store: Store, minutes: float | None = None) -> dict[tuple[str, str], tuple[Cluster, ...]]:
    with store.reading() as session:
        moment = None if minutes is None else at(minutes)
        return schemas.clusters(session, "shop", moment=moment).readable


def names(found: dict[tuple[str, str], tuple[Cluster, ...]]) -> list[list[str]]:
    """The names of each cluster of the environment `one`."""
    return [list(cluster.seen_at) for cluster in found.get(("one", "default"), ())]


def causes(store: Store, minutes: float | None = None) -> dict[str, Cause]:
    with store.reading() as session:
        found = (
            failures.current(session, "shop")
            if minutes is None
            else failures.as_of(session, "shop", at(minutes))
        )
    return {location.schema: failure.cause for (_, location), failure in found.items()}


def digests(store: Store) -> dict[str, str]:
    with store.reading() as session:
        return schemas.digests(session, "shop", "one", "default", at=T0)


def latest(store: Store, schema: str) -> Snapshot | None:
    with store.reading() as session:
        return snapshots.latest(session, "shop", "one", TableLocation(schema=schema))


def counts(store: Store) -> list[int]:
    with store.reading() as session:
        return [
            session.scalar(text(f"SELECT count(*) FROM {name}"))  # noqa: S608
            for name in ("environments", "snapshots", "changes", "failures")
        ]


def test_a_new_schema_is_stored_whole(store: Store):
    assert add(store, 0, a=V1, b=NO_TABLE) == 2

    assert latest(store, "a") == Snapshot("shop", "one", V1, at(0), at(0), TableLocation(schema="a"))
    assert latest(store, "b").history == NO_TABLE
    assert digests(store) == {"a": digest(V1), "b": ""}
    with store.reading() as session:
        assert snapshots.latest(session, "shop", "one") is None
        assert snapshots.latest_of_all(session, "shop").readable == {}


def test_of_an_unchanged_schema_only_the_moment_moves(store: Store):
    add(store, 0, a=V1, b=V1)
    before = counts(store)

    touch(store, 2, "a")

    assert counts(store) == before
    assert (latest(store, "a").received_at, latest(store, "a").seen_at) == (at(0), at(2))
    assert latest(store, "b").seen_at == at(0)


def test_a_moment_never_goes_back(store: Store):
    add(store, 5, a=V1)
    touch(store, 1, "a")
    add(store, 2, a=V1)

    assert latest(store, "a").seen_at == at(5)
    add(store, 3, a=V2)
    assert latest(store, "a") == Snapshot("shop", "one", V2, at(5), at(5), TableLocation(schema="a"))


def test_the_same_history_with_another_digest_keeps_the_newer_digest(store: Store):
    """As when a newer server writes a moment otherwise."""
    add(store, 0, a=V1)
    with store.writing() as session:
        new = schemas.add(session, "shop", "one", "default", {"a": (V1, "other")}, at=at(1), limit=LIMIT)

    assert new == 0
    assert digests(store) == {"a": "other"}
    assert latest(store, "a").seen_at == at(1)


def test_a_changed_schema_among_many_stores_what_changed(store_url: str):
    many = {f"t{number}": of_tenant(number, V1) for number in range(40)}
    longer = of_tenant(7, V2)
    with open_store(store_url) as store:
        add(store, 0, **many)
        before = counts(store)

        assert add(store, 1, t7=longer) == 1
        touch(store, 1, *(name for name in many if name != "t7"))

        assert [after - then for after, then in zip(counts(store), before, strict=True)] == [0, 1, 1, 0]
    with open_store(store_url) as store:  # nothing in memory: all is rebuilt
        assert latest(store, "t7").history == longer
        assert latest(store, "t8").history == many["t8"]
        with store.reading() as session:
            inserted = session.scalar(text("SELECT inserted FROM changes ORDER BY snapshot_id DESC LIMIT 1"))
            location = TableLocation(schema="t7")
            assert snapshots.as_of(session, "shop", "one", at(0), location).history == many["t7"]
            assert len(snapshots.summaries(session, "shop", "one", location)) == 2
        assert "orders" not in inserted


def test_many_changed_schemas_are_compared_with_few_statements(store_url: str):
    numbers = []
    for count in (2, 40):
        slug = f"e{count}"
        tenants = {f"t{number}": of_tenant(number, V1) for number in range(count)}
        with open_store(store_url) as store:
            add(store, 0, environment=slug, **tenants)
        with open_store(store_url) as store:
            selects = statements(store, writing=True, kind="SELECT")
            add(store, 1, environment=slug, **{name: of_tenant(int(name[1:]), V2) for name in tenants})
            numbers.append(len(selects))

    assert numbers[0] == numbers[1]


def test_what_a_changed_schema_is_compared_with_does_not_stay_in_memory(store: Store):
    add(store, 0, a=V1)
    add(store, 1, a=V2)
    kept = store._info[StoreCache.NAME].histories

    assert [kept.get(one.fingerprint) for one in (V1, V2)] == [None, None]
    assert latest(store, "a").history == V2
    assert kept.get(V2.fingerprint) == V2


def test_a_change_upon_a_damaged_history_stands_by_itself(store_url: str):
    with open_store(store_url) as store:
        add(store, 0, a=V1, b=V2)
        with store.writing() as session:
            session.execute(text("UPDATE changes SET inserted = '{' WHERE snapshot_id = 1"))
    with open_store(store_url) as store:
        assert add(store, 1, a=V2, b=V1) == 2
        assert (latest(store, "a").history, latest(store, "b").history) == (V2, V1)


def test_schemas_that_differ_in_ids_and_moments_share_a_cluster(store: Store):
    add(
        store,
        0,
        **{f"t{number}": of_tenant(number, V1) for number in range(1, 6)},
        left=of_tenant(7, V2),
        bare=NO_TABLE,
        odd=ODD,
    )

    found = clusters(store)

    assert list(found) == [("one", "default")]
    assert names(found) == [["bare"], ["left"], ["odd"], ["t1", "t2", "t3", "t4", "t5"]]
    largest = found["one", "default"][-1]
    assert largest.snapshot.history == of_tenant(1, V1)
    assert largest.snapshot.location == TableLocation(schema="t1")
    assert set(largest.seen_at.values()) == {at(0)}


def test_rows_in_another_order_of_time_are_another_cluster(store: Store):
    first, second = V1.rows
    swapped = History((replace(first, applied="2027-05-01 11:58:00+00"), second))
    add(store, 0, a=V1, b=swapped, c=of_tenant(3, V1))

    assert names(clusters(store)) == [["b"], ["a", "c"]]


def test_the_clusters_of_a_moment_are_those_of_then(store: Store):
    add(store, 0, a=V1, b=of_tenant(2, V1))
    touch(store, 4, "a")
    add(store, 5, b=of_tenant(2, V2), c=V2)

    assert names(clusters(store, -1)) == []
    (then,) = clusters(store, 3)["one", "default"]
    assert then.seen_at == {"a": at(3), "b": at(0)}
    assert then.snapshot == Snapshot("shop", "one", V1, at(0), at(3), TableLocation(schema="a"))
    assert names(clusters(store, 5)) == [["a"], ["b", "c"]]
    assert names(clusters(store)) == names(clusters(store, 5))


def test_environments_databases_and_projects_are_apart(store: Store):
    add(store, 0, a=V1)
    add(store, 0, environment="two", a=V2)
    add(store, 0, alias="legacy", a=V2, b=V2)
    with store.writing() as session:
        schemas.add(session, "other", "one", "default", {"z": (V1, "")}, at=at(0), limit=LIMIT)

    touch(store, 1, "a", "b")
    fail(store, 1, a=Cause.BUSY)
    leave_out(store, 1, "a")

    found = clusters(store)
    assert {key: [list(one.seen_at) for one in each] for key, each in found.items()} == {
        ("one", "default"): [["a"]],
        ("one", "legacy"): [["a", "b"]],
        ("two", "default"): [["a"]],
    }
    assert found["one", "default"][0].seen_at == {"a": at(1)}
    assert found["two", "default"][0].seen_at == {"a": at(0)}
    assert digests(store) == {"a": digest(V1)}
    with store.reading() as session:
        assert list(failures.current(session, "shop")) == [("one", TableLocation(schema="a"))]


def test_a_schema_that_fails_keeps_its_history(store: Store):
    add(store, 0, a=V1, b=V1)
    fail(store, 1, b=Cause.FORBIDDEN, never=Cause.NO_SUCH_SCHEMA)
    fail(store, 2, b=Cause.FORBIDDEN, never=Cause.NO_SUCH_SCHEMA)
    fail(store, 3, b=Cause.BUSY)

    assert causes(store) == {"b": Cause.BUSY, "never": Cause.NO_SUCH_SCHEMA}
    assert causes(store, 2.5) == {"b": Cause.FORBIDDEN, "never": Cause.NO_SUCH_SCHEMA}
    assert latest(store, "b").history == V1
    with store.reading() as session:
        failure = failures.current(session, "shop")["one", TableLocation(schema="never")]
    assert (failure.since, failure.last_at) == (at(1), at(2))


def test_failures_come_sorted_by_the_schema(store: Store):
    fail(store, 1, z=Cause.BUSY, a=Cause.BUSY, m=Cause.BUSY)

    assert list(causes(store)) == list(causes(store, 1)) == ["a", "m", "z"]


def test_reading_a_schema_again_ends_its_failure(store: Store):
    add(store, 0, a=V1, b=V1, c=V1)
    fail(store, 1, a=Cause.BUSY, b=Cause.BUSY, c=Cause.BUSY)
    touch(store, 2, "a")
    add(store, 2, b=V2)

    assert causes(store) == {"c": Cause.BUSY}
    assert causes(store, 1.5) == dict.fromkeys("abc", Cause.BUSY)


def test_a_clock_that_went_back_ends_no_failure_before_it_began(store: Store):
    add(store, 0, a=V1, b=V1)
    fail(store, 5, a=Cause.BUSY, b=Cause.BUSY)
    touch(store, 3, "a")
    fail(store, 3, b=Cause.FORBIDDEN)

    assert causes(store, 4.9) == {}
    assert causes(store, 5) == {"b": Cause.FORBIDDEN}
    with store.reading() as session:
        ended = session.execute(text("SELECT count(*) FROM failures WHERE ended_at < since")).scalar()
    assert ended == 0


def test_a_schema_that_is_gone_is_told_so_once_and_may_come_back(store: Store):
    add(store, 0, a=V1, b=V1)
    leave_out(store, 1, "a")
    leave_out(store, 2, "a")

    assert causes(store) == {"b": Cause.SCHEMA_GONE}
    assert counts(store)[-1] == 1
    touch(store, 3, "b")
    assert causes(store) == {}
    assert causes(store, 2) == {"b": Cause.SCHEMA_GONE}


def test_a_silence_past_the_limit_is_a_gap_of_each_schema(store: Store):
    add(store, 0, a=V1, b=V1, c=V1)
    touch(store, 15, "a")
    touch(store, 60, "a", "c")
    add(store, 60, b=V2)

    assert causes(store, 14) == {}
    assert causes(store, 20) == dict.fromkeys("bc", Cause.NOT_COLLECTED)
    assert causes(store, 31) == dict.fromkeys("abc", Cause.NOT_COLLECTED)
    assert causes(store, 60) == {}


def test_two_that_look_at_once_store_one_snapshot(store: Store):
    """A dashboard and `driftboard collect`: the second waits until the first has stored what it saw."""
    other = Thread(target=lambda: results.append(add(store, 1, a=V1)))
    results: list[int] = []
    with store.writing() as session:
        schemas.add(session, "shop", "one", "default", {"a": (V1, "")}, at=at(0), limit=LIMIT)
        other.start()
        other.join(0.5)
        assert results == []
    other.join(60)

    assert results == [0]
    assert counts(store)[1] == 1
    assert latest(store, "a").seen_at == at(1)


def test_more_schemas_need_no_more_statements(store_url: str):
    numbers = []
    for count in (2, 1200):
        slug = f"e{count}"
        with open_store(store_url) as store:
            kinds = {f"t{number}": of_tenant(number, (V1, V2)[number % 2]) for number in range(count)}
            add(store, 0, environment=slug, **kinds)
            add(store, 1, environment=slug, t1=of_tenant(1, ODD))
        with open_store(store_url) as store:
            selects = statements(store)
            found = clusters(store)[slug, "default"]
            assert sum(len(cluster.seen_at) for cluster in found) == count
            numbers.append(len(selects))

    assert numbers == [3, 3]


def test_one_fingerprint_names_the_history_of_any_schema_of_clones_the_first_and_the_asked_one(store: Store):
    add(store, 0, **{f"t{number:02}": V1 for number in range(40)})
    add(store, 1, t07=V2)
    add(store, 2, t07=V1)

    def found(kind: History, schema: str = "") -> list[tuple[str, datetime]]:
        location, digits = TableLocation("default", schema), kind.fingerprint[:10]
        with store.reading() as session:
            matches = snapshots.with_fingerprint(session, "shop", "one", digits, location)
        assert {match.history for match in matches} == {kind}
        return [(match.location.schema, match.received_at) for match in matches]

    assert found(V2) == [("t07", at(1))]
    assert found(V1) == [("t07", at(2)), ("t00", at(0))]
    assert found(V1, "t30") == [("t07", at(2)), ("t00", at(0)), ("t30", at(0))]


def statements(store: Store, *, writing: bool = False, kind: str = "SELECT") -> list[str]:
    log: list[str] = []

    def note(_connection, _cursor, statement, *_) -> None:
        if statement.lstrip().startswith(kind):
            log.append(statement)

    event.listen(store._writing if writing else store._reading, "before_cursor_execute", note)
    return log
