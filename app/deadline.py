"""A limit for the whole of a conversation with a server, which the server itself need not keep."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from os import dup
from threading import Condition, Thread
from time import monotonic


class Deadline:
    """Shuts a socket when a block takes longer than the limit: calls that wait for it then raise at once."""

    def __init__(self, limit: timedelta) -> None:
        self.limit = limit
        self.has_passed = False

    @contextmanager
    def of(self, descriptor: int) -> Iterator[None]:
        """A block that is cut off. The socket's descriptor is duplicated, so TLS may take the socket over meanwhile."""
        duplicate = socket.socket(fileno=dup(descriptor))
        WATCH.add(self, duplicate)
        try:
            yield
        finally:
            WATCH.remove(
                self
            )  # before: no descriptor is shut that was closed meanwhile and belongs to another
            duplicate.close()


class Watch:
    """One thread for all deadlines: a thread for each would cost as much as a small reading."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._ends: dict[Deadline, tuple[float, socket.socket]] = {}
        self._thread: Thread | None = None

    def add(self, deadline: Deadline, connection: socket.socket) -> None:
        """Shut the socket when the limit has passed from now on."""
        end = monotonic() + deadline.limit.total_seconds()
        with self._changed:
            is_first = all(end < other for other, _ in self._ends.values())
            self._ends[deadline] = (end, connection)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif is_first:
                self._changed.notify()

    def remove(self, deadline: Deadline) -> None:
        """Leave the socket alone from now on."""
        with self._changed:
            self._ends.pop(deadline, None)

    def _run(self) -> None:
        with self._changed:
            while self._ends:
                now = monotonic()
                for deadline, (end, connection) in tuple(self._ends.items()):
                    if end <= now:
                        deadline.has_passed = True
                        with suppress(OSError):
                            connection.shutdown(socket.SHUT_RDWR)
                        del self._ends[deadline]
                if self._ends:
                    self._changed.wait(min(end for end, _ in self._ends.values()) - monotonic())
            self._thread = None


WATCH = Watch()
