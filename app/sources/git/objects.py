r"""
The objects of a repository, asked of one `git cat-file --batch` that stays open: a commit, a tree, a file's bytes.

    main^{commit}\n    ──►  git  ──►    <id> commit 250\n…\n
"""

import os
import select
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from app.sources.errors import SourceError
from app.sources.git.program import LIMIT, MISSING, Program

SIZE = 1_000_000
"""No file or tree that is longer is read, in bytes."""

AHEAD = 100
"""So many questions are asked before the first answer is read; their text fits into any pipe."""

CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Thing:
    """One object; `content` is None where it is too long."""

    id: str
    kind: str
    size: int
    content: bytes | None


class Objects:
    """An open repository. Not for several threads at a time."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._read = bytearray()

    def one(self, name: str) -> Thing | None:
        """The object of an id or an expression such as `v1.2^{commit}`; None where there is none."""
        return next(self.several([name]))

    def several(self, names: Iterable[str]) -> Iterator[Thing | None]:
        """One answer for each name, in order."""
        waiting: list[str] = []
        for name in names:
            waiting.append(name)
            if len(waiting) == AHEAD:
                yield from self._answers(waiting)
                waiting = []
        yield from self._answers(waiting)

    def close(self) -> None:
        """End the process; a further question begins another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None
        self._read.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answers(self, names: list[str]) -> list[Thing | None]:
        found: list[Thing | None] = []
        while len(found) < len(names):
            rest = names[len(found) :]
            # A name with a line's end, or what is no text, would be another question.
            asked = ["" if any(sign in name for sign in "\n\r\0") else name for name in rest]
            self._ask("".join(f"{name}\n" for name in asked).encode("utf-8", "surrogateescape"))
            for _ in rest:
                thing = self._answer()
                found.append(thing)
                if thing is not None and thing.content is None:
                    self.close()  # quicker than to read what is not wanted; the rest is asked again
                    break
        return found

    def _ask(self, text: bytes) -> None:
        if self._process is None:
            try:
                self._process = subprocess.Popen(
                    self._program.command("cat-file", "--batch"),
                    env=self._program.environment(),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    start_new_session=True,
                )
            except OSError:
                raise SourceError(MISSING) from None
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        try:
            self._process.stdin.write(text)
            self._process.stdin.flush()
        except OSError:
            raise self._ended() from None

    def _answer(self) -> Thing | None:
        head = self._line().decode("utf-8", "replace").rsplit(" ", 2)
        if len(head) < 3 or not head[2].isdigit():
            return None  # missing, ambiguous, or no name at all
        size = int(head[2])
        if size > SIZE:
            return Thing(head[0], head[1], size, None)
        content = self._bytes(size + 1)[:size]
        return Thing(head[0], head[1], size, content)

    def _line(self) -> bytes:
        while (end := self._read.find(b"\n")) < 0:
            self._fill()
        line = bytes(self._read[:end])
        del self._read[: end + 1]
        return line

    def _bytes(self, count: int) -> bytes:
        while len(self._read) < count:
            self._fill()
        found = bytes(self._read[:count])
        del self._read[:count]
        return found

    def _fill(self) -> None:
        assert self._process is not None  # noqa: S101 - for the type checker
        assert self._process.stdout is not None  # noqa: S101
        ready = select.poll()
        ready.register(self._process.stdout, select.POLLIN)
        if not ready.poll(LIMIT * 1000):
            self.close()
            raise SourceError(f"{self._program.name}: git did not answer for {LIMIT:g} s and was stopped")
        chunk = os.read(self._process.stdout.fileno(), CHUNK)
        if not chunk:
            raise self._ended()
        self._read += chunk

    def _ended(self) -> SourceError:
        """The process has ended by itself: the repository cannot be read."""
        assert self._process is not None  # noqa: S101 - for the type checker
        _, said = self._process.communicate()
        self._process = None
        self._read.clear()
        return self._program.error(said.decode(errors="replace"), "cat-file")
