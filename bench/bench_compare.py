"""
Measures the comparison of one environment with 1,400 migrations in three ways, on the same release and the same rows.

    ours       compare(release, history); the release is loaded once, the history is new each time
    loader     Django's MigrationLoader + check_consistent_history + detect_conflicts + plan, in one warm process
    process    manage.py showmigrations --plan, in a new process each time

Then it measures 1,000 environments of one project on one core, and their memory. Prints medians and ratios. Times
depend on the machine, ratios less so.
"""

import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402

from app.domain.drift.comparison import compare  # noqa: E402
from app.domain.history import History, Row  # noqa: E402
from app.domain.release import Release  # noqa: E402

MIGRATIONS = 1400
ENVIRONMENTS = 1000
RUNS = 50
PROCESS_RUNS = 5

SETTINGS = """
SECRET_KEY = "bench"
INSTALLED_APPS = {apps}
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
"""
MANAGE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
"""
LOADER = """
import os, statistics, time
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
times = []
for run in range(8):
    start = time.perf_counter()
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    executor.loader.detect_conflicts()
    executor.migration_plan(executor.loader.graph.leaf_nodes())
    times.append(time.perf_counter() - start)
print(statistics.median(times[1:]))
"""


def main() -> None:
    release = made_up.release(MIGRATIONS)
    history = made_up.histories(release, 4)[3]
    edges = sum(len(m.dependencies) for m in release.migrations.values())
    print(
        f"{MIGRATIONS} migrations, {edges} edges, {len(release.squashes)} squashes, {len(history.rows)} rows"
    )
    with tempfile.TemporaryDirectory() as folder:
        project(Path(folder), release, history)
        histories = [copy(history) for _ in range(RUNS + 1)]
        ours = median(lambda: compare(release, histories.pop()).verdict, RUNS)
        loader = float(python(Path(folder), "loader.py").splitlines()[-1])
        process = median(lambda: python(Path(folder), "manage.py", "showmigrations", "--plan"), PROCESS_RUNS)
    print(f"  ours      {ours * 1e3:10.2f} ms for one environment")
    print(f"  loader    {loader * 1e3:10.2f} ms   {loader / ours:8.1f} x ours")
    print(f"  process   {process * 1e3:10.2f} ms   {process / ours:8.1f} x ours")
    fleet(release)


def copy(history: History) -> History:
    """The same rows as a new history, which has nothing cached."""
    return History(tuple(Row(row.key, row.applied, row.id) for row in history.rows))


def median(work: Callable[[], object], runs: int) -> float:
    times = []
    work()
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def fleet(release: Release) -> None:
    histories = made_up.histories(release, ENVIRONMENTS)
    start = time.process_time()
    drifts = (compare(release, history) for history in histories)
    results = [(drift.verdict, drift.findings) for drift in drifts]
    verdicts = {verdict for verdict, _ in results}
    duration = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{ENVIRONMENTS} environments, {len(verdicts)} verdicts: {duration:.2f} s on one core")
    print(f"  {memory:.0f} MB in all, with every history, verdict and finding held")


def project(folder: Path, release: Release, history: History) -> None:
    """Write the release as a Django project, and the rows as its database."""
    for key, migration in release.migrations.items():
        package = folder / key.app_label / "migrations"
        package.mkdir(parents=True, exist_ok=True)
        (folder / key.app_label / "__init__.py").touch()
        (package / "__init__.py").touch()
        (package / f"{key.name}.py").write_text(
            "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
            f"    replaces = {json.dumps(migration.replaces)}\n"
            f"    dependencies = {json.dumps(migration.dependencies)}\n"
            "    operations = []\n".replace("[[", "[(")
            .replace("], [", "), (")
            .replace("]]", ")]")
        )
    (folder / "settings.py").write_text(SETTINGS.format(apps=sorted(release.apps)))
    (folder / "manage.py").write_text(MANAGE)
    (folder / "loader.py").write_text(LOADER)
    with sqlite3.connect(folder / "db.sqlite3") as connection:
        connection.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app varchar, name varchar, applied datetime)"
        )
        connection.executemany(
            "INSERT INTO django_migrations VALUES (?, ?, ?, ?)",
            [(row.id, *row.key, row.applied) for row in history.rows],
        )


def python(folder: Path, *words: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    process = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return process.stdout


if __name__ == "__main__":
    main()
