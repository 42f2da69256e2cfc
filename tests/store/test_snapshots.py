from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from app.domain.history import History, Row, Surroundings
from app.domain.keys import MigrationKey
from app.domain.table_location import DEFAULT_LOCATION
from app.store import snapshots
from app.store.engine import Store, StoreError, open_store
from app.store.errors import DamagedHistoryError
from app.store.history_changes import dumps_surroundings
from app.store.snapshots import Snapshot
from tests.build import history

T0 = datetime(2026, 6, 19, 9, 12, 40, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

A = history("users.1", "orders.1")
B = history("users.1", "orders.1", "users.2")
TABLES = ("environments", "snapshots", "changes", "releases", "labels", "failures")


def add(store: Store, new: History, at: datetime = T0, *, environment: str = "sandbox-3") -> bool:
    with store.writing() as session:
        return snapshots.add(session, "shop", environment, new, at=at)


def latest(store: Store, environment: str = "sandbox-3") -> Snapshot | None:
    with store.reading() as session:
        return snapshots.latest(session, "shop", environment)


def counts(store: Store) -> dict[str, int]:
    with store.reading() as session:
        return {name: session.scalar(text(f"SELECT count(*) FROM {name}")) for name in TABLES}  # noqa: S608


def stored_text(store: Store) -> str:
    with store.reading() as session:
        return "".join(session.scalars(text("SELECT inserted FROM changes ORDER BY snapshot_id, position")))


def statements(store: Store) -> list[str]:
    log: list[str] = []
    event.listen(store._reading, "before_cursor_execute", lambda _c, _k, statement, *_: log.append(statement))
    return log


def test_what_was_put_in_comes_out(store: Store):
    add(store, A)

    assert latest(store) == Snapshot("shop", "sandbox-3", A, T0, T0)


def test_an_environment_that_was_never_seen_has_none(store: Store):
    assert latest(store) is None


def test_the_same_history_adds_no_rows_at_all(store: Store):
    add(store, A)
    before = counts(store)

    assert add(store, A, T0 + MINUTE) is False
    assert counts(store) == before
    assert latest(store) == Snapshot("shop", "sandbox-3", A, T0, T0 + MINUTE)


def test_the_summaries_of_all_are_the_newest_and_read_no_rows(store: Store):
    add(store, A)
    add(store, B, T0 + MINUTE)
    add(store, A, environment="staging")
    queries = statements(store)
    with store.reading() as session:
        summaries = snapshots.latest_summaries(session, "shop")

    assert {name: (summary.fingerprint, summary.rows) for (name, _), summary in summaries.items()} == {
        "sandbox-3": (B.fingerprint, 3),
        "staging": (A.fingerprint, 2),
    }
    assert summaries["sandbox-3", DEFAULT_LOCATION].received_at == T0 + MINUTE
    assert len([query for query in queries if query.startswith("SELECT")]) == 1


def test_seen_never_goes_back(store: Store):
    add(store, A)
    add(store, A, T0 - MINUTE)

    assert latest(store).seen_at == T0


def test_a_clock_that_went_back_does_not_change_the_order(store: Store):
    add(store, A, T0)
    add(store, A, T0 + MINUTE)
    add(store, B, T0 - MINUTE)

    assert latest(store) == Snapshot("shop", "sandbox-3", B, T0 + MINUTE, T0 + MINUTE)


def test_a_changed_history_stores_what_changed(store: Store):
    long = history(*(f"app.{number:04}" for number in range(2000)))
    longer = history(*(f"app.{number:04}" for number in range(2001)))
    add(store, long)
    before, size = counts(store), len(stored_text(store))

    add(store, longer, T0 + MINUTE)

    after = counts(store)
    assert {name: after[name] - before[name] for name in TABLES if after[name] != before[name]} == {
        "snapshots": 1,
        "changes": 1,
    }
    assert len(stored_text(store)) - size < 100


def test_a_row_removed_in_the_middle_stores_no_row(store: Store):
    long = history(*(f"app.{number:04}" for number in range(2000)))
    add(store, long)
    size = len(stored_text(store))

    add(store, History(long.rows[:700] + long.rows[701:]), T0 + MINUTE)

    assert len(stored_text(store)) - size == len("[]")


def test_a_history_that_comes_back_is_a_new_snapshot(store: Store):
    for number, new in enumerate((A, B, A)):
        assert add(store, new, T0 + number * MINUTE) is True

    with store.reading() as session:
        matches = snapshots.with_fingerprint(session, "shop", "sandbox-3", A.fingerprint[:8])
        summaries = snapshots.summaries(session, "shop", "sandbox-3")

    assert [(snapshot.history, snapshot.received_at) for snapshot in matches] == [
        (A, T0 + 2 * MINUTE),
        (A, T0),
    ]
    assert [(summary.fingerprint, summary.rows) for summary in summaries] == [
        (A.fingerprint, 2),
        (B.fingerprint, 3),
        (A.fingerprint, 2),
    ]


def test_no_table_is_not_an_empty_table(store: Store):
    add(store, History(has_table=False))
    add(store, History(), T0 + MINUTE)

    with store.reading() as session:
        then = snapshots.as_of(session, "shop", "sandbox-3", T0)

    assert then.history == History(has_table=False)
    assert latest(store).history == History()


def test_the_surroundings_of_a_table_come_back(store: Store):
    alone, beside = (
        History(),
        History(surroundings=Surroundings("public", "public", tables=("orders_order",))),
    )
    add(store, alone)
    add(store, beside, T0 + MINUTE)
    add(store, beside, T0 + 2 * MINUTE)

    with store.reading() as session:
        summaries = snapshots.summaries(session, "shop", "sandbox-3")

    assert latest(store).history == beside
    assert [summary.fingerprint for summary in summaries] == [beside.fingerprint, alone.fingerprint]


def test_what_an_earlier_version_does_not_know_is_stored_only_where_it_is_so(store: Store):
    plain, blind = Surroundings(table_schema=""), Surroundings(table_schema="", is_case_blind=True)

    assert "is_case_blind" not in dumps_surroundings(plain)
    add(store, History(surroundings=plain))
    add(store, History(surroundings=blind), T0 + MINUTE)
    assert latest(store).history.surroundings == blind


@pytest.mark.parametrize("stored", ['{"tables":["others"]}', '{"colour":1}', "[]", "5", "{"])
def test_surroundings_that_were_changed_from_outside_are_refused(store_url: str, stored: str):
    with open_store(store_url) as store:
        add(store, History(surroundings=Surroundings(tables=("orders_order",))))
        with store.writing() as session:
            session.execute(text("UPDATE snapshots SET surroundings = :stored"), {"stored": stored})
    with open_store(store_url) as store, pytest.raises(DamagedHistoryError):
        latest(store)


def test_a_moment_has_what_was_received_by_then(store: Store):
    add(store, A, T0)
    add(store, A, T0 + 2 * MINUTE)
    add(store, B, T0 + 5 * MINUTE)

    with store.reading() as session:

        def as_of(moment: datetime) -> Snapshot | None:
            return snapshots.as_of(session, "shop", "sandbox-3", moment)

        assert as_of(T0 - timedelta(microseconds=1)) is None
        assert as_of(T0) == Snapshot("shop", "sandbox-3", A, T0, T0)
        assert as_of(T0 + 4 * MINUTE).seen_at == T0 + 2 * MINUTE
        assert as_of(T0 + 5 * MINUTE).history == B
        assert snapshots.as_of_all(session, "shop", T0 + MINUTE).readable == {
            ("sandbox-3", DEFAULT_LOCATION): as_of(T0 + MINUTE)
        }


def test_moments_come_back_in_utc_with_microseconds(store: Store):
    add(store, A, T0.astimezone(timezone(timedelta(hours=5, minutes=30))))

    moment = latest(store).received_at

    assert (moment, moment.utcoffset(), moment.microsecond) == (T0, timedelta(0), 123456)


def test_a_moment_without_an_offset_is_refused(store: Store):
    with pytest.raises(Exception, match="offset from UTC"):
        add(store, A, T0.replace(tzinfo=None))


def test_projects_and_environments_are_apart(store: Store):
    add(store, A, environment="b")
    add(store, B, environment="a")
    with store.writing() as session:
        snapshots.add(session, "other", "a", History(), at=T0)

    with store.reading() as session:
        assert snapshots.environments(session, "shop") == ("a", "b")
        assert list(snapshots.latest_of_all(session, "shop").readable) == [
            ("a", DEFAULT_LOCATION),
            ("b", DEFAULT_LOCATION),
        ]
        assert snapshots.latest_of_all(session, "other").readable["a", DEFAULT_LOCATION].history == History()
        assert snapshots.latest_of_all(session, "nothing").readable == {}


@pytest.mark.parametrize("prefix", ["", "1234567", "%%%%%%%%", "________", "zzzzzzzz", "0" * 65])
def test_what_is_no_fingerprint_finds_nothing(store: Store, prefix: str):
    add(store, A)

    with store.reading() as session:
        assert snapshots.with_fingerprint(session, "shop", "sandbox-3", prefix) == ()


def test_five_hundred_environments_take_as_many_queries_as_two(store_url: str):
    numbers = []
    for count in (2, 500):
        with open_store(store_url) as store, store.writing() as session:
            for number in range(count):
                for version in range(2):
                    new = history("users.1", f"users.{number + 2}", f"orders.{version}")
                    snapshots.add(session, "shop", f"e{number}", new, at=T0 + count * version * MINUTE)
        with open_store(store_url) as store:  # anew, so that nothing is in memory
            queries = statements(store)
            with store.reading() as session:
                assert len(snapshots.latest_of_all(session, "shop").readable) == count
                selects = [statement for statement in queries if statement.lstrip().startswith("SELECT")]
                numbers.append(len(selects))

    assert numbers == [2, 2]


def test_odd_text_comes_back_byte_for_byte(store_url: str):
    odd = History(
        (
            Row(MigrationKey("", ""), "", None),
            Row(MigrationKey("a\0b", "ünï\u2028'\"\\"), "2026-05-01 11:58:00.10+00", -5),
            Row(MigrationKey("a.b", "\ud800"), "yesterday", 2**80),
            Row(MigrationKey("a.b", "\ud800"), "yesterday", 2**80),
        )
    )
    with open_store(store_url) as store:
        add(store, odd)
    with open_store(store_url) as store:
        assert latest(store).history == odd


@pytest.mark.parametrize("history", [A, History(A.rows[:1], has_table=False)])
def test_rows_of_one_text_are_not_written_out_again_to_be_checked(
    store_url: str, history: History, monkeypatch
):
    with open_store(store_url) as store:
        add(store, history)
    monkeypatch.setattr("app.domain.history.json", None)
    with open_store(store_url) as store:
        read = latest(store).history

    assert read == history
    assert read.fingerprint == history.fingerprint


def test_a_history_that_was_changed_from_outside_is_refused(store_url: str):
    with open_store(store_url) as store:
        add(store, A)
        with store.writing() as session:
            session.execute(text("UPDATE changes SET inserted = replace(inserted, 'orders', 'orderz')"))
    with open_store(store_url) as store, pytest.raises(DamagedHistoryError, match=A.fingerprint[:10]):
        latest(store)


def test_after_a_damaged_history_the_next_one_stands_by_itself(store_url: str):
    with open_store(store_url) as store:
        add(store, A)
        with store.writing() as session:
            session.execute(text("UPDATE changes SET inserted = '{'"))
    with open_store(store_url) as store:
        add(store, B, T0 + MINUTE)

        assert latest(store).history == B


def test_rebuilding_begins_at_a_keyframe(store_url: str):
    """200 changes of a short history: without keyframes the last one would be read through all of them."""
    with open_store(store_url) as store:
        for number in range(200):
            add(store, history("users.1", f"users.{number + 2}"), T0 + number * MINUTE)
    with open_store(store_url) as store:
        with store.reading() as session:
            steps = session.scalar(text("SELECT max(number - keyframe) FROM snapshots"))
            for summary in snapshots.summaries(session, "shop", "sandbox-3"):
                (snapshot,) = snapshots.with_fingerprint(session, "shop", "sandbox-3", summary.fingerprint)
                assert snapshot.received_at == summary.received_at

        assert steps <= 64


def test_a_read_session_cannot_write(store: Store):
    with pytest.raises((DBAPIError, StoreError)), store.reading() as session:
        snapshots.add(session, "shop", "sandbox-3", A, at=T0)

    assert latest(store) is None


def test_a_read_session_sees_one_moment(store: Store):
    add(store, A)
    with store.reading() as session:
        snapshots.latest(session, "shop", "sandbox-3")
        add(store, B, T0 + MINUTE)

        assert snapshots.latest(session, "shop", "sandbox-3").history == A


def test_a_write_that_fails_leaves_nothing(store: Store):
    def fail() -> None:
        with store.writing() as session:
            snapshots.add(session, "shop", "sandbox-3", A, at=T0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert counts(store)["environments"] == 0
