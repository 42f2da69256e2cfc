"""Fifty readers for two minutes at a dashboard of 500 environments with 1,400 migrations: answers, waits, memory."""

import http.client
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from app.store import releases, snapshots
from app.store.engine import open_store
from bench import made_up
from tests.cli.test_serve import Served
from tests.siege.holding import hold

ENVIRONMENTS, MIGRATIONS = 500, 1_400
READ_ENVIRONMENTS = int(os.environ.get("READ_ENVIRONMENTS", "25"))
"""So many have pages that are read: each of them was asked for before the half of the time is over."""

READERS = 50
SECONDS = int(os.environ.get("READ_FOR", "120"))
WARM_UP = 0.5
"""The part of the time in which the memory may grow: what is kept of answers has a bound, which is reached then."""

GROWTH = 1.05
READ = 10
"""A reader asks for the next page at most so many seconds after the last one, half of that on the average."""

OFTEN = (
    "/shop",
    "/shop.json",
    "/shop?q=env-1",
    "/shop/releases",
    "/shop/releases/v1.2",
    "/runbook",
    "/readyz",
)
OF_ONE = ("", ".json", "/map.json")


def siege() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        served = filled(Path(name))
        served.start()
        try:
            start = time.monotonic()
            hold(served.get("/shop")[0] == 200, "the first page is no page")
            first = (time.monotonic() - start, _cpu(served))
            before = memory(served)
            readers, course = _read(served)
            after = memory(served)
        finally:
            served.process.terminate()
            served.process.wait(20)
    return _figures(readers, course, first, before, after)


def filled(folder: Path) -> Served:
    """A dashboard that is yet to start, over a store that is full."""
    served = Served(folder)
    slugs = [f"env-{number:03}" for number in range(ENVIRONMENTS)]
    tables = (f"[projects.shop.environments.{slug}]\npushed = true\n" for slug in slugs)
    served.write(more=f'stale_after = "1d"\n[projects.shop]\nrelease = "v1.2"\n{"".join(tables)}')
    now, made = datetime.now(UTC), made_up.release(MIGRATIONS)
    with open_store(f"sqlite:///{folder}/store.db") as store, store.writing() as session:
        releases.add(session, "shop", made, label="v1.2", at=now - timedelta(days=1))
        for slug, history in zip(slugs, made_up.histories(made, ENVIRONMENTS), strict=True):
            snapshots.add(session, "shop", slug, history, at=now - timedelta(minutes=2))
    return served


class _Reader(Thread):
    """Asks for one page after the other, and notes each status and how long it waited; 0 where no answer came."""

    def __init__(self, port: int, number: int, over: Event) -> None:
        super().__init__(daemon=True)
        self.port, self.over, self.draw = port, over, random.Random(number)
        self.statuses: Counter[int] = Counter()
        self.waits: list[float] = []

    def run(self) -> None:
        while not self.over.wait(self.draw.random() * READ):
            start = time.monotonic()
            self.statuses[self._status(self._address())] += 1
            self.waits.append(time.monotonic() - start)

    def _status(self, address: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            try:
                connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return 0
            return answer.status

    def _address(self) -> str:
        if self.draw.random() < 0.5:
            return self.draw.choice(OFTEN)
        return f"/shop/environments/env-{self.draw.randrange(READ_ENVIRONMENTS):03}{self.draw.choice(OF_ONE)}"


def _read(served: Served) -> tuple[list[_Reader], list[float]]:
    """The readers at their end, and the memory of the process each second, in megabytes."""
    over = Event()
    readers = [_Reader(served.port, number, over) for number in range(READERS)]
    for reader in readers:
        reader.start()
    course = []
    for _ in range(SECONDS):
        time.sleep(1)
        course.append(memory(served))
    over.set()
    for reader in readers:
        reader.join(60)
    return readers, course


def memory(served: Served) -> float:
    status = Path(f"/proc/{served.process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1_000


def _cpu(served: Served) -> float:
    fields = Path(f"/proc/{served.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _figures(
    readers: list[_Reader], course: list[float], first: tuple[float, float], before: float, after: float
) -> list[str]:
    statuses: Counter[int] = sum((reader.statuses for reader in readers), Counter())
    waits = sorted(wait for reader in readers for wait in reader.waits)
    parts = statistics.quantiles(waits, n=100)
    warm = course[int(len(course) * WARM_UP) :]
    quarter = len(warm) // 4
    begun, ended = statistics.median(warm[:quarter]), statistics.median(warm[-quarter:])
    memory = ", ".join(f"{course[round(part * (len(course) - 1) / 10)]:.0f}" for part in range(11))
    lines = [
        f"the first page in {first[0]:.1f} s; the processor had worked {first[1]:.1f} s by then, the start with it",
        f"{len(waits):,} answers in {SECONDS} s, {len(waits) / SECONDS:.1f} a second: {dict(statuses)}",
        f"half of them within {parts[49]:.2f} s, 99 of 100 within {parts[98]:.2f} s, the last after {waits[-1]:.1f} s",
        f"memory {before:.0f} MB before, {after:.0f} MB after; at each tenth of the time {memory}",
    ]
    hold(set(statuses) == {200}, f"not every answer is a page; {'; '.join(lines)}")
    hold(ended <= GROWTH * begun, f"the memory grows in the second half; {'; '.join(lines)}")
    return lines
