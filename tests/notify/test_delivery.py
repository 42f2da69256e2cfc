"""The delivery: each message reaches its channel once, and a channel in trouble costs only itself."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from structlog.testing import capture_logs

from app.config import NotifyRule, Secret, Settings
from app.domain.findings import Verdict
from app.domain.fleet.announcement import Announcement, RuleScope, ToldChange
from app.jobs.delivery import Delivery, pause_after
from app.store.announcements import outbox
from app.store.engine import Store, open_store
from tests.build import NOON
from tests.notify.receivers import WebServer, web_server

DAY = timedelta(days=1)


def message(slug: str) -> Announcement:
    entry = ToldChange(
        "Shop", slug, Verdict.BLOCKED, "is blocked", "is blocked now, it was in step", "Said.", "", NOON, "/x"
    )
    return Announcement((entry,), {Verdict.BLOCKED: 1}, ("Shop",), "/shop")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/driftboard.db") as opened:
        yield opened


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


class Clock:
    now = NOON

    def __call__(self):
        return self.now


def settings(**urls: str) -> Settings:
    rules = tuple(NotifyRule(name, Secret(url), RuleScope()) for name, url in urls.items())
    return Settings(Secret("sqlite:///x"), public_url="https://drift.example", notify=rules)


def put(store: Store, rule: str, *slugs: str, at=NOON) -> None:
    with store.writing() as session:
        for slug in slugs:
            outbox.add(session, rule, message(slug), at=at, next_at=at, lasts=DAY)


def left(store: Store):
    with store.reading() as session:
        return outbox.open_messages(session)


def told(web: WebServer) -> list[str]:
    return [post.json["message"].split(" ")[0] for post in web.posts]


def test_every_message_arrives_once_in_order(store, web):
    put(store, "ops", "one", "two", "three")

    assert Delivery(store, settings(ops=web.url), Clock()).drain(30)

    assert told(web) == ["one", "two", "three"]
    assert len({post.key for post in web.posts}) == 3
    assert left(store) == ()


def test_a_channel_that_fails_is_tried_again_after_pauses_that_grow_and_given_up_in_the_end(store, web):
    web.status = 503
    put(store, "ops", "one")
    clock = Clock()
    delivery = Delivery(store, settings(ops=web.url), clock)
    pauses = []
    with capture_logs() as logs:
        while waiting := [each for each in left(store) if each.ended_at is None]:
            pauses.append(waiting[0].next_at - clock.now)
            clock.now = waiting[0].next_at
            delivery.drain(30)

    minutes = [pause.total_seconds() / 60 for pause in pauses]
    assert minutes[:10] == [0, 0.5, 1, 2, 4, 8, 16, 32, 60, 60]
    assert sum(minutes) <= 24 * 60
    assert len(web.posts) == len(pauses) == 30
    assert [entry["event"] for entry in logs] == ["message.not_taken"] * 29 + ["message.given_up"]
    assert "hunter2" not in repr(logs)
    assert left(store)[0].problem == "the channel did not take it: its server answered 503"

    web.status = 200
    put(store, "ops", "two", at=clock.now)
    delivery.drain(30)
    assert "1 earlier message was not taken" in web.posts[-1].json["message"]
    put(store, "ops", "three", at=clock.now)
    delivery.drain(30)
    assert "earlier" not in web.posts[-1].json["message"]


def test_the_pauses_are_bounded():
    assert pause_after(1) == timedelta(seconds=30)
    assert pause_after(1000) == timedelta(hours=1)


def test_one_message_that_is_refused_lets_the_next_one_through(store, web):
    put(store, "ops", "one", "two")
    clock = Clock()
    web.status = 400
    delivery = Delivery(store, settings(ops=web.url), clock)
    delivery.drain(30)
    web.status = 200
    clock.now += timedelta(seconds=31)
    delivery.drain(30)

    assert sorted(told(web)[-2:]) == ["one", "two"]


def test_a_channel_that_hangs_costs_only_itself_and_the_stop_waits_for_it_no_longer_than_it_may(store, web):
    hung, over = Event(), Event()
    sent = []

    class Hanging:
        def send(self, _message: Announcement, name: str, **_: object) -> None:
            sent.append(name)
            hung.set()
            over.wait(60)

    from app.notify.channel import Channel

    put(store, "stuck", "one", "two")
    put(store, "ops", "three", "four", "five")
    delivery = Delivery(
        store,
        settings(stuck="json://x", ops=web.url),
        Clock(),
        channel=lambda rule, public: Hanging() if rule.name == "stuck" else Channel(rule.url, public),
    )
    delivery.start()
    delivery.start()
    assert hung.wait(60)
    for _ in range(3000):
        if len(web.posts) == 3:
            break
        time.sleep(0.02)
    begun = time.monotonic()
    delivery.stop()
    took = time.monotonic() - begun
    over.set()

    assert told(web) == ["three", "four", "five"]
    assert took < 5
    assert len(sent) == 1
    assert [each.message.entries[0].environment for each in left(store)] == ["one", "two"]


def test_what_is_on_its_way_is_held_for_as_long_as_that_takes(store):
    """Another process does not send it too."""
    over, clock = Event(), Clock()
    sent = []

    class Slow:
        def send(self, _message: Announcement, name: str, **_: object) -> None:
            sent.append(name)
            over.wait(60)

    def delivery() -> Delivery:
        return Delivery(store, settings(ops="json://x"), clock, channel=lambda *_: Slow())

    put(store, "ops", "one")
    first, second = delivery(), delivery()
    first.look()
    for _ in range(10):
        clock.now += timedelta(seconds=40)
        first.look()
        second.look()
    over.set()

    assert first.drain(30)
    assert second.drain(30)
    assert len(sent) == 1
    assert left(store) == ()


def test_a_store_that_does_not_answer_when_a_message_is_taken_is_asked_again(store, web, monkeypatch):
    """The message was taken: it is not sent again because that could not be written down."""
    from app.store.errors import StoreError

    put(store, "ops", "one")
    delivery = Delivery(store, settings(ops=web.url), Clock())
    writing, fails = Store.writing, []
    delivery.look()
    for _ in range(3000):
        if web.posts:
            break
        time.sleep(0.02)

    def broken(self):
        fails.append(1)
        if len(fails) < 4:
            raise StoreError("busy")
        return writing(self)

    monkeypatch.setattr(Store, "writing", broken)
    for _ in range(20):
        try:
            if delivery.drain(1):
                break
        except StoreError:
            continue

    assert told(web) == ["one"]
    assert left(store) == ()


def test_a_rule_that_is_gone_keeps_its_messages_and_sends_none(store, web):
    put(store, "old", "one")
    assert Delivery(store, settings(ops=web.url), Clock()).drain(5)

    assert web.posts == []
    assert len(left(store)) == 1


def test_whatever_a_channel_raises_the_message_is_tried_again(store):
    class Odd:
        def send(self, *_: object, **__: object) -> None:
            raise ZeroDivisionError("json://hunter2@x")

    put(store, "ops", "one")
    with capture_logs() as logs:
        Delivery(store, settings(ops="json://x"), Clock(), channel=lambda *_: Odd()).drain(5)

    assert left(store)[0].problem == "an error of the kind ZeroDivisionError"
    assert "hunter2" not in repr(logs)


def test_a_url_that_changes_is_used_from_then_on(store, web):
    from dataclasses import replace

    from app.config import CurrentSettings

    current = CurrentSettings(settings(ops="json://127.0.0.1:1/x"))
    clock = Clock()
    delivery = Delivery(store, current, clock)
    put(store, "ops", "one")
    delivery.drain(30)
    current.state = replace(current.state, settings=settings(ops=web.url))
    clock.now += timedelta(minutes=1)
    delivery.drain(30)

    assert told(web) == ["one"]
