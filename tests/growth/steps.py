"""Counts the steps of some work, in whichever threads it is done."""

import functools
import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from cProfile import Profile

from app.cache import WeightedCache

MOST = 2.5
"""Twice as much data may cost so many times the steps; the square of it would cost four times."""


Cache = WeightedCache | functools._lru_cache_wrapper

KEPT: list[Cache] = []
"""What remembers, of what is frozen."""

EACH_THREAD = sys.version_info < (3, 12)
"""Whether a profile counts the calls of one thread; later ones count those of all."""


def steps(work: Callable[[], object], *, remembering: bool = False) -> int:
    """
    The number of calls that some work takes when nothing is remembered of earlier work, unless `remembering`.

    What earlier work left is thrown away before: its finalizers and the callbacks of weak references are calls too.
    """
    if not remembering:
        _forget()
    gc.collect()
    gc.disable()
    profiles: list[Profile] = []

    def begin(*_event: object) -> None:
        """Count in this thread, in C: each profile counts those of its own."""
        profiles.append(Profile())
        profiles[-1].enable()

    if EACH_THREAD:
        threading.setprofile(begin)
    begin()
    try:
        work()
    finally:
        profiles[0].disable()
        threading.setprofile(None)
        gc.enable()
    return sum(entry.callcount for profile in profiles for entry in profile.getstats())


def growth(small: Callable[[], object], large: Callable[[], object]) -> float:
    """How many times the steps of the small work the large one takes."""
    small()  # what is read and compiled once does not count
    large()
    return steps(large) / steps(small)


@contextmanager
def frozen() -> Iterator[None]:
    """What is there at the beginning of the block is looked through once for what remembers, and not for each count."""
    gc.unfreeze()  # what a server of an earlier test keeps is told of too
    gc.collect()
    KEPT.extend(_caches())
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        KEPT.clear()


def _forget() -> None:
    for each in (*KEPT, *_caches()):
        each.clear() if isinstance(each, WeightedCache) else each.cache_clear()


def _caches() -> Iterator[Cache]:
    """Those that are not frozen."""
    for each in gc.get_objects():
        if isinstance(each, WeightedCache) or (
            isinstance(each, functools._lru_cache_wrapper) and str(each.__module__).startswith("app.")
        ):
            yield each
