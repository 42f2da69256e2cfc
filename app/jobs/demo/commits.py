"""
The commits of the demo's shop, each a text file in the folder `commits`, in order.

    summary: Orders and payments
    author: Mara Lindqvist <mara@shop.example>
    date: 2026-05-01T10:40:00+00:00
    tag: v1.1

    === orders/models.py
    …

`tag` names the commit. `branch` and `from` begin a branch at another commit. `merge` merges a branch.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("commits")
FILE = re.compile(r"^=== (\S+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DemoCommit:
    """One commit to make. `files` has the full text of each file that it adds or changes, by path."""

    summary: str
    author: str
    email: str
    date: str
    files: Mapping[str, str]
    tag: str | None = None
    branch: str | None = None
    start: str | None = None
    merge: str | None = None


def commits() -> tuple[DemoCommit, ...]:
    """Every commit of the shop, parents before children."""
    return tuple(_commit(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.txt")))


def _commit(text: str) -> DemoCommit:
    head, *rest = FILE.split(text)
    headers = dict(line.split(": ", 1) for line in head.split("\n") if line)
    name, email = headers["author"].rstrip(">").split(" <")
    contents = (body.strip("\n") for body in rest[1::2])
    return DemoCommit(
        summary=headers["summary"],
        author=name,
        email=email,
        date=headers["date"],
        files={path: f"{body}\n" if body else "" for path, body in zip(rest[::2], contents, strict=True)},
        tag=headers.get("tag"),
        branch=headers.get("branch"),
        start=headers.get("from"),
        merge=headers.get("merge"),
    )
