r"""
The objects of a repository: commits, trees and the bytes of files. One `git cat-file --batch` stays open for them.

    main^{commit}\n    ──►  git  ──►    <id> commit 250\n…\n
"""

import os
import select
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from app.sources.errors import SourceError
from app.sources.git.program import GIT_MISSING, TIMEOUT, Program

MAX_BYTES = 1_000_000
"""The content of longer files and trees is not read, in bytes."""

BATCH_SIZE = 100
"""Requests that are written before the first answer is read; their text fits into any pipe."""

CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class GitObject:
    """One object; `kind` is `commit`, `tree`, `blob` or `tag`, and `content` is None where it is too long."""

    id: str
    kind: str
    size: int
    content: bytes | None


class AbsentObject(SourceError):
    """A repository lacks an object that others of it name: it is a partial clone, or damaged."""


class Objects:
    """The objects of an open repository. Not for several threads at a time."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = bytearray()

    def get(self, name: str) -> GitObject | None:
        """
        The object of an id or an expression such as `v1.2^{commit}`; None where there is none.

        Raises `SourceError`.
        """
        return next(self.get_many([name]))

    def get_many(self, names: Iterable[str]) -> Iterator[GitObject | None]:
        """The object of each name, in order, as `get` answers."""
        batch: list[str] = []
        for name in names:
            batch.append(name)
            if len(batch) == BATCH_SIZE:
                yield from self._get_batch(batch)
                batch = []
        yield from self._get_batch(batch)

    def present(self, ids: Iterable[str]) -> Iterator[GitObject]:
        """The objects of ids that the repository must have. Raises `AbsentObject`."""
        for git_object in self.get_many(ids):
            if git_object is None:
                raise self.absent()
            yield git_object

    def absent(self) -> AbsentObject:
        """The error for an object that is named and is not there."""
        return AbsentObject(self._program.absence)

    def close(self) -> None:
        """End the process; a further request begins another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None
        self._buffer.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _get_batch(self, names: list[str]) -> list[GitObject | None]:
        objects: list[GitObject | None] = []
        while len(objects) < len(names):
            rest = names[len(objects) :]
            # A name with a line's end in it would be two requests; it is replaced by an empty one, which has no object.
            lines = ["" if any(character in name for character in "\n\r\0") else name for name in rest]
            self._send("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
            for _ in rest:
                git_object = self._receive()
                objects.append(git_object)
                if git_object is not None and git_object.content is None:
                    self.close()  # quicker than to read the long content; the rest is asked again
                    break
        return objects

    def _send(self, text: bytes) -> None:
        """Write requests to the process, which is started if none is open."""
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
                raise SourceError(GIT_MISSING) from None
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        try:
            self._process.stdin.write(text)
            self._process.stdin.flush()
        except OSError:
            raise self._end_error() from None

    def _receive(self) -> GitObject | None:
        """The next answer: a line `<id> <kind> <size>`, the content and a line's end."""
        words = self._line().decode("utf-8", "replace").rsplit(" ", 2)
        if len(words) < 3 or not words[2].isdecimal():
            return None  # missing, ambiguous, or no name at all
        size = int(words[2])
        if size > MAX_BYTES:
            return GitObject(words[0], words[1], size, None)
        content = self._bytes(size + 1)[:size]
        return GitObject(words[0], words[1], size, content)

    def _line(self) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            self._fill()
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _bytes(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._fill()
        content = bytes(self._buffer[:count])
        del self._buffer[:count]
        return content

    def _fill(self) -> None:
        """Read what the process has written, at least a byte. Raises `SourceError` when it does not answer or ends."""
        assert self._process is not None  # noqa: S101 - for the type checker
        assert self._process.stdout is not None  # noqa: S101
        poll = select.poll()
        poll.register(self._process.stdout, select.POLLIN)
        if not poll.poll(TIMEOUT * 1000):
            self.close()
            raise SourceError(f"{self._program.name}: git did not answer for {TIMEOUT:g} s and was stopped")
        chunk = os.read(self._process.stdout.fileno(), CHUNK_BYTES)
        if not chunk:
            raise self._end_error()
        self._buffer += chunk

    def _end_error(self) -> SourceError:
        """The error for a process that has ended by itself: the repository cannot be read."""
        assert self._process is not None  # noqa: S101 - for the type checker
        _, stderr = self._process.communicate()
        self._process = None
        self._buffer.clear()
        return self._program.error(stderr.decode(errors="replace"), "cat-file")
