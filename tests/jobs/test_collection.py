import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app import collect as collectors
from app.collect import CollectionError
from app.config import Database, Environment, Secret
from app.domain.failure import Cause
from app.domain.table_location import DEFAULT_LOCATION
from app.jobs import collection, readings
from app.jobs.collection import CollectionResult
from app.store import failures, snapshots
from app.store.engine import Store
from tests.build import history
from tests.jobs.databases import database, gone
from tests.jobs.following import T0

PASSWORD = "hunter2"


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


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
        assert [slug for slug, _ in snapshots.latest_of_all(session, "shop").readable] == ["a", "c"]
        assert failures.current(session, "shop")["b", DEFAULT_LOCATION].cause is Cause.NO_FILE


def test_one_that_failed_the_last_time_is_read_after_the_others(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(readings, "MAX_PARALLEL", 1)
    read = []

    def answer(url: Secret):
        read.append(url.reveal()[-1])
        if url.reveal().endswith("b") and len(read) < 4:
            raise CollectionError(Cause.UNREACHABLE)
        return history()

    monkeypatch.setattr(collectors, "history", answer)
    environments = [Environment(slug, (Database(Secret(f"sqlite:///{slug}")),)) for slug in "abc"]

    for minutes in range(3):
        collect(store, *environments, minutes=minutes)

    assert read == [*"abc", *"acb", *"abc"]


def test_each_is_told_once_it_is_stored(store: Store, tmp_path: Path):
    reports = []

    def report(result: CollectionResult) -> None:
        with store.reading() as session:
            reports.append(
                (result.environment, snapshots.latest(session, "shop", result.environment) is not None)
            )

    collect(store, *(database(tmp_path, f"e{number:02}") for number in reversed(range(20))), report=report)

    assert sorted(reports) == [(f"e{number:02}", True) for number in range(20)]


def test_environments_are_read_at_the_same_time(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Eight readings wait for each other. In turn they would wait for ever."""
    together = threading.Barrier(8, timeout=60)  # only a guard against hanging

    def read(_: Secret):
        together.wait()
        return history()

    monkeypatch.setattr(collectors, "history", read)

    assert len(collect(store, *(gone(tmp_path, f"e{number}") for number in range(16)))) == 16


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
        assert failures.as_of(session, "shop", at(4))["a", DEFAULT_LOCATION].cause is Cause.NO_FILE


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


def test_an_error_of_ours_is_told_as_one_and_logged_without_its_text(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(_: Secret):
        raise RuntimeError(f"postgresql://me:{PASSWORD}@db.example")

    monkeypatch.setattr(collectors, "history", broken)
    with capture_logs() as logs:
        results = collect(store, gone(tmp_path, "a"))

    assert results == (CollectionResult("a", cause=Cause.FAILED),)
    assert logs == [
        {"event": "collector.failed", "environment": "a", "error": "RuntimeError", "log_level": "error"}
    ]
