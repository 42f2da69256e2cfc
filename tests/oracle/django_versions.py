"""
The Django versions that judge us, and the interpreter that runs each.

`make setup` installs each version in `.judges/<version>/`, from pure wheels. Each runs in a process of its own: on a
Python that this Django is meant for when there is one, else on ours when Django can be imported there. The report of
the tests shows `Judge.python_version`.
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

PREFERRED_PYTHONS = {
    "3.2": ("3.8", "3.9", "3.10"),
    "4.2": ("3.11",),
    "5.2": ("3.11",),
    "6.0": ("3.12", "3.13"),
    "6.1": ("3.13", "3.12"),
}
"""For each Django version, the Python versions that should run it, the best first."""


class MissingJudgeError(Exception):
    """One Django cannot be run here; the message says what is missing."""


@dataclass(frozen=True)
class Judge:
    """One Django and the interpreter that runs it, with `environment()` as its variables."""

    version: str
    folder: Path
    python: Path
    python_version: str

    @property
    def has_preferred_python(self) -> bool:
        return self.python_version in PREFERRED_PYTHONS[self.version]

    def environment(self, **more: str) -> dict[str, str]:
        """The environment variables of the process. This Django is first on the path, then the checkout."""
        path = os.pathsep.join((str(self.folder), str(CHECKOUT)))
        return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **more}

    def __str__(self) -> str:
        text = f"Django {self.version} on Python {self.python_version}"
        if self.has_preferred_python:
            return text
        return f"{text} (wanted {' or '.join(PREFERRED_PYTHONS[self.version])}, not found)"


@cache
def judge(version: str) -> Judge:
    """Return the judge of one version, such as "5.2". Raises `MissingJudgeError`."""
    folder = CHECKOUT / ".judges" / version
    if not (folder / "django").is_dir():
        raise MissingJudgeError(f"Django {version} is not there; run `make setup`")
    python_versions = PREFERRED_PYTHONS[version]
    for python in _interpreters(python_versions):
        python_version = _python_version(python, folder)
        if python_version is not None:
            return Judge(version, folder, python, python_version)
    raise MissingJudgeError(f"no interpreter here runs Django {version}; install Python {python_versions[0]}")


def _interpreters(versions: tuple[str, ...]) -> Iterator[Path]:
    """Yield the interpreters of these versions that are installed, then our own."""
    own_version = ".".join(map(str, sys.version_info[:2]))
    for version in versions:
        if version == own_version:
            yield Path(sys.executable)
        on_path = shutil.which(f"python{version}")
        if on_path:
            yield Path(on_path)
        # The shims of pyenv run only when their version is switched on; the interpreters behind them always do.
        pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
        yield from sorted(pyenv.glob(f"versions/{version}*/bin/python{version}"), reverse=True)
    yield Path(sys.executable)


def _python_version(python: Path, folder: Path) -> str | None:
    """Return the interpreter's version, such as "3.12", or None when it cannot import SQLite and this Django."""
    program = "import sys, sqlite3, django.db.migrations.loader; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [python, "-c", program],
            env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except OSError:
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None
