"""
The garbage collector of a server that keeps much for long.

The collector looks for cycles among all objects that there are. The histories of thousands of environments are millions
of objects without one, and each look at them stops every request for half a second. So what a full collection leaves is
frozen: no further collection looks at it. Nearly all of it still goes when the last reference to it does; only cycles
that were frozen and are left alone stay. So once twice as much is frozen as was there at the last look at everything,
everything is looked at again: at most as much again can be left over.
"""

import gc
from collections.abc import Mapping

YOUNG = 10_000
"""So many new objects before the youngest are looked at: a page makes some thousands, which are gone with it."""

OLDEST = 2
"""The generation whose collection is a full one."""

LEAST = 100_000
"""Fewer frozen objects than these are looked at in some milliseconds."""


class Freezing:
    """Freezes what each full collection leaves; `gc` calls it before and after each collection."""

    def __init__(self) -> None:
        self._all_at_last_look = 0
        self._is_whole = True

    def __call__(self, phase: str, info: Mapping[str, int]) -> None:
        """What `gc.callbacks` calls with `start` and `stop`, and the generation that is looked at."""
        if phase != "stop" or info["generation"] != OLDEST:
            return
        gc.freeze()
        frozen = gc.get_freeze_count()
        if self._is_whole:
            self._all_at_last_look, self._is_whole = frozen, False
        elif frozen > 2 * max(self._all_at_last_look, LEAST):
            gc.unfreeze()
            self._is_whole = True


def freeze_what_lasts() -> None:
    """Have this process look at what it keeps once. Once is enough: a second call changes nothing."""
    if any(isinstance(each, Freezing) for each in gc.callbacks):
        return
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    gc.callbacks.append(Freezing())
