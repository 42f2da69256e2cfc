"""
A limit for what is waited for, with every step of it.

The time-out of a socket begins anew with each byte, and the look-up of a name has none. So the work is done in a
thread, and nobody waits for one that is late: it ends with the process.
"""

from __future__ import annotations

import threading
from typing import Callable, TypeVar

T = TypeVar("T")


class Over(Exception):
    """The time is over."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What the work returns or raises. Raises `Over` where that takes longer."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise Over
    return results[0]
