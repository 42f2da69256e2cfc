"""A limit for the whole of a conversation with a server, which the server itself need not keep."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from os import dup
from threading import Timer


class Deadline:
    """Shuts a socket when a block takes longer than the limit: calls that wait for it then raise at once."""

    def __init__(self, limit: timedelta) -> None:
        self.limit = limit
        self.has_passed = False

    @contextmanager
    def of(self, descriptor: int) -> Iterator[None]:
        """A block that is cut off. The socket's descriptor is duplicated, so TLS may take the socket over meanwhile."""
        duplicate = socket.socket(fileno=dup(descriptor))

        def cut() -> None:
            self.has_passed = True
            with suppress(OSError):
                duplicate.shutdown(socket.SHUT_RDWR)

        timer = Timer(self.limit.total_seconds(), cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # so that no descriptor is shut that was closed meanwhile and belongs to another
            duplicate.close()
