"""The demo's shop: a Git repository of a Django project, and running Git and `manage.py` at its commits."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app import assets
from app.jobs.demo.commits import DemoCommit, commits

CHECKOUTS = {
    "v1.0": "v1.0",
    "unique-id": "unique-id",
    "v1.1": "v1.1",
    "merge": "v1.2~2",
    "v1.2": "v1.2",
    "gift-cards": "gift-cards",
}
"""The commits that are checked out: the name of the folder, and the revision for Git."""

RELEASES = ("v1.0", "v1.1", "v1.2")
"""The tags, oldest first."""


class DemoError(Exception):
    """The demo cannot be built here. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Shop:
    """
    The repository in `folder`/repository and its checkouts in `folder`/checkouts.

    Nothing outside of `folder` is read or changed, such as the user's Git configuration.
    """

    folder: Path

    @classmethod
    def create(cls, folder: Path) -> "Shop":
        """
        Make the repository and its checkouts. Takes about a second.

        Raises `DemoError` where Git or Django is missing.
        """
        require_tools()
        shop = cls(folder.resolve())
        shop.repository.mkdir(parents=True)
        shop.git("init", "--quiet", "--initial-branch=main")
        for commit in commits():
            shop._commit(commit)
        for name, revision in CHECKOUTS.items():
            shop.git("worktree", "add", "--quiet", "--detach", str(shop.checkout(name)), revision)
        return shop

    @property
    def repository(self) -> Path:
        """The folder of the repository, with the branch `main` checked out."""
        return self.folder / "repository"

    def checkout(self, name: str) -> Path:
        """The folder of one of `CHECKOUTS`."""
        return self.folder / "checkouts" / name

    def commit(self, name: str) -> str:
        """The full id of the commit of one of `CHECKOUTS`. It is the same on every machine."""
        return self.git("rev-parse", f"{CHECKOUTS[name]}^{{commit}}").strip()

    def commit_time(self, name: str) -> datetime:
        """The time of the commit of one of `CHECKOUTS`, in UTC."""
        return datetime.fromisoformat(self.git("show", "-s", "--format=%cI", CHECKOUTS[name]).strip())

    def git(self, *arguments: str, env: Mapping[str, str] | None = None) -> str:
        """Run Git in the repository; returns what it printed. Raises `DemoError` when it fails."""
        variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        variables |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        return _output(["git", *arguments], cwd=self.repository, env={**variables, **(env or {})})

    def manage(self, name: str, database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` of one checkout on one database. Does not raise when the command fails."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.checkout(name),
            env=_environment(database),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def export(self, name: str, path: Path) -> Path:
        """Write the manifest of one checkout with the reporter; returns its path. Raises `DemoError`."""
        self._report(name, "sqlite:///:memory:", path)
        return path

    def hand_over(self, name: str, database: str, environment: str, path: Path) -> None:
        """Write what the reporter hands over of one environment that runs a checkout. Raises `DemoError`."""
        self._report(name, database, path, "--environment", environment)

    def _report(self, name: str, database: str, path: Path, *options: str) -> None:
        options += (
            "--project",
            "shop",
            "--label",
            name,
            "--commit",
            self.commit(name),
            "--output",
            str(path),
        )
        python_path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(assets.REPORTER))))
        _output(
            [sys.executable, "-m", "driftboard_reporter", *options],
            cwd=self.checkout(name),
            env={**_environment(database), "PYTHONPATH": python_path},
        )

    def _commit(self, commit: DemoCommit) -> None:
        if commit.branch and commit.start:
            self.git("switch", "--quiet", "--create", commit.branch, commit.start)
        else:
            self.git("switch", "--quiet", *(["main"] if self._has_main() else ["--orphan", "main"]))
        identity = {
            f"GIT_{role}_{field}": value
            for role in ("AUTHOR", "COMMITTER")
            for field, value in (("NAME", commit.author), ("EMAIL", commit.email), ("DATE", commit.date))
        }
        if commit.merge:
            self.git("merge", "--quiet", "--no-ff", "-m", commit.summary, commit.merge, env=identity)
        else:
            for name, text in commit.files.items():
                path = self.repository / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
            self.git("add", "--all")
            self.git("commit", "--quiet", "--no-verify", "-m", commit.summary, env=identity)
        if commit.tag:
            self.git("tag", commit.tag)

    def _has_main(self) -> bool:
        return bool(self.git("branch", "--list", "main"))


def require_tools() -> None:
    """Raises `DemoError`, which says what to install, where Git or Django is missing."""
    if shutil.which("git") is None:
        raise DemoError("The demo makes a real Git repository, and git is not here: apt-get install git")
    if importlib.util.find_spec("django") is None:
        raise DemoError(
            "The demo runs Django's own migrate, and Django is not installed beside Driftboard. "
            f"Install it: {sys.executable} -m pip install 'django>=5.2,<5.3'"
        )


def _environment(database: str) -> dict[str, str]:
    """This process's environment variables, with those of the shop's settings."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "shop.settings",
        "DATABASE_URL": database,
        "PYTHONIOENCODING": "utf-8",
    }


def _output(command: list[str], *, cwd: Path, env: Mapping[str, str]) -> str:
    """What the command prints. Raises `DemoError` with its last line when it fails."""
    process = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if process.returncode:
        lines = (process.stderr or process.stdout).strip().splitlines() or ["nothing was printed"]
        raise DemoError(f"The demo could not be built: `{' '.join(command[:3])} …` failed: {lines[-1]}")
    return process.stdout
