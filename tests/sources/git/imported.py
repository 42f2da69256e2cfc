"""Git repositories that one `git fast-import` writes, however many commits they have."""

import os
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tests.sources.git.repositories import WHO


class Imported:
    """
    A bare repository. Its commits wait until somebody asks for `path`.

    Each commit has all its files, a label, which is its tag, and `parent`, the label of another commit.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[bytes] = []
        self._marks: dict[str, int] = {}
        self._git("init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(path))

    def commit(
        self,
        label: str,
        files: Mapping[str, str],
        *,
        time: datetime,
        branch: str = "main",
        parent: str | None = None,
    ) -> None:
        """Take one commit down."""
        who = f"{WHO[0]} <{WHO[1]}> {int(time.timestamp())} +0000"
        self._marks[label] = len(self._marks) + 1
        lines = [
            f"commit refs/heads/{branch}",
            f"mark :{self._marks[label]}",
            f"author {who}",
            f"committer {who}",
        ]
        self._waiting += ["\n".join(lines).encode(), _data(label)]
        if parent is not None:
            self._waiting.append(f"from {self._name(parent)}".encode())
        self._waiting.append(b"deleteall")
        for path, text in files.items():
            self._waiting += [f"M 100644 inline {path}".encode(), _data(text)]
        self._waiting.append(f"reset refs/tags/{label}\nfrom :{self._marks[label]}\n".encode())

    @property
    def path(self) -> Path:
        """The repository's folder, with all its commits."""
        if self._waiting:
            stream = b"\n".join([*self._waiting, b"done\n"])
            options = ("-c", "fastimport.unpackLimit=1", "-C", str(self._path))
            self._git(*options, "fast-import", "--quiet", "--force", "--done", stdin=stream)
            self._waiting, self._marks = [], {}
        return self._path

    def _name(self, label: str) -> str:
        return f":{self._marks[label]}" if label in self._marks else f"refs/tags/{label}^0"

    def _git(self, *arguments: str, stdin: bytes = b"") -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        clean |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(["git", *arguments], env=clean, input=stdin, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode(errors="replace")


def _data(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%b" % (len(content), content)
