"""What an attack says when something does not hold, and how much slower than alone the machine is meanwhile."""

import time


def hold(is_so: bool, otherwise: str) -> None:
    """Raises `AssertionError` unless it is so."""
    if not is_so:
        raise AssertionError(otherwise)


def within(seconds: float, limit: float, otherwise: str) -> None:
    """Raises `AssertionError` unless it took less than the limit; beside other work, that many times longer."""
    if seconds >= limit:
        factor = slowness()
        hold(
            seconds < limit * factor,
            f"{otherwise} ({seconds:.1f} s; all is {factor:.1f} times as slow as alone)",
        )


def slowness() -> float:
    """How many seconds go by in one of the processor, as others want it too; 1 where we are alone."""
    start, spent = time.monotonic(), time.process_time()
    while time.process_time() - spent < 0.3:
        pass
    return max(1.0, (time.monotonic() - start) / (time.process_time() - spent))
