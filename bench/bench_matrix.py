"""
Measures the matrix over 500 environments of 1,400 and of 3,000 migrations against a bare page of the same bytes.

The bare page is that of `bench_pages`: FastAPI and Jinja, without facts. Both are asked for in this process, in turn.
Prints for each page its size, the first request of a new application in milliseconds, requests a second with the median
and the 99th percentile, and the ratio to its bare page; all in CPU time, with the garbage collector of `driftboard
serve`. The first line of a size reads and compares every history, the others read them anew. With a number, that many
migrations alone.
"""

import resource
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import bench_pages  # noqa: E402

from app.cli.serving.garbage import freeze_what_lasts  # noqa: E402
from app.store.engine import open_store  # noqa: E402

SIZES = (1_400, 3_000)
PAGE = "/shop/matrix"
PAGES = (
    PAGE,
    f"{PAGE}?open=app001,app002,app003",
    f"{PAGE}?q=env-1",
    f"{PAGE}?verdict=blocked",
    f"{PAGE}?show=all",
)


def main() -> None:
    freeze_what_lasts()
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    for migrations in sizes:
        bench_pages.MIGRATIONS = migrations
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/store.db"
            with open_store(url) as store:
                bench_pages.filled(store)
            print(f"{bench_pages.ENVIRONMENTS} environments of {migrations:,} migrations")
            print(
                f"    {'':28} {'kB':>5} {'first ms':>9} {'a second':>9} {'p50 ms':>7} {'p99 ms':>7} {'x bare':>7}"
            )
            for page in PAGES:
                with open_store(url) as store:
                    bench_pages.line(page, store)
    print(f"    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
