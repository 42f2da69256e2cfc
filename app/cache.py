"""Caches with a bound: the values used last stay, up to a total weight."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class WeightedCache(Generic[Key, Value]):
    """
    Values by key, for several threads. The total weight of the values is at most `max_weight`.

    The least recently used values are dropped for a new one. A value heavier than `max_weight` is not stored.
    """

    def __init__(self, max_weight: int, weight: Callable[[Value], int] = lambda _: 1) -> None:
        self._max_weight = max_weight
        self._weight = weight
        self._total = 0
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        """Each with its weight when it was stored, the one used last at the end."""
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """The value of a key, or None."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def clear(self) -> None:
        """Drop every value."""
        with self._lock:
            self._values.clear()
            self._total = 0

    def put(self, key: Key, value: Value) -> None:
        """Store a value, in place of the one with the same key."""
        weight = self._weight(value)
        with self._lock:
            before = self._values.pop(key, None)
            if before is not None:
                self._total -= before[1]
            if weight > self._max_weight:
                return
            while self._total + weight > self._max_weight:
                _, (_, dropped) = self._values.popitem(last=False)
                self._total -= dropped
            self._values[key] = (value, weight)
            self._total += weight


class RevisionCache(Generic[Key, Value]):
    """
    Values that were made at one revision of something, by key. With another revision nothing is left of them.

    Without a revision, None, nothing is kept.
    """

    def __init__(self, max_weight: int, weight: Callable[[Value], int]) -> None:
        self._revision: str | None = None
        self._values: WeightedCache[tuple[str, Key], Value] = WeightedCache(max_weight, weight)

    def get(self, revision: str | None, key: Key) -> Value | None:
        """The value of a key, or None."""
        return None if revision is None else self._values.get((revision, key))

    def put(self, revision: str | None, key: Key, value: Value) -> None:
        """Store a value, in place of the one with the same key."""
        if revision is None:
            return
        if revision != self._revision:
            self._values.clear()
            self._revision = revision
        self._values.put((revision, key), value)

    def clear(self) -> None:
        """Drop every value."""
        self._values.clear()
