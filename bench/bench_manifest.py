"""
A manifest of 10,000 migrations with 40,000 operations, read and written, in one run.

    json       json.loads on the same text: what no reader of JSON can be without
    loads      the manifest read and checked strictly
    dumps      the manifest written

Prints medians of CPU time, and ratios to json; times move with the machine, ratios less.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from app.domain.keys import MigrationKey  # noqa: E402
from app.domain.manifest import dumps, loads  # noqa: E402
from app.domain.release import Migration, Operation, Release  # noqa: E402

APPS, EACH, OPERATIONS = 100, 100, 4
RUNS = 9


def main() -> None:
    release = Release.of(_migration(f"app{app:02}", number) for app in range(APPS) for number in range(EACH))
    text = dumps(release)
    print(f"{len(release.migrations):,} migrations, {len(text) / 2**20:.1f} MB")
    bare = median(lambda: json.loads(text))
    for name, spent in (
        ("json", bare),
        ("loads", median(lambda: loads(text))),
        ("dumps", median(lambda: dumps(release))),
    ):
        print(f"  {name:9} {spent * 1e3:8.1f} ms   {spent / bare:5.1f} x json.loads")


def median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _migration(app_label: str, number: int) -> Migration:
    before = (MigrationKey(app_label, f"{number - 1:04}_step"),) if number else ()
    operations = (Operation("AddField", f"field{number}", reversible=True),) * OPERATIONS
    return Migration(MigrationKey(app_label, f"{number:04}_step"), before, operations=operations)


if __name__ == "__main__":
    main()
