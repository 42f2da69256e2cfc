"""
What commits did to the files that can be migrations, as Git tells it: one walk over the commits, one over their files.

A merge tells only what differs from all its parents: what came in with a branch belongs to the branch's commits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from app.sources.git.program import Program

LIMIT = 600.0
"""Seconds that one walk over all commits may take."""

ALIKE = 60
"""Files that are so many percent the same may be one that was renamed."""

RENAMES = 2_000
"""Of a commit that adds and deletes more files than so, only equal ones are seen as renamed."""

MOMENT = re.compile(r"(-?\d+) ([+-])(\d\d)(\d\d)")
START = "\x01"
FORMAT = "%x01%H%x00%an%x00%ad%x00%cd%x00%s%x00"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One commit in the graph, with the time of the commit in seconds."""

    id: str
    parents: tuple[str, ...]
    committed: int


@dataclass(frozen=True, slots=True)
class Touched:
    """
    One file that a commit changed: its path and content before, in each parent, and after; None where it was not.

    `score` says how much of it is the same, in percent, where Git holds it to be renamed.
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
    files: tuple[Touched, ...]


def lines(program: Program, heads: Sequence[str], known: Sequence[str]) -> tuple[LogLine, ...]:
    """Every commit that the heads contain and what is known does not (it may be gone), parents before children."""
    stdin = "".join([*(f"{head}\n" for head in heads), *(f"^{id_}\n" for id_ in known)])
    said = program.answer(
        "rev-list", "--topo-order", "--reverse", "--parents", "--timestamp", "--ignore-missing", "--stdin",
        stdin=stdin.encode(), limit=LIMIT,
    )  # fmt: skip
    found = []
    for line in said.decode().splitlines():
        committed, id_, *parents = line.split()
        found.append(LogLine(id_, tuple(parents), int(committed)))
    return tuple(found)


def entries(program: Program, commits: Sequence[str], patterns: Sequence[str]) -> Iterator[LogEntry]:
    """What these commits did to the files of these patterns, in order; those that did nothing are left out."""
    said = program.answer(
        "diff-tree", "--stdin", f"-l{RENAMES}", "-r", "--root", "-c", "--combined-all-paths",
        f"-M{ALIKE}%", "--raw", "-z", "--no-abbrev", "--encoding=UTF-8", "--date=raw", f"--format={FORMAT}", "--",
        *(f":(glob){pattern}" for pattern in patterns),
        stdin="".join(f"{id_}\n" for id_ in commits).encode(), limit=LIMIT,
    )  # fmt: skip
    return _entries(said.decode("utf-8", "surrogateescape").split("\0"))


def _entries(tokens: list[str]) -> Iterator[LogEntry]:
    """The output is one run of texts; where each begins follows from the one before, whatever names hold."""
    place = 0
    head: list[str] = []
    files: list[Touched] = []
    while place < len(tokens):
        token = tokens[place].lstrip("\n")
        if token.startswith(START):
            yield from _entry(head, files)
            head, files = tokens[place : place + 5], []
            place += 5
        elif token.startswith(":"):
            count = _parents(token)
            paths = count + 1 if count > 1 else (2 if token.rpartition(" ")[2][:1] in ("R", "C") else 1)
            files.append(_touched(token, tokens[place + 1 : place + 1 + paths]))
            place += 1 + paths
        else:
            place += 1
    yield from _entry(head, files)


def _parents(token: str) -> int:
    return len(token) - len(token.lstrip(":"))


def _entry(head: list[str], files: list[Touched]) -> Iterator[LogEntry]:
    if head and files:
        id_, author, authored, committed, subject = head
        yield LogEntry(
            id_.lstrip("\n").removeprefix(START),
            _plain(author),
            _moment(authored),
            _moment(committed),
            _plain(subject),
            tuple(files),
        )


def _touched(token: str, paths: list[str]) -> Touched:
    count = _parents(token)
    words = token.lstrip(":").split(" ")
    modes, ids, status = words[: count + 1], words[count + 1 : -1], words[-1]
    places = paths if len(paths) > 1 else paths * (count + 1)
    sides = [
        (path, id_) if mode.startswith("100") else None  # links and submodules are no files
        for mode, id_, path in zip(modes, ids, places, strict=True)
    ]
    score = int(status[1:]) if status[1:].isdigit() else 100
    return Touched(tuple(sides[:-1]), sides[-1], score)


def _moment(text: str) -> datetime | None:
    """`1777629600 +0200`; None where that is no time: Git keeps whatever a commit says."""
    matched = MOMENT.fullmatch(text)
    if matched is None:
        return None
    seconds, sign, hours, minutes = matched.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        return datetime.fromtimestamp(int(seconds), timezone(-offset if sign == "-" else offset))
    except (OverflowError, OSError, ValueError):
        return None


def _plain(text: str) -> str:
    """Without what no text column takes."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)
