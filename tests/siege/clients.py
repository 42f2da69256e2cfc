"""Clients that keep a server waiting, and one that does not."""

import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


class Slow:
    """`number` connections that send `first`, then `drip` every second; one that is closed is opened again."""

    def __init__(self, port: int, number: int, first: bytes, drip: bytes) -> None:
        self.port, self.number, self.first, self.drip = port, number, first, drip
        self.opened = 0
        self._sockets: list[socket.socket | None] = [None] * number

    def turn(self) -> None:
        """Open what is not open, and send the next byte on what is."""
        for index, one in enumerate(self._sockets):
            if one is not None and self._dripped(one):
                continue
            if one is not None:
                one.close()
            self._sockets[index] = self._opened()

    @property
    def open(self) -> int:
        """How many connections are open, as far as this side knows."""
        return sum(one is not None for one in self._sockets)

    def close(self) -> None:
        for one in self._sockets:
            if one is not None:
                one.close()

    def _opened(self) -> socket.socket | None:
        with suppress(OSError):
            made = socket.create_connection(("127.0.0.1", self.port), timeout=0.5)
            made.sendall(self.first)
            made.setblocking(False)
            self.opened += 1
            return made
        return None

    def _dripped(self, one: socket.socket) -> bool:
        try:
            with suppress(BlockingIOError):
                if one.recv(1_000) == b"":
                    return False
            one.send(self.drip)
        except OSError:
            return False
        return True


@contextmanager
def attacked(*slow: Slow) -> Iterator[None]:
    """The attack goes on in a thread until the end of the block."""
    over = Event()

    def attack() -> None:
        while not over.is_set():
            for one in slow:
                one.turn()
            over.wait(1.0)

    for one in slow:
        one.turn()
    thread = Thread(target=attack, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(20)
        for one in slow:
            one.close()


def seconds(address: str, *, timeout: float = 20) -> float:
    """How long a good client waits for its page; infinity where it gets none."""
    start = time.monotonic()
    try:
        with urllib.request.urlopen(address, timeout=timeout) as answer:  # noqa: S310 - an address of ours
            answer.read()
    except OSError:
        return float("inf")
    return time.monotonic() - start


def worst(look: Callable[[], float], *, times: int, pause: float) -> float:
    """The longest of several waits."""
    found = []
    for _ in range(times):
        found.append(look())
        time.sleep(pause)
    return max(found)
