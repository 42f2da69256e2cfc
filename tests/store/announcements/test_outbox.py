"""A message is in the outbox until its channel has taken it, and one at a time tries it."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from app.domain.findings import Verdict
from app.domain.fleet.announcement import Announcement, ToldChange
from app.store.announcements import outbox
from app.store.engine import open_store
from tests.build import NOON

SECOND = timedelta(seconds=1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RULES = ["ops"]


def message(slug="production", picture=None) -> Announcement:
    entry = ToldChange(
        "Shop",
        slug,
        Verdict.BLOCKED,
        "is blocked",
        "is blocked now, it was in step",
        "Said \N{BULLET}.",
        "",
        NOON,
        "/x",
    )
    return Announcement((entry,), {Verdict.BLOCKED: 1, Verdict.BEHIND: 4}, ("Shop",), "/shop", picture)


def put(store, rule="ops", at=NOON, **facts):
    with store.writing() as session:
        outbox.add(session, rule, message(**facts), at=at, next_at=at, lasts=DAY)


def hold(store, who="a", at=NOON, lasts=MINUTE, rules=RULES):
    with store.reading() as session:
        due = outbox.due(session, rules, at=at)
    if not due:
        return None
    with store.writing() as session:
        return outbox.hold(session, next(iter(due.values())), who, at=at, lasts=lasts)


def finish(store, held, who="a", *, at=NOON, problem=None):
    with store.writing() as session:
        if problem is None:
            outbox.sent(session, held.id, who, at=at)
            return False
        return outbox.failed(session, held.id, who, at=at, pause=MINUTE, problem=problem)


def left(store):
    with store.reading() as session:
        return outbox.open_messages(session)


def test_a_message_comes_out_as_it_went_in(store):
    put(store, picture=b"\x89PNG")

    held = hold(store)

    assert held.message == message(picture=b"\x89PNG")
    assert (held.rule, held.tries, held.problem, len(held.name)) == ("ops", 0, "", 32)


def test_what_one_holds_no_other_does_until_the_hold_is_over(store):
    put(store)
    held = hold(store, "a")

    assert hold(store, "b", at=NOON + 59 * SECOND) is None
    with store.writing() as session:
        outbox.hold_on(session, [held.id], "a", at=NOON + 50 * SECOND, lasts=MINUTE)
    assert hold(store, "b", at=NOON + 100 * SECOND) is None
    assert hold(store, "b", at=NOON + 111 * SECOND).name == held.name


def test_what_comes_of_a_try_after_its_hold_is_over_changes_nothing(store):
    put(store)
    first = hold(store, "a")
    second = hold(store, "b", at=NOON + HOUR)

    finish(store, first, "a")
    assert finish(store, first, "a", problem="late") is False
    assert len(left(store)) == 1
    finish(store, second, "b")
    assert left(store) == ()


def test_a_message_that_was_taken_is_not_tried_again(store):
    put(store, picture=b"x")
    finish(store, hold(store))

    assert hold(store, at=NOON + DAY) is None


def test_a_message_that_failed_waits_and_is_given_up_in_the_end(store):
    put(store)
    assert finish(store, hold(store), problem="not taken") is False
    assert hold(store, at=NOON + 59 * SECOND) is None
    assert [(one.tries, one.problem, one.ended_at) for one in left(store)] == [(1, "not taken", None)]

    late = NOON + DAY
    assert finish(store, hold(store, at=late), at=late, problem="gone") is True
    assert hold(store, at=late + DAY) is None
    assert [(one.tries, one.ended_at) for one in left(store)] == [(2, late)]


def test_the_next_message_says_what_was_given_up_and_one_alone(store):
    put(store)
    late = NOON + DAY
    finish(store, hold(store, at=late), at=late, problem="gone")
    put(store, at=late)
    put(store, at=late, rule="other")

    def lost(rule="ops", before=late):
        with store.reading() as session:
            return outbox.lost(session, rule, before)

    assert (lost(), lost("other"), lost(before=NOON)) == (1, 0, 0)
    finish(store, hold(store, at=late), at=late)
    assert lost() == 0
    assert len(left(store)) == 2


def test_each_rule_has_its_next_message_and_the_oldest_comes_first(store):
    put(store, slug="second", at=NOON + SECOND)
    put(store, slug="first")
    put(store, rule="other")
    put(store, rule="unknown")

    with store.reading() as session:
        due = outbox.due(session, ["ops", "other"], at=NOON + MINUTE)

    assert sorted(due) == ["ops", "other"]
    assert hold(store, at=NOON + MINUTE).message.entries[0].environment == "first"


def test_a_clock_that_was_ahead_keeps_no_message_waiting(store):
    """It was put in, and held, in three hours from now."""
    put(store, at=NOON + 3 * HOUR)
    assert hold(store, "a", at=NOON + 3 * HOUR) is not None

    assert hold(store, "b") is not None


def test_a_digest_is_one_message_a_day(store):
    def tell(slug, at, morning):
        with store.writing() as session:
            outbox.add_to_digest(session, "ops", message(slug), at=at, next_at=morning, lasts=DAY)

    tomorrow = NOON + 18 * HOUR
    tell("first", NOON, tomorrow)
    tell("second", NOON + HOUR, tomorrow)
    assert hold(store, at=NOON + 17 * HOUR) is None
    held = hold(store, at=tomorrow)
    tell("third", tomorrow + SECOND, tomorrow + DAY)

    assert [entry.environment for entry in held.message.entries] == ["first", "second"]
    assert held.message.total == 10
    assert len(left(store)) == 2


def test_old_ends_are_forgotten(store):
    put(store)
    finish(store, hold(store, at=NOON + DAY), at=NOON + DAY, problem="x")
    put(store, rule="gone")
    put(store, at=NOON + 32 * DAY)

    assert [(one.rule, one.tries) for one in left(store)] == [("ops", 0)]


@pytest.mark.parametrize("count", [4])
def test_of_several_at_once_one_holds_a_message(store, store_url, count):
    for number in range(10):
        put(store, slug=f"edge-{number}")
    held, ready = [], Barrier(count, timeout=60)

    def work(who):
        with open_store(store_url) as own:
            ready.wait()
            for _ in range(30):
                one = hold(own, who)
                if one is not None:
                    held.append(one.name)
                    finish(own, one, who)

    threads = [Thread(target=work, args=(f"w{number}",)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(held) == len(set(held)) == 10
