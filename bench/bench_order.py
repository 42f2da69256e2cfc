"""
A history whose rows all stand the wrong way round, of 300, 1,400, 3,000 and 5,000 migrations: every edge asks why.

    compare    one comparison, the release resolved already
    earlier    the same with an earlier release to ask

Prints medians of CPU time, and what an odd edge costs against the smallest size: a cost that is linear stays near 1.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402

from app.domain.drift.comparison import compare  # noqa: E402
from app.domain.history import History, Row  # noqa: E402
from app.domain.release import Release  # noqa: E402

SIZES = (300, 1400, 3000, 5000)
RUNS = 5


def main() -> None:
    print("migrations   odd edges  compare ms  an odd edge  earlier ms")
    smallest = 0.0
    for size in SIZES:
        release = made_up.release(size)
        history = backwards(release)
        odd = len(compare(release, history).order)
        alone = median(lambda release=release, history=history: compare(release, history))
        told = median(lambda release=release, history=history: compare(release, history, earlier=(release,)))
        smallest = smallest or alone / odd
        print(f"{size:10,} {odd:11,} {alone * 1e3:11.1f} {alone / odd / smallest:10.2f} x {told * 1e3:11.1f}")


def backwards(release: Release) -> History:
    """Every migration of the release, in the reverse of the order of its keys, an hour apart."""
    keys = sorted(release.migrations, reverse=True)
    start = made_up.START
    return History(tuple(Row(key, str(start + timedelta(hours=n)), n + 1) for n, key in enumerate(keys)))


def median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
