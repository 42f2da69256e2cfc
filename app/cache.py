"""The one cache of the product: what was used last stays, up to a total weight."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class WeightedCache(Generic[Key, Value]):
    """
    Values by key, for several threads. The weights of all values together stay at or below `limit`.

    The value that was used longest ago makes room for a new one. A value heavier than `limit` is not kept.
    """

    def __init__(self, limit: int, weight: Callable[[Value], int] = lambda _: 1) -> None:
        self._limit = limit
        self._weight = weight
        self._values: LRUCache[Key, Value] = LRUCache(limit, weight)
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """The value of a key, or None."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: Key, value: Value) -> None:
        """Keep a value; one that has the same key gives way to it."""
        with self._lock:
            self._values.pop(key, None)
            if self._weight(value) <= self._limit:
                self._values[key] = value
