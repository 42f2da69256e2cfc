"""
Measures the fleet at 500 and 5,000 environments, of which some share a history, against a bare page of the same bytes.

The bare page is that of `bench_pages.py`: FastAPI and Jinja, the same bytes, no facts. Prints for each address its
size, the queries of the first request and of a further one, the first request, requests a second with the median and
the 99th percentile of the first byte, and the ratio to the bare page; all in CPU time, with the garbage collector of
`driftboard serve`. "After a write" is the first request after one environment was seen again. Last comes the memory of
the process.

With a number as argument only a fleet of that size is measured, with two also with so many migrations.
"""

import asyncio
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import bench_pages  # noqa: E402
import made_up  # noqa: E402
from fastapi import FastAPI  # noqa: E402
from sqlalchemy import event  # noqa: E402

from app.cli.serving.garbage import freeze_what_lasts  # noqa: E402
from app.config import Environment, Project, Secret, Settings  # noqa: E402
from app.domain.table_location import TableLocation  # noqa: E402
from app.main import create_app  # noqa: E402
from app.store import releases, snapshots  # noqa: E402
from app.store.engine import Store, open_store  # noqa: E402

MIGRATIONS = 300
SIZES = (500, 5_000)
TIMES = 20
NOW = bench_pages.NOW
TIERS = ("production", "staging", "preview")
PAGES = (
    "/shop",
    "/shop?q=env-1",
    "/shop?group=cause",
    "/shop?open=behind&page=2",
    "/shop/rows?open=behind&page=2",
    "/shop.csv",
    "/shop.json",
    f"/shop/changes?since={NOW.isoformat().replace('+00:00', 'Z')}",
)


def main() -> None:
    freeze_what_lasts()
    sizes = tuple(map(int, sys.argv[1:2])) or SIZES
    migrations = int(sys.argv[2]) if len(sys.argv) > 2 else MIGRATIONS
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/store.db"
            with open_store(url) as store:
                filled(store, size, migrations)
            print(f"{size:,} environments of {migrations:,} migrations")
            print(
                f"    {'':32} {'kB':>6} {'queries':>8} {'first ms':>9} {'a second':>9} {'p50 ms':>7} {'p99 ms':>7} "
                f"{'x bare':>7} {'after a write ms':>17}"
            )
            with open_store(url) as store:
                lines(store, size)
    print(f"    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def filled(store: Store, size: int, migrations: int) -> None:
    release = made_up.release(migrations)
    with store.writing() as session:
        releases.add(session, "shop", release, label="v1.2", at=NOW - timedelta(days=1))
        for number, history in enumerate(made_up.histories(release, size)):
            snapshots.add(session, "shop", name(number), history, at=NOW - timedelta(minutes=2))


def name(number: int) -> str:
    return f"env-{number:04}"


def lines(store: Store, size: int) -> None:
    """A line for each page of one application; the first page of all is the one that reads every history."""
    seconds = count()
    environments = tuple(Environment(name(number), (), tier=TIERS[number % 3]) for number in range(size))
    settings = Settings(Secret("sqlite:///unused"), (Project("shop", "The shop", environments=environments),))
    ours = create_app(settings, store, now=lambda: NOW + timedelta(milliseconds=next(seconds)))
    statements: list[str] = []
    with store.reading() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *call: statements.append(call[2]))
    for page in PAGES:
        line(page, ours, store, statements)


def line(page: str, ours: FastAPI, store: Store, statements: list[str]) -> None:
    statements.clear()
    (first,), text = times(ours, page, 1)
    cold = len(statements)
    statements.clear()
    times(ours, page, 1)
    again = len(statements)
    bare = bench_pages.bare_app(text.decode()) if text.startswith(b"<") else None
    of_ours: list[float] = []
    of_bare: list[float] = []
    for _ in range(TIMES // 5):
        of_ours += times(ours, page, 5)[0]
        if bare is not None:
            of_bare += times(bare, "/", 5)[0]
    written = statistics.median(after_writes(ours, store, page))
    median, last = statistics.median(of_ours), statistics.quantiles(of_ours, n=100)[98]
    ratio = f"{statistics.median(of_bare) / median:7.2f}" if of_bare else f"{'':>7}"
    print(
        f"    {page[:32]:32} {len(text) / 1000:6.0f} {cold:>4}/{again:<3} {first * 1000:9.0f} {1 / median:9.1f} "
        f"{median * 1000:7.1f} {last * 1000:7.1f} {ratio} {written * 1000:17.0f}",
        flush=True,
    )


def after_writes(app: FastAPI, store: Store, page: str) -> list[float]:
    """How long a request takes that is the first after an environment was seen again."""
    taken = []
    for number in range(3):
        with store.writing() as session:
            location = TableLocation()
            latest = snapshots.latest(session, "shop", name(0), location)
            assert latest is not None  # noqa: S101 - a bench checks itself
            at = latest.seen_at + timedelta(milliseconds=1 + number)
            snapshots.add(session, "shop", name(0), latest.history, at=at, location=location)
        taken += times(app, page, 1)[0]
    return taken


def times(app: FastAPI, address: str, number: int) -> tuple[list[float], bytes]:
    """How long some requests took, one after the other, in seconds of CPU time; and the last answer."""
    answer: Callable[..., object] = bench_pages.answer

    async def ask() -> tuple[list[float], bytes]:
        taken, body = [], b""
        for _ in range(number):
            start = time.process_time()
            body = await answer(app, address)  # type: ignore[misc]
            taken.append(time.process_time() - start)
        return taken, body

    return asyncio.run(ask())


if __name__ == "__main__":
    main()
