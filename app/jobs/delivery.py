"""The delivery: what waits in the outbox is given to its channels, each on its own."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Protocol
from uuid import uuid4

import structlog

from app.config import CurrentSettings, NotifyRule, Settings
from app.domain.fleet.announcement import Announcement
from app.notify.channel import Channel, ChannelError
from app.store.announcements import outbox
from app.store.announcements.outbox import Waiting
from app.store.engine import Store

PERIOD = 2.0
"""Seconds from one look at the outbox to the next."""

HOLD = timedelta(seconds=60)
"""A message is held so long, and for longer while its try lasts. After a kill it is tried again when that is over."""

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
"""After a try that failed, and the most that the pause grows to: each is twice the one before."""

HANGS_AFTER = 60.0
"""Seconds after which the log says that a channel hangs. Nothing is done: its try may still arrive."""

TIME_TO_STOP = 1.5
"""Seconds that a try is given when the dashboard stops."""

log = structlog.get_logger(__name__)


class Sending(Protocol):
    """A channel."""

    def send(self, message: Announcement, name: str, *, lost: int = 0) -> None: ...


@dataclass(eq=False)
class _Try:
    """One message on its way; `problem` is None once it was taken."""

    rule: str
    waiting: Waiting
    begun: float = field(default_factory=time.monotonic)
    is_over: bool = False
    problem: str | None = None
    is_said_to_hang: bool = False


def pause_after(tries: int) -> timedelta:
    """The pause after a message failed for so many times, at least once."""
    return min(FIRST_PAUSE * (1 << min(tries - 1, 20)), LONGEST_PAUSE)


class Delivery:
    """
    A thread that looks at the outbox, and a thread for each channel that a message is on its way to.

    A channel that hangs costs its own rule alone: at most one message of each rule is on its way.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings | CurrentSettings,
        now: Callable[[], datetime],
        *,
        channel: Callable[[NotifyRule, str], Sending] | None = None,
        hold: timedelta = HOLD,
    ) -> None:
        self._store = store
        self._current = CurrentSettings.of(settings)
        self._now = now
        self._channel = channel or (lambda rule, public: Channel(rule.url, public))
        self._hold = hold
        self._who = uuid4().hex
        self._channels: dict[str, tuple[tuple[NotifyRule, str], Sending]] = {}
        self._tries: dict[str, _Try] = {}
        self._ended: SimpleQueue[None] = SimpleQueue()
        self._stopped = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Start the thread. A delivery that runs already goes on."""
        if self._thread is None:
            self._stopped.clear()
            self._thread = Thread(target=self._run, name="delivery", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Look at the outbox now."""
        self._ended.put(None)

    def stop(self) -> None:
        """Stop the thread. What is on its way is given `TIME_TO_STOP`; what hangs then ends with the process."""
        self._stopped.set()
        self.wake()
        if self._thread is not None:
            self._thread.join(TIME_TO_STOP)
            self._thread = None

    def drain(self, seconds: float) -> bool:
        """Deliver what is due; whether nothing is on its way after so many seconds."""
        end = time.monotonic() + seconds
        self.look()
        while self._tries and time.monotonic() < end:
            self._wait(min(PERIOD, end - time.monotonic()))
            self.look()
        return not self._tries

    def look(self) -> None:
        """Write down what came of tries, hold what is on its way, and begin what is due. Raises `StoreError`."""
        self._write_down()
        settings = self._current.settings
        rules = {rule.name: rule for rule in settings.notify if rule.name not in self._tries}
        self._hold_on()
        if not rules or self._stopped.is_set():
            return
        at = self._now()
        with self._store.reading() as session:
            due = outbox.due(session, rules, at=at)
        for name, number in due.items():
            with self._store.writing() as session:
                waiting = outbox.hold(session, number, self._who, at=at, lasts=self._hold)
                lost = 0 if waiting is None else outbox.lost(session, name, waiting.created_at)
            if waiting is not None:
                self._begin(rules[name], waiting, lost, settings.public_url)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - the delivery goes on
                # Only its class is logged: a driver's text may hold a host, a user or a password.
                log.error("delivery.failed", error=type(error).__qualname__)  # noqa: TRY400
            self._wait(PERIOD)
        end = time.monotonic() + TIME_TO_STOP / 2
        while self._tries and time.monotonic() < end:
            self._wait(0.1)
            self._write_down()

    def _wait(self, seconds: float) -> None:
        """Wait until a try is over, somebody wakes us, or the time is over."""
        try:
            self._ended.get(timeout=max(0.01, seconds))
        except Empty:
            return

    def _begin(self, rule: NotifyRule, waiting: Waiting, lost: int, public: str) -> None:
        one = self._tries[rule.name] = _Try(rule.name, waiting)
        Thread(
            target=self._try, args=(rule, one, lost, public), name=f"notify-{rule.name}", daemon=True
        ).start()

    def _try(self, rule: NotifyRule, one: _Try, lost: int, public: str) -> None:
        try:
            self._channel_of(rule, public).send(one.waiting.message, one.waiting.name, lost=lost)
        except ChannelError as error:
            one.problem = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the message is tried again
            one.problem = f"an error of the kind {type(error).__qualname__}"
        one.is_over = True
        self._ended.put(None)

    def _channel_of(self, rule: NotifyRule, public: str) -> Sending:
        known = self._channels.get(rule.name)
        if known is None or known[0] != (rule, public):
            known = self._channels[rule.name] = ((rule, public), self._channel(rule, public))
        return known[1]

    def _write_down(self) -> None:
        """What came of the tries that are over. One stays until the store has it."""
        for name, one in list(self._tries.items()):
            if not one.is_over:
                continue
            at, number, tries = self._now(), one.waiting.id, one.waiting.tries + 1
            with self._store.writing() as session:
                if one.problem is None:
                    outbox.sent(session, number, self._who, at=at)
                    is_lost = False
                else:
                    pause = pause_after(tries)
                    is_lost = outbox.failed(
                        session, number, self._who, at=at, pause=pause, problem=one.problem
                    )
            del self._tries[name]
            self._say(one, tries, is_lost=is_lost)

    def _say(self, one: _Try, tries: int, *, is_lost: bool) -> None:
        facts: Mapping[str, object] = {"rule": one.rule, "changes": one.waiting.message.total, "tries": tries}
        if one.problem is None:
            log.info("message.sent", **facts)
        elif is_lost:
            log.error("message.given_up", **facts, problem=one.problem)
        else:
            log.warning("message.not_taken", **facts, problem=one.problem)

    def _hold_on(self) -> None:
        if not self._tries:
            return
        numbers = [one.waiting.id for one in self._tries.values()]
        with self._store.writing() as session:
            outbox.hold_on(session, numbers, self._who, at=self._now(), lasts=self._hold)
        for one in self._tries.values():
            if not one.is_said_to_hang and time.monotonic() - one.begun > HANGS_AFTER:
                one.is_said_to_hang = True
                log.warning("channel.hangs", rule=one.rule)
