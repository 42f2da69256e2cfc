"""The demo for the tests, and what Django printed about one of its databases."""

import fcntl
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.config import Settings, load
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
    """The demo, built once for all tests of a run, and the lines it reported. No test writes into its folder."""

    folder: Path
    settings: Settings
    report_lines: tuple[str, ...]

    @classmethod
    def built(cls, folder: Path) -> Self:
        """The demo in `folder`/demo. The first process that asks builds it there; the others wait for that one."""
        told = folder / "lines.json"
        folder.mkdir(exist_ok=True)
        with folder.joinpath("turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not told.exists():
                lines: list[str] = []
                built = demo.build(folder / "demo", report=lines.append)
                assert built == load(folder / "demo" / demo.CONFIG_NAME, {}), "not what the folder says"
                told.write_text(json.dumps(lines), encoding="utf-8")
        settings = load(folder / "demo" / demo.CONFIG_NAME, {})
        return cls(folder / "demo", settings, tuple(json.loads(told.read_text(encoding="utf-8"))))

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
