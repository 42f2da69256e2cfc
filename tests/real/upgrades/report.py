"""Prints the table of docs/upgrades.md, measured anew: `python -m tests.real.upgrades.report`."""

import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.real.projects import STEPS, Project
from tests.real.upgrades.followed import databases, followed, releases_of

HEAD = "| project | versions | databases | paths | found | steps run by Django | seconds |"


def line(project: Project, folder: Path) -> str:
    """The row of one project: every database to the last version, and to one in the middle."""
    started = time.monotonic()
    releases = releases_of(project, folder)
    last, middle = len(releases) - 1, len(releases) // 2
    starts = list(databases(project, releases, folder))
    position = {version: number for number, version in enumerate(project.versions)}
    results = [
        followed(project, releases, start, database, goal)
        for start, database in starts
        for goal in (middle, last)
        if position.get(start, 0) <= goal
    ]
    reaches = Counter(result.found.reach.value for result in results)
    for result in results:
        if result.found.reach.value not in ("direct", "there"):
            print(f"  {result.start} → {result.found.goal}: {result.found.headline} {result.found.reason}")
    told = ", ".join(f"{number} {reach}" for reach, number in sorted(reaches.items()))
    cells = (
        project.name.removeprefix("steps-"),
        f"{project.versions[0]} to {project.versions[-1]} ({len(project.versions)})",
        len(starts),
        len(results),
        told,
        sum(result.steps for result in results),
        round(time.monotonic() - started),
    )
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    print(HEAD, "|---" * HEAD.count(" |") + "|", sep="\n", flush=True)
    for project in STEPS:
        with tempfile.TemporaryDirectory() as folder:
            print(line(project, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
