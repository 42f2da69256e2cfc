"""
A dashboard that is killed at any moment loses no change and tells none twice, but for what no sender can know.

Each life is a process of its own, which is killed with SIGKILL. It does rounds as the schedule does: environments
change their verdict, the changes go into the outbox, the delivery posts them to a real web server. A message may come
twice only where a kill fell between the channel's taking it and the writing of that; then both have one
Idempotency-Key.
`KILLS=200` is the long form.
"""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import text

from app.config import Environment, NotifyRule, Project, Secret, Settings
from app.domain.findings import Verdict
from app.domain.fleet.announcement import JudgedVerdict, RuleScope
from app.jobs.announcement import announce
from app.jobs.delivery import Delivery
from app.store.announcements import outbox, verdicts
from app.store.engine import Store, engine_of, open_store
from tests.notify.receivers import web_server

KILLS = int(os.environ.get("KILLS", "30"))
HOLD = timedelta(seconds=0.3)
SLUGS = tuple(f"edge-{number}" for number in range(3))
START = datetime(2026, 1, 5, tzinfo=UTC)


class Turning:
    """Environments that are blocked and in step by turns, each for two looks: every second round changes them all."""

    def __init__(self, number: int) -> None:
        self.number = number

    def judgements(self, *_: object, **__: object) -> dict[str, JudgedVerdict]:
        verdict = Verdict.BLOCKED if self.number // 2 % 2 else Verdict.IN_STEP
        looked_at = START + timedelta(minutes=self.number)
        return dict.fromkeys(SLUGS, JudgedVerdict(verdict, looked_at, "f", "v1"))

    def said(self, *_: object, **__: object) -> tuple[str, str]:
        return f"Look {self.number}.", "/shop/x"

    def picture(self, *_: object, **__: object) -> None:
        return None

    def fleet(self, *_: object, **__: object) -> tuple[str, None]:
        return "/shop", None


def settings_of(url: str) -> Settings:
    project = Project("shop", "Shop", environments=tuple(Environment(slug, ()) for slug in SLUGS))
    rule = NotifyRule("ops", Secret(url), RuleScope())
    interval = timedelta(minutes=1)
    return Settings(
        Secret("sqlite:///x"), (project,), interval, public_url="https://d.example", notify=(rule,)
    )


def clock() -> datetime:
    return datetime.now(UTC)


def live(store_url: str, url: str, counter: Path, begun: Event) -> None:
    """One life: it takes up where the last one ended, and goes on until it is killed."""
    settings = settings_of(url)
    with Store(engine_of(store_url)) as store:
        delivery = Delivery(store, settings, clock, hold=HOLD)
        number = int(counter.read_text())
        begun.set()
        while True:
            announce(store, settings, Turning(number), now=clock())
            number += 1
            new = counter.with_suffix(".new")
            new.write_text(str(number))
            new.replace(counter)  # a round that was killed is done again
            delivery.drain(0.05)


def held(store) -> set[tuple[str, str]]:
    """The tries that were cut off: which message, and by whom it was held."""
    query = text("SELECT name, held_by FROM messages WHERE outcome IS NULL AND held_by IS NOT NULL")
    with store.reading() as session:
        return {(name, who) for name, who in session.execute(query)}


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_change_is_lost_and_none_told_twice_without_its_key(kind, tmp_path, request):
    store_url = (
        f"sqlite:///{tmp_path}/driftboard.db"
        if kind == "sqlite"
        else request.getfixturevalue("postgres_database")
    )
    kills = max(1, KILLS * 2 // 3 if kind == "sqlite" else KILLS // 3)
    counter = tmp_path / "counter"
    counter.write_text("0")
    open_store(store_url).close()
    source = random.Random(kills)
    fork = multiprocessing.get_context("fork")
    interrupted: set[tuple[str, str]] = set()
    with web_server() as web:
        for _ in range(kills):
            begun = fork.Event()
            life = fork.Process(target=live, args=(store_url, web.url, counter, begun))
            life.start()
            assert begun.wait(60)
            # Some rounds later, and then at any moment: a busy machine lives as long as an idle one.
            last_round = int(counter.read_text()) + source.randrange(4)
            while int(counter.read_text()) < last_round:
                assert life.is_alive(), "it ended by itself"
                time.sleep(0.001)
            time.sleep(source.uniform(0.0, 0.08))
            os.kill(life.pid, signal.SIGKILL)
            life.join()
            with Store(engine_of(store_url)) as store:
                interrupted |= held(store)
        settings = settings_of(web.url)
        with Store(engine_of(store_url)) as store:
            time.sleep(HOLD.total_seconds() * 2)
            assert Delivery(store, settings, clock, hold=HOLD).drain(60)
            with store.reading() as session:
                assert outbox.open_messages(session) == ()
                known = verdicts.known(session, "shop")
        posts = list(web.posts)

    looks = [int(post.json["message"].partition("Look ")[2].partition(".")[0]) for post in posts]
    last = int(counter.read_text()) - 1
    # The first verdict counts at look 1 and is not told; from then on every second look changes all.
    expected = list(range(3, last + 1, 2))
    assert sorted(set(looks)) in (expected, [*expected, last + 1])
    assert {one.verdict for one in known.values()} == {
        Turning(last).judgements()[SLUGS[0]].verdict
    } or last % 2 == 0
    by_key = {post.key: look for post, look in zip(posts, looks, strict=True)}
    assert len(by_key) == len(set(looks))
    double = sum(number - 1 for number in Counter(looks).values())
    print(
        f"{kind}: {kills} kills, {len(interrupted)} in a try; {len(set(looks))} messages, {double} came twice"
    )
    assert double <= len(interrupted)
    assert len(looks) > kills / 3
