"""
Measures how long a command takes to start, each as a process of its own, in turn, on the same machine in one run.

    python      an interpreter that does nothing
    help        driftboard --help
    compare     driftboard compare of a manifest of 1,400 migrations and a file of their rows
    django      manage.py showmigrations of a project of the same migrations, on SQLite

With the path of an earlier checkout, `help` and `compare` of that one too, called `earlier`. Prints medians of seven in
milliseconds of CPU time and of the clock, and the ratio to `python` and to `django`.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402
from bench_compare import project  # noqa: E402

from app.domain.manifest import dumps  # noqa: E402

MIGRATIONS = 1_400
TIMES = 7
DRIFTBOARD = ("-c", "from app.cli import main; main()")


def main() -> None:
    release = made_up.release(MIGRATIONS)
    history = made_up.histories(release, 4)[3]
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        project(folder, release, history)
        (folder / "release.json").write_text(dumps(release))
        rows = [[row.key.app_label, row.key.name, row.applied] for row in history.rows]
        (folder / "rows.json").write_text(json.dumps(rows))
        commands = {
            "python": ("-c", "pass"),
            "help": (*DRIFTBOARD, "--help"),
            "compare": (*DRIFTBOARD, "compare", "release.json", "rows.json"),
            "django": ("manage.py", "showmigrations"),
        }
        checkouts = dict.fromkeys(commands, str(CHECKOUT))
        for earlier in sys.argv[1:2]:
            for name in ("help", "compare"):
                commands[f"{name}, earlier"] = commands[name]
                checkouts[f"{name}, earlier"] = earlier
        figures: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(TIMES):
            for name, words in commands.items():
                figures[name].append(measured(folder, words, checkouts[name]))
    of = {
        name: [statistics.median(each) for each in zip(*times, strict=True)]
        for name, times in figures.items()
    }
    print(f"{MIGRATIONS:,} migrations      CPU ms   clock ms   x python   x django")
    for name, (cpu, clock) in of.items():
        print(
            f"    {name:18} {cpu:8.0f} {clock:10.0f} {cpu / of['python'][0]:10.1f} {cpu / of['django'][0]:10.2f}"
        )


def measured(folder: Path, words: tuple[str, ...], checkout: str) -> tuple[float, float]:
    """The CPU time and the time of the clock of one process, in milliseconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": checkout},
        capture_output=True,
        check=False,
    )
    after, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu * 1_000, clock * 1_000


if __name__ == "__main__":
    main()
