"""A cache with a bound: the values used last stay, up to a total weight."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

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
        self._values: LRUCache[Key, Value] = LRUCache(max_weight, weight)
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """The value of a key, or None."""
        with self._lock:
            return self._values.get(key)

    def clear(self) -> None:
        """Drop every value."""
        with self._lock:
            self._values.clear()

    def put(self, key: Key, value: Value) -> None:
        """Store a value, in place of the one with the same key."""
        with self._lock:
            self._values.pop(key, None)
            if self._weight(value) <= self._max_weight:
                self._values[key] = value
