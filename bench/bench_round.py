"""
A round of a collection over 200 PostgreSQL databases, against a bare loop of psycopg with as many threads.

A private server has the databases. Both read the rows of each over a new connection; the loop forgets them. The *first*
round stores a history for each, the *second* finds them unchanged. Each side has the switch interval that it really
has: Python's own, and that of the command `driftboard`. Mute servers accept and never answer: eight of them
beside the others must not make these wait.

Beside the seconds stands the processor's time of both sides, this process and the server's: on a machine that others
use, its ratio is what counts.
"""

import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.cli import SWITCH_INTERVAL
from app.config import Database, Environment, Secret
from app.jobs.collection import collect
from app.jobs.readings import MAX_PARALLEL
from app.store.engine import Store, open_store
from tests.servers.postgres import PostgresServer, start_server

DATABASES = 200
ROWS = 300
MUTE = 8
RUNS = 5

TABLE = """CREATE TABLE django_migrations (id bigserial primary key, app varchar(255), name varchar(255),
    applied timestamptz)"""
INSERT = """INSERT INTO django_migrations (app, name, applied)
    SELECT 'app_' || n %% 20, to_char(n, 'FM0000') || '_change', '2026-01-01'::timestamptz + n * interval '1 minute'
    FROM generate_series(1, %s) AS n"""


@dataclass
class Course:
    """What several runs of one thing took: seconds, and those of the processor on both sides."""

    name: str
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def run(self, server: int, work: Callable[[], object]) -> None:
        """Run it once; `server` is the process that begins those of the server."""
        start, spent = time.perf_counter(), _spent(server)
        work()
        self.seconds.append(time.perf_counter() - start)
        time.sleep(0.1)  # the server's processes end a little later
        self.processor.append(_spent(server) - spent)

    def line(self, other: "Course") -> str:
        one, all_ = statistics.median(self.seconds), statistics.median(self.processor)
        times = f"{one / statistics.median(other.seconds):5.2f} x"
        worked = f"{all_ / statistics.median(other.processor):5.2f} x"
        return f"  {self.name:28} {one:6.2f} s {times}    {all_:6.2f} s of the processor {worked}"


def main() -> None:
    with start_server() as server, mute_server() as mute:
        environments = tuple(environment(f"e{number:03}", url) for number, url in enumerate(urls(server)))
        silent = tuple(environment(f"a{number:03}", mute) for number in range(MUTE))
        loop, first, second = Course("bare loop"), Course("first round"), Course("second round")
        postmaster = parent_of_backends(server)
        beside, switch_interval = [], sys.getswitchinterval()
        bare(environments)  # the server's caches are warm for all
        for _ in range(RUNS):
            loop.run(postmaster, lambda: bare(environments))
            with (
                tempfile.TemporaryDirectory() as folder,
                open_store(f"sqlite:///{folder}/driftboard.db") as store,
            ):
                sys.setswitchinterval(SWITCH_INTERVAL)
                for course in (first, second):
                    course.run(postmaster, lambda store=store: collected(store, environments))
                beside.append(
                    last_of_the_others(store, (*silent, *environments), {e.slug for e in environments})
                )
                sys.setswitchinterval(switch_interval)
        print(f"{DATABASES} databases of {ROWS} rows, medians of {RUNS} runs, {MAX_PARALLEL} threads")
        for course in (loop, first, second):
            print(course.line(loop))
        middle, alone = statistics.median(beside), statistics.median(second.seconds)
        print(f"  {f'second, beside {MUTE} mute':28} {middle:6.2f} s {middle / alone:5.2f} x the second")


def parent_of_backends(server: PostgresServer) -> int:
    with psycopg.connect(server.url) as connection:
        backend = connection.info.backend_pid
        return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])


def _spent(server: int) -> float:
    """Seconds of the processor that this process and the ended children of another one have used."""
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def urls(server: PostgresServer) -> Iterator[str]:
    """The URLs of the databases, which are copies of one."""
    with psycopg.connect(server.create_database("bench_0"), autocommit=True) as connection:
        connection.execute(TABLE)
        connection.execute(INSERT, [ROWS])
    with psycopg.connect(server.url, autocommit=True) as connection:
        for number in range(1, DATABASES):
            connection.execute(f"CREATE DATABASE bench_{number} TEMPLATE bench_0")
    return (server.dsn(f"bench_{number}") for number in range(DATABASES))


@contextmanager
def mute_server() -> Iterator[str]:
    """The URL of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=1_000) as listener:
        yield f"postgresql://u@127.0.0.1:{listener.getsockname()[1]}/x"


def environment(slug: str, url: str) -> Environment:
    return Environment(slug, (Database(Secret(url)),))


def bare(environments: tuple[Environment, ...]) -> None:
    def read(one: Environment) -> int:
        with psycopg.connect(one.databases[0].url.reveal()) as connection:
            query = "SELECT id, app, name, applied::text FROM django_migrations ORDER BY id"
            return len(connection.execute(query).fetchall())

    with ThreadPoolExecutor(MAX_PARALLEL) as pool:
        check(sum(pool.map(read, environments)) == DATABASES * ROWS)


def collected(store: Store, environments: tuple[Environment, ...]) -> None:
    results = collect(store, "shop", environments, now=now)
    check(not any(result.has_failed for result in results))


def last_of_the_others(store: Store, environments: tuple[Environment, ...], others: set[str]) -> float:
    """Seconds until the last of the `others` was stored."""
    start, moments = time.perf_counter(), []

    def report(result: object) -> None:
        if result.environment in others:
            moments.append(time.perf_counter() - start)

    collect(store, "shop", environments, now=now, report=report)
    return max(moments)


def check(is_right: bool) -> None:  # noqa: FBT001
    if not is_right:
        raise SystemExit("not every database was read: the figures say nothing")


def now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
