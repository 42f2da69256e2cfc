"""
The Djangos that judge us, and the interpreter that runs each.

`make setup` lays each version down in `.judges/<version>/` as pure wheels. A version runs in a process of its
own, on the Python that it asks for where one is found, else on ours if Django imports there;
`Judge.python_version` says which it was, and the report of the tests shows it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

WANTED = {
    "3.2": ("3.8", "3.9", "3.10"),
    "4.2": ("3.11",),
    "5.2": ("3.11",),
    "6.0": ("3.12", "3.13"),
    "6.1": ("3.13", "3.12"),
}
"""The Pythons on which a version is meant to be held, best first."""


class MissingJudgeError(Exception):
    """One Django cannot be run here; the message says what is missing."""


@dataclass(frozen=True)
class Judge:
    """One Django, as `[python, …]` with `environment()` runs it."""

    version: str
    folder: Path
    python: Path
    python_version: str

    @property
    def as_wished(self) -> bool:
        """True when the interpreter is one that this Django is meant to be held on."""
        return self.python_version in WANTED[self.version]

    def environment(self, **more: str) -> dict[str, str]:
        """The variables of the process: this Django first on the path, then the checkout."""
        path = os.pathsep.join((str(self.folder), str(CHECKOUT)))
        return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **more}

    def __str__(self) -> str:
        wish = "" if self.as_wished else f" (wanted {' or '.join(WANTED[self.version])}, not found)"
        return f"Django {self.version} on Python {self.python_version}{wish}"


@cache
def judge(version: str) -> Judge:
    """The judge of one version, such as "5.2". Raises MissingJudgeError."""
    folder = CHECKOUT / ".judges" / version
    if not (folder / "django").is_dir():
        raise MissingJudgeError(f"Django {version} is not there; run `make setup`")
    for python in _interpreters(WANTED[version]):
        found = _asked(python, folder)
        if found is not None:
            return Judge(version, folder, python, found)
    raise MissingJudgeError(f"no interpreter here runs Django {version}; install Python {WANTED[version][0]}")


def _interpreters(wanted: tuple[str, ...]) -> Iterator[Path]:
    running = ".".join(map(str, sys.version_info[:2]))
    for version in wanted:
        if version == running:
            yield Path(sys.executable)
        on_path = shutil.which(f"python{version}")
        if on_path:
            yield Path(on_path)
        # The shims of pyenv fail unless a version is switched on; the interpreters behind them run.
        pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
        yield from sorted(pyenv.glob(f"versions/{version}*/bin/python{version}"), reverse=True)
    yield Path(sys.executable)


def _asked(python: Path, folder: Path) -> str | None:
    """The interpreter's "3.12", if it starts, has SQLite and imports the Django of that folder."""
    question = "import sys, sqlite3, django.db.migrations.loader; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [python, "-c", question],
            env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except OSError:
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None
