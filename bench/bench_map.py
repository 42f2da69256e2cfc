"""
Measures the placed map of 300, 1,400, 3,000 and 5,000 migrations, in each view.

    first      the first map of a release: its lanes, its order and its edges are computed too
    placed     the next maps: another environment of the same release, or another view
    answer     the placed map as the text of map.json

Prints medians of CPU time, and the cost of a migration relative to the smallest size of the same view. A linear cost
stays near 1. Times depend on the machine, ratios less so.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402

from app.domain.drift.comparison import Drift, compare  # noqa: E402
from app.domain.keys import MigrationKey  # noqa: E402
from app.domain.map import View, draw  # noqa: E402
from app.domain.map.topology import topology_of  # noqa: E402
from app.domain.resolution.app_order import app_order  # noqa: E402
from app.web.map.view import map_view  # noqa: E402

SIZES = (300, 1400, 3000, 5000)
RUNS = 15
FIRST_RUNS = 5


def main() -> None:
    print("view     migrations   first ms  placed ms  placed a migration  answer ms")
    drifts = {size: _drift(size) for size in SIZES}
    for view in View:
        smallest = 0.0
        for size, drift in drifts.items():
            first = median(lambda drift=drift, view=view: draw(drift, view=view), FIRST_RUNS, before=_forget)
            placed = median(lambda drift=drift, view=view: draw(drift, view=view), RUNS)
            answer = median(lambda drift=drift, view=view: _answer(drift, view), FIRST_RUNS)
            smallest = smallest or placed / size
            print(
                f"{view:8} {size:10,} {first * 1e3:10.1f} {placed * 1e3:10.1f}"
                f" {placed / size / smallest:15.2f} x {answer * 1e3:12.1f}"
            )


def median(work: Callable[[], object], runs: int, before: Callable[[], object] = lambda: None) -> float:
    times = []
    for _ in range(runs):
        before()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _drift(size: int) -> Drift:
    release = made_up.release(size)
    return compare(release, made_up.histories(release, 3)[2])


def _forget() -> None:
    topology_of.cache_clear()
    app_order.cache_clear()


def _answer(drift: Drift, view: View) -> str:
    return json.dumps(map_view(drift, view=view, link=_link).as_json())


def _link(key: MigrationKey) -> str:
    return f"/shop/environments/sandbox-3?focus={key}"


if __name__ == "__main__":
    main()
