"""
Measures the list of projects at `/`: 20 and 200 projects of 30 environments of 100 migrations, each with its own code.

Prints its size, and for the first request, a further one, one after an environment was seen again, and one after it
changed, the queries and the CPU time. With a number as argument only so many projects are measured.
"""

import sys
import tempfile
from datetime import timedelta
from itertools import count
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import bench_fleet  # noqa: E402
import bench_pages  # noqa: E402
import made_up  # noqa: E402
from fastapi import FastAPI  # noqa: E402
from sqlalchemy import event  # noqa: E402

from app.cli.serving.garbage import freeze_what_lasts  # noqa: E402
from app.config import Environment, Project, Secret, Settings  # noqa: E402
from app.domain.history import History  # noqa: E402
from app.domain.table_location import DEFAULT_LOCATION  # noqa: E402
from app.main import create_app  # noqa: E402
from app.store import releases  # noqa: E402
from app.store.engine import Store, open_store  # noqa: E402
from app.store.snapshots import looks  # noqa: E402
from app.store.snapshots.looks import Look  # noqa: E402

SIZES = (20, 200)
ENVIRONMENTS = 30
MIGRATIONS = 100
NOW = bench_pages.NOW
LIMIT = timedelta(minutes=15)


def main() -> None:
    freeze_what_lasts()
    print(f"    {'projects':>8} {'kB':>5} {'first':>14} {'again':>12} {'seen again':>12} {'changed':>12}")
    for number in tuple(map(int, sys.argv[1:2])) or SIZES:
        with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/store.db") as store:
            projects = tuple(filled(store, at) for at in range(number))
            line(store, projects)


def filled(store: Store, at: int) -> Project:
    """One project, with a history of its own in each of its environments."""
    release = made_up.release(MIGRATIONS, seed=at)
    slugs = [f"env-{number:02}" for number in range(ENVIRONMENTS)]
    histories = made_up.histories(release, ENVIRONMENTS, seed=at)
    project = f"project-{at:03}"
    with store.writing() as session:
        releases.add(session, project, release, label="v1.2", at=NOW - timedelta(days=1))
        found = [look(slug, history) for slug, history in zip(slugs, histories, strict=True)]
        looks.add(session, project, found, at=NOW - timedelta(minutes=2))
    return Project(project, f"Project {at}", environments=tuple(Environment(slug, ()) for slug in slugs))


def look(slug: str, history: History) -> Look:
    return Look(slug, DEFAULT_LOCATION, history, LIMIT)


def line(store: Store, projects: tuple[Project, ...]) -> None:
    ticks = count()
    settings = Settings(Secret("sqlite:///unused"), projects)
    app = create_app(settings, store, now=lambda: NOW + timedelta(milliseconds=next(ticks)))
    statements: list[str] = []
    with store.reading() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *call: statements.append(call[2]))
    first, again = told(app, statements), told(app, statements)
    release = made_up.release(MIGRATIONS, seed=0)
    after = []
    for history in (made_up.histories(release, ENVIRONMENTS, seed=0)[0], History()):
        with store.writing() as session:
            looks.add(session, projects[0].slug, [look("env-00", history)], at=NOW - timedelta(minutes=1))
        after.append(told(app, statements))
    size = len(bench_fleet.times(app, "/", 1)[1]) / 1000
    print(
        f"    {len(projects):>8} {size:>5.0f} {first:>14} {again:>12} {after[0]:>12} {after[1]:>12}",
        flush=True,
    )


def told(app: FastAPI, statements: list[str]) -> str:
    """`13, 41 ms`: the queries and the CPU time of a request."""
    statements.clear()
    (taken,), _ = bench_fleet.times(app, "/", 1)
    return f"{len(statements)}, {taken * 1000:.0f} ms"


if __name__ == "__main__":
    main()
