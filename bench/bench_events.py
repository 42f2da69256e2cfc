"""
Measures what happened at 50 and 500 environments that have lived, against a bare page of the same bytes.

Each environment is seen first, runs a migration on some of fourteen days, fails now and then, and is told to run what
the label names, which moves every second day; so pages hold every kind of event, and the strips every kind of day. The
bare page is that of `bench_pages.py`. The columns are those of `bench_fleet.py`; "after a write" is the first request
after one environment got a row. All in CPU time.

With a number as argument only a fleet of that size is measured, with two also with so many migrations.
"""

import resource
import statistics
import sys
import tempfile
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import bench_fleet  # noqa: E402
import bench_pages  # noqa: E402
import made_up  # noqa: E402
from sqlalchemy import event  # noqa: E402

from app.config import Environment, Project, Secret, Settings  # noqa: E402
from app.domain.failure import Cause  # noqa: E402
from app.domain.fleet.deployment import Deployment  # noqa: E402
from app.domain.history import History, Row  # noqa: E402
from app.domain.keys import MigrationKey  # noqa: E402
from app.domain.release import Migration, Release  # noqa: E402
from app.domain.table_location import TableLocation  # noqa: E402
from app.main import create_app  # noqa: E402
from app.store import failures, releases, snapshots  # noqa: E402
from app.store.engine import Store, open_store  # noqa: E402
from app.store.pushed import deployments  # noqa: E402

MIGRATIONS = 300
SIZES = (50, 500)
DAYS = 14
NOW = bench_pages.NOW
PAGES = (
    "/shop/events",
    "/shop/events?kind=verdict",
    "/shop/events?kind=rewritten",
    "/shop/events.json",
    "/shop/events.atom",
    "/shop/environments/env-0003/events",
    "/shop",
)


def main() -> None:
    sizes = tuple(map(int, sys.argv[1:2])) or SIZES
    migrations = int(sys.argv[2]) if len(sys.argv) > 2 else MIGRATIONS
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/store.db"
            with open_store(url) as store:
                lived(store, size, migrations)
            print(f"{size:,} environments of {migrations:,} migrations")
            print(
                f"    {'':36} {'kB':>6} {'queries':>8} {'first ms':>9} {'a second':>9} {'p50 ms':>7} {'p99 ms':>7} "
                f"{'x bare':>7} {'after a write ms':>17}"
            )
            with open_store(url) as store:
                lines(store, size)
    print(f"    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def lived(store: Store, size: int, migrations: int) -> None:
    """A fleet with a past of two weeks."""
    draw = Random(3)  # noqa: S311 - a fleet, not a secret
    newest = made_up.release(migrations)
    chain = [MigrationKey("app000", f"9{number:03}_daily") for number in range(DAYS)]
    seen = [list(history.rows) for history in made_up.histories(newest, size)]
    number = 0
    for day in range(DAYS):
        at = NOW - timedelta(days=DAYS - day)
        with store.writing() as session:
            if day % 2 == 0:
                label = Release.of(
                    [
                        *newest.migrations.values(),
                        *(
                            Migration(key, tuple(chain[place - 1 : place]))
                            for place, key in enumerate(chain[: day + 1])
                        ),
                    ],
                    django="5.2",
                )
                releases.add(session, "shop", label, label="main", at=at)
            for place, rows in enumerate(seen):
                moment = at + timedelta(hours=1, seconds=place)
                if day and draw.random() < 0.3:
                    rows.append(Row(chain[day], moment.isoformat(sep=" "), 100_000 + number))
                    number += 1
                snapshots.add(session, "shop", f"env-{place:04}", History(tuple(rows)), at=moment)
                if draw.random() < 0.02:
                    failures.add(session, "shop", f"env-{place:04}", Cause.UNREACHABLE, at=moment)
                else:
                    failures.end(session, "shop", f"env-{place:04}", at=moment)
                if draw.random() < 0.05:
                    told = Deployment(f"env-{place:04}", "main", None, moment)
                    deployments.add(session, "shop", told)


def lines(store: Store, size: int) -> None:
    """A line for each page of one application; the first of all is the one that reads every history it needs."""
    seconds = count()
    limit = timedelta(hours=30)
    environments = tuple(
        Environment(f"env-{number:04}", (), stale_after=limit, tier=bench_fleet.TIERS[number % 3])
        for number in range(size)
    )
    settings = Settings(Secret("sqlite:///unused"), (Project("shop", "The shop", environments=environments),))
    ours = create_app(settings, store, now=lambda: NOW + timedelta(milliseconds=next(seconds)))
    statements: list[str] = []
    with store.reading() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *call: statements.append(call[2]))
    writes = count()

    def write() -> None:
        number = next(writes)
        location = TableLocation()
        with store.writing() as session:
            latest = snapshots.latest(session, "shop", "env-0000", location)
            assert latest is not None  # noqa: S101 - a bench checks itself
            at = NOW - timedelta(minutes=30) + timedelta(seconds=number)
            row = Row(MigrationKey("app000", f"by_hand_{number}"), str(at), 900_000 + number)
            rows = (*latest.history.rows, row)
            snapshots.add(session, "shop", "env-0000", History(rows), at=at, location=location)

    for page in PAGES:
        line(page, ours, statements, write)


def line(page, ours, statements, write) -> None:  # noqa: ANN001
    statements.clear()
    (first,), text = bench_fleet.times(ours, page, 1)
    cold = len(statements)
    statements.clear()
    bench_fleet.times(ours, page, 1)
    again = len(statements)
    bare = bench_pages.bare_app(text.decode()) if text.startswith(b"<!") else None
    of_ours: list[float] = []
    of_bare: list[float] = []
    for _ in range(bench_fleet.TIMES // 5):
        of_ours += bench_fleet.times(ours, page, 5)[0]
        if bare is not None:
            of_bare += bench_fleet.times(bare, "/", 5)[0]
    written = []
    for _ in range(3):
        write()
        written += bench_fleet.times(ours, page, 1)[0]
    median, last = statistics.median(of_ours), statistics.quantiles(of_ours, n=100)[98]
    ratio = f"{statistics.median(of_bare) / median:7.2f}" if of_bare else f"{'':>7}"
    print(
        f"    {page[:36]:36} {len(text) / 1000:6.0f} {cold:>4}/{again:<3} {first * 1000:9.0f} {1 / median:9.1f} "
        f"{median * 1000:7.1f} {last * 1000:7.1f} {ratio} {statistics.median(written) * 1000:17.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
