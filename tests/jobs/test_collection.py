import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app import collect as collectors
from app.config import Environment, Project, ReleaseSource, Secret, Settings
from app.domain.failure import Cause
from app.domain.manifest import dumps
from app.jobs import collection, releases
from app.jobs.collection import CollectionResult
from app.jobs.schedule import Schedule
from app.store import failures, snapshots
from app.store import releases as stored_releases
from app.store.engine import Store, open_store
from tests.build import history, release

T0 = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)
PASSWORD = "hunter2"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/driftboard.db") as opened:
        yield opened


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def database(folder: Path, slug: str, *keys: str) -> Environment:
    file = folder / f"{slug}.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS django_migrations (id integer, app, name, applied)")
        connection.execute("DELETE FROM django_migrations")
        for row in history(*keys).rows:
            connection.execute(
                "INSERT INTO django_migrations VALUES (?, ?, ?, ?)", (row.id, *row.key, row.applied)
            )
        connection.commit()
    return Environment(slug, Secret(f"sqlite:///{file}"), stale_after=timedelta(minutes=15))


def gone(folder: Path, slug: str) -> Environment:
    return Environment(slug, Secret(f"sqlite:///{folder}/gone.sqlite3"))


def collect(
    store: Store, *environments: Environment, minutes: float = 0, report=None
) -> tuple[CollectionResult, ...]:
    return collection.collect(store, "shop", environments, now=lambda: at(minutes), report=report)


def test_one_that_fails_stops_no_other(store: Store, tmp_path: Path):
    results = collect(store, database(tmp_path, "c", "users.1"), gone(tmp_path, "b"), database(tmp_path, "a"))

    assert results == (
        CollectionResult("a", history(), is_new=True),
        CollectionResult("b", cause=Cause.NO_FILE),
        CollectionResult("c", history("users.1"), is_new=True),
    )
    with store.reading() as session:
        assert list(snapshots.latest_of_all(session, "shop")) == ["a", "c"]
        assert failures.current(session, "shop")["b"].cause is Cause.NO_FILE


def test_each_is_told_in_sorted_order_once_it_is_stored(store: Store, tmp_path: Path):
    reports = []

    def report(result: CollectionResult) -> None:
        with store.reading() as session:
            reports.append(
                (result.environment, snapshots.latest(session, "shop", result.environment) is not None)
            )

    collect(store, *(database(tmp_path, f"e{number:02}") for number in reversed(range(20))), report=report)

    assert reports == [(f"e{number:02}", True) for number in range(20)]


