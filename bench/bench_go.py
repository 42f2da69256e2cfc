"""
Measures "Go to…" at 500 environments of 1,400 migrations: from the question to the links, everything warm.

    facts     what is known of all environments, as for the fleet's page
    words     beginnings of names, parts of keys, fingerprints
    errors    texts of errors, one of them 64 kB long

Prints the median of nine in milliseconds of CPU time. Each line is to stay under 100 ms.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402

from app.config import Environment, Project  # noqa: E402
from app.store import releases, snapshots  # noqa: E402
from app.store.engine import Store, open_store  # noqa: E402
from app.web.go.question import Question  # noqa: E402
from app.web.go.scope import Scope  # noqa: E402
from app.web.go.search import found  # noqa: E402

ENVIRONMENTS = 500
MIGRATIONS = 1_400
TIMES = 9
NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)

INCONSISTENT = "Migration {} is applied before its dependency {} on database 'default'."


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/store.db")
        project = filled(store)
        with store.reading() as session:
            scope = Scope.of(session, project, now=NOW)
            blocked = next(finding for _, finding in scope.lookups.findings() if finding.code.value == "D101")
            fingerprint = next(iter(scope.fleet.histories.values())).fingerprint
        error = INCONSISTENT.format(blocked.subject, blocked.related[0])
        print(f"{ENVIRONMENTS} environments of {MIGRATIONS:,} migrations")
        print(f"facts                           {median(lambda: facts(store, project)):6.1f} ms")
        questions = {
            "an environment": "env-3",
            "part of a key": "0007",
            "every key": "step",
            "a fingerprint": fingerprint[:8],
            "nothing": "nosuchthing",
            "an error that is shown": error,
            "an error that is not": INCONSISTENT.format("orders.0001", "users.0010"),
            "a table that is not there": "no such table: app003_thing",
            "64 kB of log, an error at its end": ("web-1  | GET /orders/17 200 in 12 ms\n" * 1_700) + error,
        }
        for name, text in questions.items():
            print(f"{name:34s}{median(lambda text=text: ask(store, project, text)):6.1f} ms")
        store.close()


def filled(store: Store) -> Project:
    """A store with a release, and a history of each environment; the project that they are of."""
    release = made_up.release(MIGRATIONS)
    slugs = [f"env-{number:03}" for number in range(ENVIRONMENTS)]
    at = NOW - timedelta(minutes=2)
    with store.writing() as session:
        releases.add(session, "shop", release, label="v1.2", at=at)
        for slug, history in zip(slugs, made_up.histories(release, ENVIRONMENTS), strict=True):
            snapshots.add(session, "shop", slug, history, at=at)
    return Project("shop", "The shop", environments=tuple(Environment(slug, ()) for slug in slugs))


def facts(store: Store, project: Project) -> None:
    with store.reading() as session:
        Scope.of(session, project, now=NOW)


def ask(store: Store, project: Project, text: str) -> None:
    with store.reading() as session:
        found([Scope.of(session, project, now=NOW)], Question(text))


def median(work: Callable[[], None]) -> float:
    work()
    times = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
