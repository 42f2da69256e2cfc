"""
The writers of one file, who take turns in the order in which they came.

SQLite lets one writer at a time into a file, and who waits for it looks again and again whether it is free: of many who
wait the last to come is often the first, and one may wait for ever. So the threads of a process queue here first, and
without a connection. Writers of other processes are let in by SQLite, between two turns.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """Turns to write, one at a time, the first come the first served."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Lock] = deque()
        self._is_taken = False

    @contextmanager
    def one(self, patience: float) -> Iterator[bool]:
        """A turn, until the end of the block; False where it did not come within so many seconds."""
        is_mine = self._take(patience)
        try:
            yield is_mine
        finally:
            if is_mine:
                self._give()

    def _take(self, patience: float) -> bool:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            turn = Lock()
            turn.acquire()  # it is released when its turn has come
            self._waiting.append(turn)
        if turn.acquire(timeout=patience):
            return True
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return False
        return True  # it came just now

    def _give(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
