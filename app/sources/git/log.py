"""
The commits of a repository, and the files in each of them that can be migrations.

Git walks twice: over the commits, and over the files of the new ones. A merge lists only the files that differ from all
its parents: what came in with a branch belongs to the branch's commits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from app.sources.git.program import Program

TIMEOUT = 600.0
"""The most that one walk over all commits may take, in seconds."""

MIN_SIMILARITY = 60
"""Two files may be one that was renamed when this much of them is the same, in percent."""

MAX_RENAMES = 2_000
"""In a commit that adds and deletes more files than this, only files with equal content are seen as renamed."""

MOMENT = re.compile(r"(-?\d+) ([+-])(\d\d)(\d\d)")
START = "\x01"
FORMAT = "%x01%H%x00%an%x00%ad%x00%cd%x00%s%x00"
"""The head of one commit in the output: `START` and the id, author, both dates, subject, each ended by a NUL."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One commit in the graph; `committed` is the time of the commit, in seconds since 1970."""

    id: str
    parents: tuple[str, ...]
    committed: int


@dataclass(frozen=True, slots=True)
class FileChange:
    """
    One file that a commit changed: its path and the id of its content before and after; None where there was none.

    `before` has one entry for each parent. `score` is how much of a renamed file is the same, in percent.
    """

    before: tuple[tuple[str, str] | None, ...]
    after: tuple[str, str] | None
    score: int = 100


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One commit that changed files."""

    id: str
    author: str
    authored_at: datetime | None
    committed_at: datetime | None
    subject: str
    files: tuple[FileChange, ...]


def lines(program: Program, heads: Sequence[str], excluded: Sequence[str]) -> tuple[LogLine, ...]:
    """
    Every commit that the heads contain and the `excluded` commits do not, parents before children.

    An excluded commit may no longer exist. Raises `SourceError`.
    """
    stdin = "".join([*(f"{head}\n" for head in heads), *(f"^{id_}\n" for id_ in excluded)])
    output = program.output(
        "rev-list", "--topo-order", "--reverse", "--parents", "--timestamp", "--ignore-missing", "--stdin",
        stdin=stdin.encode(), timeout=TIMEOUT,
    )  # fmt: skip
    log_lines = []
    for line in output.decode("ascii").split("\n")[:-1]:
        committed, id_, *parents = line.split(" ")
        log_lines.append(LogLine(id_, tuple(parents), int(committed)))
    return tuple(log_lines)


def entries(program: Program, commits: Sequence[str], patterns: Sequence[str]) -> Iterator[LogEntry]:
    """
    The changes of these commits to the files of these patterns, in order; commits without any are left out.

    Raises `SourceError`.
    """
    output = program.output(
        "diff-tree", "--stdin", f"-l{MAX_RENAMES}", "-r", "--root", "-c", "--combined-all-paths",
        f"-M{MIN_SIMILARITY}%", "--raw", "-z", "--no-abbrev", "--encoding=UTF-8", "--date=raw", f"--format={FORMAT}",
        "--", *(f":(glob){pattern}" for pattern in patterns),
        stdin="".join(f"{id_}\n" for id_ in commits).encode(), timeout=TIMEOUT,
    )  # fmt: skip
    return _entries(output.decode("utf-8", "surrogateescape").split("\0"))


def first_parent_changes(
    program: Program, log_lines: Sequence[LogLine], patterns: Sequence[str]
) -> Iterator[tuple[str, tuple[FileChange, ...]]]:
    """
    The id of each commit that differs from its first parent in files of these patterns, with these files.

    A renamed file is one that was removed and one that was added. Raises `SourceError`.
    """
    output = program.output(
        "diff-tree", "--stdin", "-r", "--root", "--no-renames", "--raw", "-z", "--no-abbrev", "--encoding=UTF-8",
        "--date=raw", f"--format={FORMAT}", "--", *(f":(glob){pattern}" for pattern in patterns),
        stdin="".join(f"{' '.join((line.id, *line.parents[:1]))}\n" for line in log_lines).encode(), timeout=TIMEOUT,
    )  # fmt: skip
    for entry in _entries(output.decode("utf-8", "surrogateescape").split("\0")):
        yield entry.id, entry.files


def quoted(folder: str) -> str:
    """A path as a glob that matches only itself."""
    return "".join(f"\\{character}" if character in "*?[\\" else character for character in folder)


def _entries(tokens: list[str]) -> Iterator[LogEntry]:
    """
    The entries in the output, cut at its NULs.

    The first token of a commit or a file tells how many belong to it, so names may hold anything but a NUL.
    """
    index = 0
    head: list[str] = []
    files: list[FileChange] = []
    while index < len(tokens):
        token = tokens[index].lstrip("\n")
        if token.startswith(START):
            yield from _entry(head, files)
            head, files = tokens[index : index + 5], []
            index += 5
        elif token.startswith(":"):
            count = _parent_count(token)
            paths = count + 1 if count > 1 else (2 if token.rpartition(" ")[2][:1] in ("R", "C") else 1)
            files.append(_file_change(token, tokens[index + 1 : index + 1 + paths]))
            index += 1 + paths
        else:
            index += 1
    yield from _entry(head, files)


def _parent_count(token: str) -> int:
    return len(token) - len(token.lstrip(":"))


def _entry(head: list[str], files: list[FileChange]) -> Iterator[LogEntry]:
    """The entry of a commit; none before the first head, or where no file changed."""
    if head and files:
        id_, author, authored, committed, subject = head
        yield LogEntry(
            id_.lstrip("\n").removeprefix(START),
            _printable(author),
            moment(authored),
            moment(committed),
            _printable(subject),
            tuple(files),
        )


def _file_change(token: str, paths: list[str]) -> FileChange:
    """
    The change of one line of the output: `:<mode> … <id> … <status>`, with a mode and an id for each side.

    The sides are the parents, then the commit. With a single path, that is the path on every side.
    """
    count = _parent_count(token)
    words = token.lstrip(":").split(" ")
    modes, ids, status = words[: count + 1], words[count + 1 : -1], words[-1]
    side_paths = paths if len(paths) > 1 else paths * (count + 1)
    sides = [
        (path, id_) if mode.startswith("100") else None  # links and submodules are no files
        for mode, id_, path in zip(modes, ids, side_paths, strict=True)
    ]
    score = int(status[1:]) if status[1:].isdecimal() else 100
    return FileChange(tuple(sides[:-1]), sides[-1], score)


def moment(text: str) -> datetime | None:
    """The time that `1777629600 +0200` means; None where it means none: Git stores whatever a commit says."""
    match = MOMENT.fullmatch(text)
    if match is None:
        return None
    seconds, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        return datetime.fromtimestamp(int(seconds), timezone(-offset if sign == "-" else offset))
    except (OverflowError, OSError, ValueError):
        return None


def _printable(text: str) -> str:
    """The text with a replacement for every character that a text column of a database may refuse."""
    return "".join(character if character.isprintable() else "�" for character in text)
