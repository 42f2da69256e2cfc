"""The shop of the demo, for the tests: its releases as Driftboard reads them, and what Django says to its databases."""

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
    """The demo, built once for all tests, and what it said meanwhile. No test writes to its databases."""

    folder: Path
    settings: Settings
    told: tuple[str, ...]

    @classmethod
    def build(cls, folder: Path) -> Self:
        told: list[str] = []
        settings = demo.build(folder, report=told.append)
        return cls(folder, settings, tuple(told))

    @property
    def shop(self) -> Shop:
        return Shop(self.folder)


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The last line of the traceback that Django printed, without the name of the exception."""
    return done.stderr.strip().splitlines()[-1].partition(": ")[2]


def plan_of(done: subprocess.CompletedProcess[str]) -> tuple[MigrationKey, ...]:
    """What `migrate --plan` lists, in its order: the lines that are not indented, after the title."""
    title, *lines = done.stdout.splitlines()
    assert title == "Planned operations:"
    return tuple(MigrationKey.parse(line) for line in lines if not line.startswith(" "))
