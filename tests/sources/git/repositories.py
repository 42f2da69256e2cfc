"""Git repositories, made commit by commit as one would by hand."""

import os
import subprocess
from pathlib import Path

from tests.sources.folder import migration, written

WHO = ("Mara Lindqvist", "mara@shop.example")


class Made:
    """A repository with a working tree on `main`; each commit is a day after the one before, from 1 May 2026 on."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        self.day = 0
        root.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, env: dict[str, str] | None = None, stdin: bytes | None = None) -> str:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        clean |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **self._who(), **(env or {})}
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=clean, input=stdin, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout.decode(errors="replace").strip()

    def commit(self, subject: str, files: dict[str, str | bytes | None], **env: str) -> str:
        """Write or, where None, delete these files; the id of the commit."""
        self.day += 1
        written(self.root, {path: text for path, text in files.items() if text is not None})
        for path, text in files.items():
            if text is None:
                (self.root / path).unlink()
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", subject, env=env)
        return self.head

    def merge(self, branch: str, files: dict[str, str] | None = None, *options: str) -> str:
        """Merge a branch into the present one, with these files besides."""
        self.day += 1
        self.git("merge", "--quiet", "--no-ff", "--no-commit", *options, branch)
        written(self.root, dict(files or {}))
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", f"Merge {branch}")
        return self.head

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def _who(self) -> dict[str, str]:
        date = f"2026-05-{max(self.day, 1):02}T12:00:00+02:00"
        return {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", WHO[0]), ("EMAIL", WHO[1]), ("DATE", date))
        }


def needing(*needed: str, operations: str = "", **lists: str) -> str:
    """The text of a migration that depends on these, `users.0001_initial`, with an operation of its own."""
    pairs = [tuple(one.split(".")) for one in needed]
    body = [f"dependencies = {pairs!r}", *(f"{name} = {value}" for name, value in lists.items())]
    operation = operations or "migrations.RunSQL('SELECT 1', 'SELECT 2')"
    return migration("\n".join([*body, f"operations = [{operation}]"]))
