"""The shop: a real Git repository of a real Django project, and its commands at any of its commits."""

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
"""The commits that are checked out: the name of each one's folder, and what Git calls it."""

RELEASES = ("v1.0", "v1.1", "v1.2")
"""The tags, oldest first."""


class DemoError(Exception):
    """The demo cannot be built here. The message is a sentence or two, with what to do."""


@dataclass(frozen=True, slots=True)
class Shop:
    """
    The repository lies in `folder`/repository, its checkouts beside it in `folder`/checkouts.

    Nothing outside of `folder` is read or changed: no Git configuration, no other project's settings.
    """

    folder: Path

    @classmethod
    def create(cls, folder: Path) -> "Shop":
        """
        Make the repository and its checkouts, about a second.

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
        """The repository's own folder, on the branch `main`."""
        return self.folder / "repository"

    def checkout(self, name: str) -> Path:
        """The folder of one of `CHECKOUTS`."""
        return self.folder / "checkouts" / name

    def commit(self, name: str) -> str:
        """The full hash of the commit of one of `CHECKOUTS`; the same on every machine."""
        return self.git("rev-parse", f"{CHECKOUTS[name]}^{{commit}}").strip()

    def committed(self, name: str) -> datetime:
        """When the commit of one of `CHECKOUTS` was made, UTC."""
        return datetime.fromisoformat(self.git("show", "-s", "--format=%cI", CHECKOUTS[name]).strip())

    def git(self, *arguments: str, env: Mapping[str, str] | None = None) -> str:
        """Run Git in the repository; what it printed. Raises `DemoError` when it fails."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        clean |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        return _answer(["git", *arguments], cwd=self.repository, env={**clean, **(env or {})})

    def manage(self, name: str, database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` of one checkout on one database, and say nothing about how it went."""
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
        """Write the manifest of one checkout, as the reporter does in any project. Raises `DemoError`."""
        said = ["--project", "shop", "--label", name, "--commit", self.commit(name), "--output", str(path)]
        path_there = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(assets.REPORTER))))
        _answer(
            [sys.executable, "-m", "driftboard_reporter", *said],
            cwd=self.checkout(name),
            env={**_environment("sqlite:///:memory:"), "PYTHONPATH": path_there},
        )
        return path

    def _commit(self, commit: DemoCommit) -> None:
        if commit.branch and commit.start:
            self.git("switch", "--quiet", "--create", commit.branch, commit.start)
        else:
            self.git("switch", "--quiet", *(["main"] if self._has_main() else ["--orphan", "main"]))
        who = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", commit.author), ("EMAIL", commit.email), ("DATE", commit.date))
        }
        if commit.merge:
            self.git("merge", "--quiet", "--no-ff", "-m", commit.summary, commit.merge, env=who)
        else:
            for name, text in commit.files.items():
                path = self.repository / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
            self.git("add", "--all")
            self.git("commit", "--quiet", "--no-verify", "-m", commit.summary, env=who)
        if commit.tag:
            self.git("tag", commit.tag)

    def _has_main(self) -> bool:
        return bool(self.git("branch", "--list", "main"))


def require_tools() -> None:
    """Raises `DemoError`, with what to install, where Git or Django is missing."""
    if shutil.which("git") is None:
        raise DemoError("The demo makes a real Git repository, and git is not here: apt-get install git")
    if importlib.util.find_spec("django") is None:
        raise DemoError(
            "The demo runs Django's own migrate, and Django is not installed beside Driftboard. "
            f"Install it: {sys.executable} -m pip install 'django>=5.2,<5.3'"
        )


def _environment(database: str) -> dict[str, str]:
    """The process's own variables, with the shop's settings and no others."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "shop.settings",
        "DATABASE_URL": database,
        "PYTHONIOENCODING": "utf-8",
    }


def _answer(command: list[str], *, cwd: Path, env: Mapping[str, str]) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing was printed"]
        raise DemoError(f"The demo could not be built: `{' '.join(command[:3])} …` failed: {said[-1]}")
    return done.stdout
