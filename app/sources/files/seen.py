"""What was found in files before, kept by the id of their content: the same bytes say the same again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Seen(Generic[Value]):
    """The findings that were asked for last, up to a total weight; may be used by several threads."""

    def __init__(self, limit: int, weight: Callable[[Value], int] = lambda _: 1) -> None:
        self._limit = limit
        self._weight = weight
        self._total = 0
        self._found: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """What was found under the key."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def replace(self, key: Hashable, found: Value) -> None:
        """Keep a finding instead of the one before."""
        with self._lock:
            if key in self._found:
                self._total -= self._weight(self._found.pop(key))
        self.keep(key, found)

    def keep(self, key: Hashable, found: Value) -> None:
        """Keep one finding; the one that was asked for longest ago may go for it."""
        with self._lock:
            if key in self._found:
                return
            self._found[key] = found
            self._total += self._weight(found)
            while self._total > self._limit and self._found:
                _, oldest = self._found.popitem(last=False)
                self._total -= self._weight(oldest)
