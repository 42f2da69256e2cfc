"""Servers that accept and never answer: beside databases that do, and when the process is to end."""

import socket
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.config import Database, Environment, Secret
from app.jobs.collection import CollectionResult, collect
from app.store.engine import Store, open_store
from tests.cli.test_ending import environments, seconds_to_end
from tests.cli.test_serve import TABLE, Served, wait_until
from tests.siege.holding import hold, within

OTHERS = 200
RUNS = 5
LIMIT = 5.0


@contextmanager
def mute_server() -> Iterator[str]:
    """The address of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=1_000) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


def siege() -> list[str]:
    with tempfile.TemporaryDirectory() as name, mute_server() as address:
        folder = Path(name)
        return [*_beside_others(folder, address), _four_hosts(folder, address), *_ends(folder, address)]


def _beside_others(folder: Path, address: str) -> Iterator[str]:
    others = [_environment(f"e{number:03}", _database(folder, number)) for number in range(OTHERS)]
    names = {environment.slug for environment in others}
    with open_store(f"sqlite:///{folder}/round.db") as store:
        _last(store, others, names)
        medians = {}
        for mute in (0, 8, 24):
            silent = [_environment(f"a{number:03}", f"postgresql://u@{address}/x") for number in range(mute)]
            medians[mute] = statistics.median(_last(store, [*silent, *others], names) for _ in range(RUNS))
            yield f"{OTHERS} databases beside {mute:2} mute: the last of them is stored after {medians[mute]:.2f} s"
    within(medians[8], 1.1 * medians[0] + 0.2, "eight mute databases keep the others waiting")


def _four_hosts(folder: Path, address: str) -> str:
    url = f"postgresql://u@{','.join([address] * 4)}/x"
    with open_store(f"sqlite:///{folder}/hosts.db") as store:
        start = time.monotonic()
        collect(store, "shop", [_environment("one", url)], now=_now)
    seconds = time.monotonic() - start
    within(seconds, LIMIT + 2, "a URL with four hosts takes longer than one limit")
    return f"a URL with four mute hosts is given up after {seconds:.1f} s"


def _ends(folder: Path, address: str) -> Iterator[str]:
    for number in (100, 300):
        served = Served(folder)
        served.write("a", more=environments(f"postgresql://u@{address}/x", number))
        served.start()
        wait_until(lambda served=served: '"seen_at":"' in served.get("/shop/environments/a.json")[1])
        seconds = seconds_to_end(served)
        hold(seconds < LIMIT, "SIGTERM waits for mute databases")
        yield f"SIGTERM among {number} mute databases: the process ends after {seconds:.1f} s"


def _last(store: Store, environments: list[Environment], names: set[str]) -> float:
    start, moments = time.monotonic(), [0.0]

    def report(result: CollectionResult) -> None:
        if result.environment in names:
            moments.append(time.monotonic() - start)

    collect(store, "shop", environments, now=_now, report=report)
    return max(moments)


def _environment(slug: str, url: str) -> Environment:
    return Environment(slug, (Database(Secret(url)),))


def _database(folder: Path, number: int) -> str:
    file = folder / f"{number}.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(TABLE)
        rows = [(n, "app", f"{n:04}", "2026-01-01 00:00:00") for n in range(300)]
        connection.executemany("INSERT INTO django_migrations VALUES (?, ?, ?, ?)", rows)
        connection.commit()
    return f"sqlite:///{file}"


def _now() -> datetime:
    return datetime.now(UTC)
