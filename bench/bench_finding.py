"""
Measures the page of a finding: a release of 1,400 migrations, 50 known releases, one row missing.

    cold         the first page of a process, the store on disk: every release is read, every way is planned
    live         the same page again
    pinned       the page that "Copy pinned link" names
    new history  a page whose ways nobody has asked for, when the releases are known: each environment's first page

Prints the time until the whole answer is there, and how much of it is processor time: beside other work the first
says little. The goal is 150 ms for a page that was asked for before.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

from app.config import Database, Environment, Project, Secret, Settings  # noqa: E402
from app.domain.history import History  # noqa: E402
from app.domain.keys import MigrationKey  # noqa: E402
from app.domain.release import Migration, Operation, Release  # noqa: E402
from app.main import create_app  # noqa: E402
from app.store import releases, snapshots  # noqa: E402
from app.store.engine import open_store  # noqa: E402

MIGRATIONS = 1_400
RELEASES = 50
STEP = 5
"""Each release adds this many migrations."""

ENVIRONMENTS = 6
ROUNDS = 9
NOW = made_up.START + timedelta(days=60)


def main() -> None:
    chain, history, subject = story()
    with tempfile.TemporaryDirectory() as folder:
        file = f"sqlite:///{folder}/store.db"
        store = open_store(file)
        with store.writing() as session:
            for number, release in enumerate(chain):
                moment = made_up.START + timedelta(hours=number)
                releases.add(session, "shop", release, label=f"v{number}", at=moment)
            for number in range(ENVIRONMENTS):
                rows = history.rows[: len(history.rows) - number]
                snapshots.add(session, "shop", f"sandbox-{number}", History(rows), at=NOW)
        store.close()
        store = open_store(file)
        url = Secret("postgresql://reader@db/shop")
        environments = tuple(
            Environment(f"sandbox-{n}", (Database(url, "default"),)) for n in range(ENVIRONMENTS)
        )
        settings = Settings(Secret(file), (Project("shop", "shop", environments=environments),))
        client = TestClient(create_app(settings, store, now=lambda: NOW))
        report(client, subject)
        store.close()


def report(client: TestClient, subject: MigrationKey) -> None:
    live = f"/shop/environments/sandbox-{{}}/findings/missing-dependency/{subject}"
    print(f"{MIGRATIONS:,} migrations, {RELEASES} releases      ms   processor ms")
    show("cold", [taken(client, live.format(0))])
    show("live", [taken(client, live.format(0)) for _ in range(ROUNDS)])
    page = client.get(live.format(0)).text
    pinned = page.partition('rel="canonical" href="')[2].partition('"')[0]
    show("pinned, first", [taken(client, pinned)])
    show("pinned", [taken(client, pinned) for _ in range(ROUNDS)])
    show("new history", [taken(client, live.format(number)) for number in range(1, ENVIRONMENTS)])
    print(f"{len(page) / 1000:.0f} kB of HTML")


def show(name: str, times: list[tuple[float, float]]) -> None:
    wall, processor = (statistics.median(each[kind] for each in times) for kind in (0, 1))
    print(f"{name:25}{wall:9.1f}{processor:15.1f}")


def taken(client: TestClient, address: str) -> tuple[float, float]:
    """The milliseconds of one answer, and of the processor for it."""
    start, processor = time.perf_counter(), time.process_time()
    answer = client.get(address)
    taken = (time.perf_counter() - start) * 1000, (time.process_time() - processor) * 1000
    assert answer.status_code == 200, f"{address}: {answer.status_code}"  # noqa: S101 - a benchmark of errors is none
    return taken


def story() -> tuple[list[Release], History, MigrationKey]:
    """
    Releases, each with some migrations more, and a history that the newest one does not accept.

    From two thirds of the releases on, a migration that ran long ago needs one that this history has not run.
    """
    migrations = {
        key: replace(migration, operations=(Operation("AddField", f"thing.field_{number}"),))
        for number, (key, migration) in enumerate(made_up.release(MIGRATIONS).migrations.items())
    }
    order = sorted(migrations)
    sizes = [MIGRATIONS - STEP * (RELEASES - number - 1) for number in range(RELEASES)]
    edit = RELEASES * 2 // 3
    run, parent = order[: sizes[edit - 4]], order[sizes[edit - 4] + 1]
    before = with_ancestors(migrations, parent)
    replaced = {key for migration in migrations.values() for key in migration.replaces}
    child = next(
        key for key in reversed(run) if key not in before | replaced and not migrations[key].replaces
    )
    edited = replace(migrations[child], dependencies=(*migrations[child].dependencies, parent))
    chain = [
        Release.of([edited if key == child and number >= edit else migrations[key] for key in order[:size]])
        for number, size in enumerate(sizes)
    ]
    return chain, made_up.full_history(chain[edit - 4]), child


def with_ancestors(migrations: Mapping[MigrationKey, Migration], key: MigrationKey) -> set[MigrationKey]:
    waiting, found = [key], set[MigrationKey]()
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += migrations[key].dependencies
    return found


if __name__ == "__main__":
    main()