def test_environments_are_read_at_the_same_time(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Eight readings wait for each other. In turn they would wait for ever."""
    together = threading.Barrier(8, timeout=60)  # only a guard against hanging
    threads = set()

    def read(_: Secret):
        together.wait()
        threads.add(threading.current_thread().name)
        return history()

    monkeypatch.setattr(collectors, "history", read)

    assert len(collect(store, *(gone(tmp_path, f"e{number}") for number in range(16)))) == 16
    assert len(threads) == 8


def test_the_same_again_is_not_new(store: Store, tmp_path: Path):
    environment = database(tmp_path, "a", "users.1")
    collect(store, environment)

    assert collect(store, environment, minutes=1) == (
        CollectionResult("a", history("users.1"), is_new=False),
    )


def test_a_success_ends_a_failure(store: Store, tmp_path: Path):
    environment = database(tmp_path, "a", "users.1")
    collect(store, gone(tmp_path, "a"))
    collect(store, environment, minutes=5)

    with store.reading() as session:
        assert failures.current(session, "shop") == {}
        assert failures.as_of(session, "shop", at(4))["a"].cause is Cause.NO_FILE


@pytest.mark.parametrize("keys", [("users.1",), ("users.1", "users.2")])
def test_a_silence_past_the_limit_is_kept_for_ever(store: Store, tmp_path: Path, keys: tuple[str, ...]):
    collect(store, database(tmp_path, "a", "users.1"))
    collect(store, database(tmp_path, "a", *keys), minutes=60)

    with store.reading() as session:
        assert failures.as_of(session, "shop", at(10)) == {}
        (failure,) = failures.as_of(session, "shop", at(30)).values()
        assert (failure.cause, failure.since) == (Cause.NOT_COLLECTED, at(0))
        assert failures.as_of(session, "shop", at(60)) == {}


def test_a_silence_within_the_limit_is_nothing(store: Store, tmp_path: Path):
    environment = database(tmp_path, "a")
    for minutes in (0, 14, 28):
        collect(store, environment, minutes=minutes)

    with store.reading() as session:
        assert failures.as_of(session, "shop", at(15)) == {}


def test_an_error_of_ours_is_unreadable_and_logged_without_its_text(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(_: Secret):
        raise RuntimeError(f"postgresql://me:{PASSWORD}@db.example")

    monkeypatch.setattr(collectors, "history", broken)
    with capture_logs() as logs:
        results = collect(store, gone(tmp_path, "a"))

    assert results == (CollectionResult("a", cause=Cause.UNREADABLE),)
    assert logs == [
        {"event": "collector.failed", "environment": "a", "error": "RuntimeError", "log_level": "error"}
    ]


def settings_of(environment: Environment, **options) -> Settings:
    return Settings(
        Secret("sqlite:///unused"),
        (Project("shop", "Shop", environments=(environment,)),),
        interval=timedelta(milliseconds=20),
        **options,
    )


def wait_until(condition, seconds: float = 60) -> None:
    """Wait until the condition is true. The seconds are only a guard against hanging."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    raise AssertionError("it did not come true")


def test_the_schedule_collects_again_and_again_until_it_is_stopped(store: Store, tmp_path: Path):
    moments = []

    def now() -> datetime:
        moments.append(T0 + timedelta(seconds=len(moments)))
        return moments[-1]

    schedule = Schedule(store, settings_of(database(tmp_path, "a", "users.1")), now)
    before = set(threading.enumerate())
    schedule.start()
    schedule.start()
    wait_until(lambda: len(moments) >= 3)
    schedule.stop()

    assert set(threading.enumerate()) <= before, "who is left may go on"
    with store.reading() as session:
        assert snapshots.latest(session, "shop", "a").seen_at == moments[-1]


def test_the_schedule_goes_on_after_an_error(store: Store, tmp_path: Path):
    calls = []

    def now() -> datetime:
        calls.append(1)
        if len(calls) < 3:
            raise RuntimeError(PASSWORD)
        return T0

    with capture_logs() as logs:
        schedule = Schedule(store, settings_of(database(tmp_path, "a")), now)
        schedule.start()
        wait_until(lambda: len(calls) >= 4)
        schedule.stop()

    assert [entry["error"] for entry in logs if entry["event"] == "collection.failed"] == ["RuntimeError"] * 2
    assert PASSWORD not in repr(logs)
    with store.reading() as session:
        assert snapshots.environments(session, "shop") == ("a",)


def test_stopping_a_schedule_that_never_began_is_nothing(store: Store, tmp_path: Path):
    Schedule(store, settings_of(gone(tmp_path, "a")), lambda: T0).stop()


def test_releases_of_the_settings_are_read_and_one_that_cannot_stops_no_other(store: Store, tmp_path: Path):
    code = release("users: 1 < 2", project="shop")
    (tmp_path / "v1.json").write_text(dumps(code), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    sources = (ReleaseSource("bad", tmp_path / "broken.json"), ReleaseSource("v1", tmp_path / "v1.json"))
    settings = Settings(Secret("sqlite:///unused"), (Project("shop", "Shop", releases=sources),))

    bad, good = releases.add_all(store, settings, now=lambda: T0)

    assert (bad.label, bad.release) == ("bad", None)
    assert bad.problem
    assert (good.label, good.release) == ("v1", code)
    with store.reading() as session:
        assert stored_releases.with_label(session, "shop", "v1").fingerprint == code.fingerprint
        assert [label.label for label in stored_releases.labels(session, "shop")] == ["v1"]
