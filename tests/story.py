"""The demo for the tests, and what Django printed about one of its databases."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.config import Settings
from app.domain.keys import MigrationKey
from app.jobs import demo
from app.jobs.demo.shop import Shop

MESSAGE = (
    "Migration orders.0001_initial is applied before its dependency users.0010_add_unique_id_migration "
    "on database 'default'."
)
"""The sentence for which Driftboard exists."""


@dataclass(frozen=True)
class Story:
    """The demo, built once for all tests, and the lines it reported. No test writes to its databases."""

    folder: Path
    settings: Settings
    report_lines: tuple[str, ...]

    @classmethod
    def build(cls, folder: Path) -> Self:
        lines: list[str] = []
        settings = demo.build(folder, report=lines.append)
        return cls(folder, settings, tuple(lines))

    @property
    def shop(self) -> Shop:
        return Shop(self.folder)


def refusal(process: subprocess.CompletedProcess[str]) -> str:
    """The message of the exception with which Django ended, from the last line of its traceback."""
    return process.stderr.strip().splitlines()[-1].partition(": ")[2]


def plan_of(process: subprocess.CompletedProcess[str]) -> tuple[MigrationKey, ...]:
    """The migrations that `migrate --plan` printed, in order: the lines after the title that are not indented."""
    title, *lines = process.stdout.splitlines()
    assert title == "Planned operations:"
    return tuple(MigrationKey.parse(line) for line in lines if not line.startswith(" "))
