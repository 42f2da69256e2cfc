"""
From a directory to a verdict: a checkout whose settings install the third-party apps that most projects install.

`python -m tests.real.popular` does so with the heavy ones too, and prints what was asked and what came of it.
"""

import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from app.config import ReleaseSource
from app.config.releases import with_lines
from app.domain.drift import compare
from app.domain.findings import Verdict
from app.domain.release import Release
from app.jobs.releases import reading_options
from app.sources import read
from tests.real.histories import fresh_history, load_release
from tests.real.projects import CHECKOUT, POPULAR, POPULAR_HEAVY, Project
from tests.real.reading import disagreements
from tests.sources.folder import written

ADVICE = re.compile(r"please add (.*) in driftboard\.toml")


@dataclass(frozen=True)
class Reading:
    """
    What a directory gave: the first release, the lines of its advice, and the release with these lines.

    `from_django` is the release that Django loads, and `verdict` that on a new database of Django's.
    """

    first: Release
    lines: tuple[str, ...]
    settled: Release
    from_django: Release
    verdict: Verdict

    @property
    def differences(self) -> set[str]:
        """The migrations that Django loads otherwise, and those that only one of the two has."""
        keys = self.from_django.migrations.keys() ^ self.settled.migrations.keys()
        differing = {one.key for one in disagreements(self.settled, self.from_django)}
        return {str(key) for key in keys | differing}


def reading_of(project: Project, folder: Path) -> Reading:
    """Read a checkout of settings alone, follow the advice, and compare with a history that Django makes."""
    settings = f"from tests.real.settings.{project.settings} import *\n"
    checkout = written(folder / "checkout", {"shop/__init__.py": "", "shop/settings.py": settings})
    source = ReleaseSource(
        "main",
        checkout,
        settings={"module": "shop.settings"},
        roots=(project.folder(project.versions[-1]), CHECKOUT),
    )
    first = read(checkout, reading_options(source))
    lines = merged(line for place in first.unreadable for line in ADVICE.findall(place.reason))
    settled = read(checkout, reading_options(with_lines(source, lines, folder)))
    from_django = load_release(project, project.versions[-1], folder / "empty.sqlite3")
    verdict = compare(settled, fresh_history(project, folder)).verdict
    return Reading(first, lines, settled, from_django, verdict)


def merged(lines) -> tuple[str, ...]:
    """The lines as they stand in one table of TOML: tables of one name become one."""
    tables: dict[str, list[str]] = {}
    for line in lines:
        name, _, table = line.partition(" = ")
        tables.setdefault(name, []).append(table.strip().removeprefix("{").removesuffix("}").strip())
    return tuple(f"{name} = {{ {', '.join(entries)} }}" for name, entries in tables.items())


def main() -> None:
    """Print what each set gave."""
    for project in (POPULAR, POPULAR_HEAVY):
        with tempfile.TemporaryDirectory() as folder:
            reading = reading_of(project, Path(folder))
        print(
            f"{project}: {len(reading.from_django.migrations)} migrations, {reading.verdict.value},", end=" "
        )
        print(f"{len(reading.first.unreadable)} places, {len(reading.differences)} differences")
        for line in reading.lines:
            print(f"  {line}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
