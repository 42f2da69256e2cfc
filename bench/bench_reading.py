"""
Measures the reading of real projects from source, by this tree and by an earlier one.

    cold        a new process: Python, the imports, the reading with empty caches
    imports     of these the imports
    reading     of these the reading

`python bench/bench_reading.py CHECKOUT` reads by both in turn, so that the load of the machine affects both alike.
Prints medians of the processor time, and ratios of the medians and of the least times.
"""

import os
import resource
import statistics
import subprocess
import sys
import sysconfig
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
REAL = CHECKOUT / ".judges" / "real"
PACKAGES = Path(sysconfig.get_path("purelib"))
"""Where the packages lie that reading source needs."""

RUNS = int(os.environ.get("READING_RUNS", "7"))
PROJECTS = {
    "squad": ("squad-1.98", "squad", "squad"),
    "pretalx": ("pretalx-2025.2.2", "pretalx", "pretalx"),
    "wagtail": ("wagtail-8.0.1", "wagtail", "wagtail"),
    "django-oscar": ("django-oscar-4.2.1", "oscar", "oscar"),
    "django-cms": ("django-cms-5.0.13", "cms", "cms"),
}
"""The folder of each project, its package there, and our settings module for it."""

PROGRAM = """
import sys, time
from pathlib import Path
start = time.process_time()
from app.sources import ReadingOptions, read
path, module, *roots = sys.argv[1:]
options = ReadingOptions(settings={"module": module}, roots=tuple(map(Path, roots)))
imported = time.process_time()
count = len(read(Path(path), options).migrations)
print(imported - start, time.process_time() - imported, count)
"""


def main() -> None:
    trees = [*map(Path, sys.argv[1:]), CHECKOUT]
    print(f"{'ms':22}{'cold':>8}{'imports':>9}{'reading':>9}   {'cold':>14}{'reading':>16}")
    for name, (folder, package, settings) in PROJECTS.items():
        if not (REAL / folder).is_dir():
            print(f"{name} is not there; `make setup` installs it")
            continue
        words = [
            str(REAL / folder / package),
            f"tests.real.settings.{settings}",
            str(REAL / folder),
            str(CHECKOUT),
        ]
        times: dict[Path, list[tuple[float, float, float]]] = {tree: [] for tree in trees}
        for tree in trees:
            run(tree, words)  # so that its bytecode is there
        for _ in range(RUNS):
            for tree in trees:
                times[tree].append(run(tree, words))
        for tree in trees:
            show(f"{name} {'now' if tree == CHECKOUT else 'before'}", times[tree], times[trees[0]])


def run(tree: Path, words: list[str]) -> tuple[float, float, float]:
    """The processor time of one cold reading by a tree: of the whole process, of its imports, of the reading."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.run(
        [sys.executable, "-S", "-W", "ignore", "-c", PROGRAM, *words],
        cwd=tree,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join((str(tree), str(PACKAGES)))},
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode:
        sys.exit(process.stderr[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    imports, reading, _ = map(float, process.stdout.split())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, imports, reading


def show(name: str, times: list[tuple[float, float, float]], base: list[tuple[float, float, float]]) -> None:
    """Print the medians of a tree, and its ratios to the base."""
    columns, base_columns = list(zip(*times, strict=True)), list(zip(*base, strict=True))
    medians = [statistics.median(column) for column in columns]
    ratios: list[str] = []
    for column, base_column in ((columns[0], base_columns[0]), (columns[2], base_columns[2])):
        ratio = statistics.median(column) / statistics.median(base_column)
        ratios.append(f"{ratio:5.2f} ({min(column) / min(base_column):.2f})")
    milliseconds = "".join(
        f"{median * 1e3:{width}.0f}" for median, width in zip(medians, (8, 9, 9), strict=True)
    )
    print(f"{name:22}{milliseconds}   {ratios[0]:>14}{ratios[1]:>16}", flush=True)


if __name__ == "__main__":
    main()
