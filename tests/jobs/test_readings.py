from collections.abc import Iterator
from itertools import islice
from threading import Event, current_thread
from threading import enumerate as threads

import pytest

from app.jobs import readings
from app.jobs.readings import MAX_PARALLEL, Reading, parts

LONG = 60
"""Seconds, only a guard against hanging."""


def taken(many: list[Reading[int]], stopped: Event | None = None) -> Iterator[tuple[int, int]]:
    """The parts, one by one."""
    for come in parts(many, stopped or Event()):
        yield from come


def answer(value: int) -> Reading[int]:
    return Reading(lambda: [value])


@pytest.fixture
def answered() -> Iterator[Event]:
    """Set at the end, so that no thread is left."""
    event = Event()
    yield event
    event.set()


def mute(answered: Event, server: str = "") -> Reading[int]:
    """A database that answers when the event is set."""
    return Reading(lambda: [0 * answered.wait(LONG)], server)


def test_each_part_comes_with_the_place_of_its_reading():
    many = [Reading(lambda number=number: [number, -number]) for number in range(1, 100)]

    assert sorted(taken(many)) == sorted((n - 1, part) for n in range(1, 100) for part in (n, -n))


def test_mute_databases_cost_the_others_nothing(answered: Event):
    many = [*(mute(answered) for _ in range(3 * MAX_PARALLEL)), *map(answer, range(1, 31))]

    assert sorted(part for _, part in islice(taken(many), 30)) == list(range(1, 31))


def test_what_has_come_does_not_wait_for_what_keeps_us_waiting(
    answered: Event, monkeypatch: pytest.MonkeyPatch
):
    under_way = readings._Readings([mute(answered)])
    under_way._start_threads()
    try:
        assert under_way._may_come(soon=True)
        monkeypatch.setattr(readings, "PATIENCE", 0.0)
        assert not under_way._may_come(soon=True)
        assert under_way._may_come(soon=False)
    finally:
        under_way.leave()


def test_a_doubtful_one_begins_last_and_nothing_waits_for_it(
    answered: Event, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(readings, "MAX_PARALLEL", 1)
    monkeypatch.setattr(readings, "PATIENCE", float(LONG))
    doubtful = Reading(lambda: [0 * answered.wait(LONG)], doubtful=True)

    assert list(islice(taken([doubtful, answer(1), answer(2)]), 2)) == [(1, 1), (2, 2)]


def test_one_server_gets_no_more_than_eight_at_a_time(answered: Event, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(readings, "PATIENCE", 0.0)
    running, most = set(), []

    def read() -> list[int]:
        running.add(current_thread())
        most.append(len(running))
        answered.wait(0.02)
        running.remove(current_thread())
        return [1]

    list(taken([Reading(read, "db.example:5432") for _ in range(40)]))

    assert max(most) == MAX_PARALLEL


def test_who_stops_waits_for_nobody(answered: Event):
    stopped = Event()
    found = []
    for _, part in taken([answer(1), *(mute(answered) for _ in range(200))], stopped):
        found.append(part)
        stopped.set()

    assert found == [1]
    assert not answered.is_set()


@pytest.mark.parametrize("ahead", [0, 1])
def test_a_reading_is_no_further_ahead_than_it_may_be(ahead: int):
    read = []

    def count() -> Iterator[int]:
        for number in range(5):
            read.append(number)
            yield number

    for _, part in taken([Reading(count, ahead=ahead)]):
        assert len(read) <= part + 1 + ahead
    assert len(read) == 5


def test_an_error_of_ours_is_raised_where_the_parts_are_taken():
    def broken() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(taken([Reading(broken)]))


def test_no_thread_is_left_at_the_end():
    before = set(threads())
    list(taken([answer(number) for number in range(20)]))

    assert set(threads()) <= before
