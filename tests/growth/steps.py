"""Counts the steps of some work, in whichever threads it is done."""

import functools
import gc
import sys
import threading
from collections.abc import Callable

from app.cache import WeightedCache

MOST = 2.5
"""Twice as much data may cost so many times the steps; the square of it would cost four times."""


def steps(work: Callable[[], object]) -> int:
    """The number of calls that some work takes when nothing is remembered of earlier work."""
    _forget()
    counts: dict[int, int] = {}

    def count(_frame: object, event: str, _argument: object) -> None:
        if event in ("call", "c_call"):
            thread = threading.get_ident()
            counts[thread] = counts.get(thread, 0) + 1

    threading.setprofile(count)
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return sum(counts.values())


def growth(small: Callable[[], object], large: Callable[[], object]) -> float:
    """How many times the steps of the small work the large one takes."""
    small()  # what is read and compiled once does not count
    large()
    return steps(large) / steps(small)


def _forget() -> None:
    for each in gc.get_objects():
        if isinstance(each, WeightedCache):
            each.clear()
        elif isinstance(each, functools._lru_cache_wrapper) and str(each.__module__).startswith("app."):
            each.cache_clear()
