"""
Measures the reading and writing of a manifest with 10,000 migrations and 40,000 operations.

    json       json.loads of the same text, which every reader of JSON needs at least
    loads      the manifest read and checked strictly
    dumps      the manifest written

Prints medians of CPU time, and ratios to json. Times depend on the machine, ratios less so.
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

APPS = 100
MIGRATIONS_PER_APP = 100
OPERATIONS_PER_MIGRATION = 4
RUNS = 9


def main() -> None:
    release = Release.of(
        _migration(f"app{app:02}", number) for app in range(APPS) for number in range(MIGRATIONS_PER_APP)
    )
    text = dumps(release)
    print(f"{len(release.migrations):,} migrations, {len(text) / 2**20:.1f} MB")
    json_time = median(lambda: json.loads(text))
    for name, duration in (
        ("json", json_time),
        ("loads", median(lambda: loads(text))),
        ("dumps", median(lambda: dumps(release))),
    ):
        print(f"  {name:9} {duration * 1e3:8.1f} ms   {duration / json_time:5.1f} x json.loads")


def median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _migration(app_label: str, number: int) -> Migration:
    dependencies = (MigrationKey(app_label, f"{number - 1:04}_step"),) if number else ()
    operations = (Operation("AddField", f"field{number}", reversible=True),) * OPERATIONS_PER_MIGRATION
    return Migration(MigrationKey(app_label, f"{number:04}_step"), dependencies, operations=operations)


if __name__ == "__main__":
    main()
