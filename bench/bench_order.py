"""
Measures the comparison of histories in which every edge is an inversion: 300, 1,400, 3,000 and 5,000 migrations.

    compare    one comparison; the resolution of the release is cached
    earlier    the same with an earlier release, which can explain inversions

Prints medians of CPU time, and the cost of an inversion relative to the smallest size. A linear cost stays near 1.
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
        count = len(compare(release, history).inversions)
        alone = median(lambda release=release, history=history: compare(release, history))
        earlier = median(
            lambda release=release, history=history: compare(release, history, earlier=(release,))
        )
        smallest = smallest or alone / count
        print(
            f"{size:10,} {count:11,} {alone * 1e3:11.1f} {alone / count / smallest:10.2f} x"
            f" {earlier * 1e3:11.1f}"
        )


def backwards(release: Release) -> History:
    """A row for every migration of the release, sorted by key in reverse, each an hour after the one before it."""
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
