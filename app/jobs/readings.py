"""
Readings: many databases are read at the same time, and what each brings is handed over as it comes.

A database that does not answer costs its own thread and nobody's time. No more than `MAX_PARALLEL` are begun at a
time; one that has taken `PATIENCE` no longer counts, as it waits for its server and not for us. Nobody waits for a
reading that was begun when the readings are left: its thread ends with the limit of its own, or with the process.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Lock, Semaphore, Thread
from typing import Generic, TypeVar

Part = TypeVar("Part")

MAX_PARALLEL = 8
"""Databases that are begun at the same time, and that are read at the same time of one server."""

MAX_RUNNING = 64
"""Databases that are read at the same time in all, with those that keep us waiting."""

MAX_TAKEN = 64
"""The most parts that are handed over at once."""

PATIENCE = 0.1
"""Seconds after which a reading makes room for another one, and in which parts are gathered to be stored together."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[Part]):
    """
    What reads one database, part by part, and the server that it lies on.

    It is `ahead` of what was taken of it by so many parts at most: one that brings a single part need not wait. One
    that is `doubtful` begins after the others, and what they bring does not wait for it.
    """

    read: Callable[[], Iterable[Part]]
    server: str = ""
    ahead: int = 1
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Running(Generic[Part]):
    number: int
    reading: Reading[Part]
    began: float
    room: Semaphore


@dataclass(frozen=True, slots=True)
class _End:
    """A reading is at its end, or an error of ours ended it."""

    number: int
    error: Exception | None = None


class _Readings(Generic[Part]):
    """The readings of one round. Its threads take the next reading themselves, each as soon as it has ended one."""

    def __init__(self, readings: Sequence[Reading[Part]]) -> None:
        self._left = len(readings)
        self._lock = Lock()
        self._waiting = dict(sorted(enumerate(readings), key=lambda each: each[1].doubtful))
        self._running: dict[int, _Running[Part]] = {}
        self._answers: SimpleQueue[tuple[int, Part] | _End] = SimpleQueue()
        self._threads: list[Thread] = []
        self._is_over = False

    def parts(self, stopped: Event) -> Iterator[list[tuple[int, Part]]]:
        while self._left:
            self._start_threads()
            answers = self._come(stopped)
            if stopped.is_set():
                return
            taken = [answer for answer in answers if not isinstance(answer, _End)]
            if taken:
                yield taken
            for end in (answer for answer in answers if isinstance(answer, _End)):
                self._left -= 1
                if end.error is not None:
                    raise end.error
            for running in [self._running.get(number) for number, _ in taken]:
                if running is not None:
                    running.room.release()
        for thread in self._threads:
            thread.join()  # each has nothing more to do

    def leave(self) -> None:
        """Let go of what is being read."""
        with self._lock:
            self._is_over = True
            self._waiting.clear()
            for running in self._running.values():
                running.room.release()

    def _start_threads(self) -> None:
        """Start as many threads as may read now."""
        while (running := self._next()) is not None:
            thread = Thread(target=self._run, args=(running,), name="collect", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _next(self, ended: int | None = None) -> _Running[Part] | None:
        """The reading that may begin now, if there is one; `ended` has made room for it."""
        with self._lock:
            if ended is not None:
                del self._running[ended]
            now = time.monotonic()
            quick = sum(now - running.began < PATIENCE for running in self._running.values())
            if quick >= MAX_PARALLEL or len(self._running) + self._answers.qsize() >= MAX_RUNNING:
                return None
            at_server = Counter(running.reading.server for running in self._running.values())
            for number, reading in self._waiting.items():
                if not reading.server or at_server[reading.server] < MAX_PARALLEL:
                    self._running[number] = _Running(
                        number, self._waiting.pop(number), now, Semaphore(reading.ahead)
                    )
                    return self._running[number]
            return None

    def _run(self, first: _Running[Part]) -> None:
        running: _Running[Part] | None = first
        while running is not None:
            number, error = running.number, None
            try:
                for part in running.reading.read():
                    self._answers.put((number, part))
                    running.room.acquire()
                    if self._is_over:
                        return
            except Exception as raised:  # noqa: BLE001 - it is raised where the parts are taken
                error = raised
            self._answers.put(_End(number, error))
            running = self._next(number)

    def _come(self, stopped: Event) -> list[tuple[int, Part] | _End]:
        """What comes within `PATIENCE`, or later where nothing does and no other reading may begin meanwhile."""
        come: list[tuple[int, Part] | _End] = []
        while not come and not stopped.is_set():
            end = time.monotonic() + PATIENCE
            with suppress(Empty):
                while len(come) < MAX_TAKEN and self._may_come(soon=bool(come)):
                    come.append(self._answers.get(timeout=max(0.001, end - time.monotonic())))
            if self._waiting:
                break
        return come

    def _may_come(self, *, soon: bool) -> bool:
        """Whether another part may come; `soon`: not from one that is doubtful or has kept us waiting already."""
        with self._lock:
            since = time.monotonic() - PATIENCE
            running = any(
                not soon or (one.began > since and not one.reading.doubtful) for one in self._running.values()
            )
            waiting = any(not soon or not reading.doubtful for reading in self._waiting.values())
            return running or waiting or not self._answers.empty()


def parts(readings: Sequence[Reading[Part]], stopped: Event) -> Iterator[list[tuple[int, Part]]]:
    """
    Yield the parts of all readings as they come, each with the position of its reading: all that have come by then.

    All ends early once `stopped` is set. Raises what a reading raises.
    """
    under_way = _Readings(readings)
    try:
        yield from under_way.parts(stopped)
    finally:
        under_way.leave()
