"""The dashboard is killed a hundred times while it collects: the store is whole each time, nothing is left behind."""

import os
import random
import signal
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from app.store import snapshots
from app.store.engine import open_store
from tests.cli.test_serve import Served
from tests.siege.holding import hold

TIMES = int(os.environ.get("KILLS", "100"))
DATABASES = 20
SEED = 7


def siege() -> list[str]:
    chance, stored = random.Random(SEED), 0
    with tempfile.TemporaryDirectory() as name:
        served = Served(Path(name))
        slugs = [f"e{number}" for number in range(DATABASES)]
        served.write(*slugs)
        served.file.write_text(served.file.read_text().replace('interval = "1h"', 'interval = "1s"'))
        for turn in range(TIMES):
            for slug in slugs:
                _record(served.folder / f"{slug}.sqlite3", turn)
            served.start()
            time.sleep(chance.random() * 0.5)
            served.process.send_signal(signal.SIGKILL)
            served.process.wait()
            stored = _whole(served.folder / "store.db", slugs)
    return [
        f"kill -9 × {TIMES} while {DATABASES} databases are collected: the store was whole each time",
        f"{stored:,} snapshots in it, each of which could be rebuilt",
    ]


def _record(file: Path, turn: int) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "INSERT INTO django_migrations VALUES (?, 'app', ?, '2026-01-01 00:00:00')", (turn, f"{turn:04}")
        )
        connection.commit()


def _whole(file: Path, slugs: list[str]) -> int:
    number = 0
    with open_store(f"sqlite:///{file}") as store, store.reading() as session:
        for slug in slugs:
            summaries = snapshots.summaries(session, "shop", slug)
            number += len(summaries)
            for summary in summaries[:3]:
                snapshots.with_fingerprint(
                    session, "shop", slug, summary.fingerprint
                )  # raises where it is damaged
    with closing(sqlite3.connect(file)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
        (orphans,) = connection.execute(
            "SELECT count(*) FROM changes WHERE snapshot_id NOT IN (SELECT id FROM snapshots)"
        ).fetchone()
    hold(answer == "ok" and not orphans, f"the store is damaged: {answer}, {orphans} orphans")
    return number
