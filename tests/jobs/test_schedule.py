import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.config import CurrentSettings, Environment, Project, Secret, Settings
from app.jobs.schedule import Schedule
from app.store import snapshots
from app.store.engine import Store
from tests.jobs.databases import database, gone
from tests.jobs.following import T0, labels, project
from tests.sources.git.repositories import Made

PASSWORD = "hunter2"


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

    # A reading that was begun is not waited for.
    wait_until(lambda: set(threading.enumerate()) <= before)
    with store.reading() as session:
        assert snapshots.latest(session, "shop", "a").seen_at in moments[-3:]


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


def test_the_log_says_once_what_cannot_be_read_and_when_it_can(store: Store, tmp_path: Path):
    environment = gone(tmp_path, "a")

    def done(entries: list) -> list:
        return [entry for entry in entries if entry["event"] == "collection.done"]

    with capture_logs() as logs:
        schedule = Schedule(store, settings_of(environment), lambda: T0)
        schedule.start()
        wait_until(lambda: len(done(logs)) >= 3)
        database(tmp_path, "gone")
        wait_until(lambda: done(logs)[-1]["failed"] == 0)
        schedule.stop()

    told = [entry for entry in done(logs) if "failing" in entry or "recovered" in entry]
    assert [entry.get("failing") for entry in told] == [["a: there is no such file"], None]
    assert told[1]["recovered"] == ["a"]


def test_stopping_a_schedule_that_never_began_is_nothing(store: Store, tmp_path: Path):
    Schedule(store, settings_of(gone(tmp_path, "a")), lambda: T0).stop()


def test_the_schedule_follows_as_it_collects(store: Store, repository: Made):
    settings = Settings("sqlite:///unused", (project(repository),), interval=timedelta(milliseconds=20))
    pause = threading.Event()
    with capture_logs() as logs:
        schedule = Schedule(store, settings, lambda: T0)
        schedule.start()
        for _ in range(3_000):  # a minute, only as a guard against hanging
            if any(entry["event"] == "following.done" for entry in logs):
                break
            pause.wait(0.02)
        schedule.stop()

    assert labels(store)["main"] == repository.head
    assert [(entry["labels"], entry["commits"]) for entry in logs if entry["event"] == "following.done"] == [
        (["main", "v1"], 1)
    ]


def test_the_schedule_goes_on_when_following_fails(
    store: Store, repository: Made, monkeypatch: pytest.MonkeyPatch
):
    calls = threading.Semaphore(0)

    def broken(*_: object, **__: object) -> None:
        calls.release()
        raise RuntimeError("hunter2")

    monkeypatch.setattr("app.jobs.schedule.follow", broken)
    settings = Settings(
        "sqlite:///unused",
        (project(repository), Project("other", "Other")),
        interval=timedelta(milliseconds=20),
    )
    with capture_logs() as logs:
        schedule = Schedule(store, settings, lambda: T0)
        schedule.start()
        assert all(calls.acquire(timeout=60) for _ in range(2))  # only a guard against hanging
        schedule.stop()

    assert {entry["error"] for entry in logs if entry["event"] == "following.failed"} == {"RuntimeError"}
    assert "hunter2" not in repr(logs)


def test_each_round_takes_the_settings_as_they_are_then(store: Store, tmp_path: Path):
    """Woken, it does not wait for the end of an interval of an hour."""
    first = replace(settings_of(database(tmp_path, "a")), interval=timedelta(hours=1))
    current = CurrentSettings(first)
    schedule = Schedule(store, current, lambda: T0)
    schedule.start()
    wait_until(lambda: stored(store) == ("a",))
    current.state = replace(current.state, settings=settings_of(database(tmp_path, "b")))
    schedule.wake()
    wait_until(lambda: stored(store) == ("a", "b"))
    schedule.stop()


def stored(store: Store) -> tuple[str, ...]:
    with store.reading() as session:
        return snapshots.environments(session, "shop")


def test_a_label_that_could_not_be_read_is_tried_again_with_other_settings(store: Store, repository: Made):
    repository.commit("Broken", {"users/migrations/0002_broken.py": "this is not Python\n"})
    source = project(repository)
    assert source.repository is not None
    wrong = replace(source.repository.reading, folder="nowhere")
    broken = replace(source, repository=replace(source.repository, reading=wrong))
    current = CurrentSettings(Settings("sqlite:///unused", (broken,), interval=timedelta(hours=1)))
    with capture_logs() as logs:
        schedule = Schedule(store, current, lambda: T0)
        schedule.start()
        wait_until(lambda: logs)
        current.state = replace(
            current.state, settings=Settings("sqlite:///unused", (source,), interval=timedelta(hours=1))
        )
        schedule.wake()
        wait_until(lambda: "main" in labels(store))
        schedule.stop()


def test_a_schedule_turns_until_its_thread_does_not(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    schedule = Schedule(store, settings_of(database(tmp_path, "a")), lambda: T0)
    assert schedule.is_turning()
    monkeypatch.setattr(schedule, "_run", lambda: None)
    schedule.start()

    wait_until(lambda: not schedule.is_turning())
    schedule.stop()


def test_a_schedule_that_is_stuck_does_not_turn(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.jobs.schedule.LONGEST_STEP", timedelta(seconds=0.05))
    go_on = threading.Event()

    def stuck(*_: object, **__: object) -> tuple[()]:
        go_on.wait(60)
        return ()

    monkeypatch.setattr("app.jobs.schedule.collect", stuck)
    schedule = Schedule(store, settings_of(database(tmp_path, "a")), lambda: T0)
    schedule.start()

    wait_until(lambda: not schedule.is_turning())
    go_on.set()
    wait_until(schedule.is_turning)
    schedule.stop()
