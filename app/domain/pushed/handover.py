"""
What a program inside a project hands over: the histories of an environment's databases, read by the project itself.

    {"format": "driftboard-histories/1", "sent_at": "2026-11-29T23:00:00Z",
     "histories": [{"database": "default", "schema": "", "has_table": true,
                    "rows": [[1, "users", "0001_initial", "2026-05-01 11:57:00+00"]]}]}

The reader is strict. Its errors name the path to the wrong value: `histories[0].rows[3][1]: …`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar

from app.domain.history import History, Row
from app.domain.json_values import (
    ManifestError,
    boolean,
    list_of,
    member,
    moment,
    nonempty_string,
    object_with,
    parse,
    preview,
    string,
)
from app.domain.keys import MigrationKey
from app.domain.table_location import TableLocation

T = TypeVar("T")

FORMAT = "driftboard-histories/1"
NAMES = ("format", "sent_at", "histories")
OPTIONAL_NAMES = ("reporter", "release")
HISTORY_NAMES = ("database", "schema", "has_table", "rows")
RELEASE_NAMES = ("label",)
OPTIONAL_RELEASE_NAMES = ("commit", "fingerprint")

MAX_ROWS = 500_000
"""Rows of all histories together; 32 MB of JSON hold about as many."""

MAX_HISTORIES = 10_000
"""Each is some statements of our own store, which nobody else writes to meanwhile."""

MAX_DATABASES = 100
"""For the same reason."""

MAX_TEXT_LENGTH = 1_000
"""Of every text in it, in characters. Django's columns hold 255."""

MAX_ID = 2**63 - 1

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ToldRelease:
    """The release that the sender says it runs. The fingerprint is that of a release which it pushed before."""

    label: str
    commit: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class LocatedHistory:
    """A history, and where its table lies within the environment."""

    location: TableLocation
    history: History


@dataclass(frozen=True, slots=True)
class Handover:
    """
    The histories of one environment, at least one, each location once.

    `sent_at` is what the sender's clock said; nothing is decided by it. `reporter` names the program, empty where it
    does not say.
    """

    histories: tuple[LocatedHistory, ...]
    sent_at: datetime
    reporter: str = ""
    release: ToldRelease | None = None


def loads(text: str) -> Handover:
    """Read what was handed over. Raises `ManifestError`."""
    content = object_with(parse(text), NAMES, form=FORMAT, optional=OPTIONAL_NAMES)
    return Handover(
        member(content, "histories", _histories),
        member(content, "sent_at", moment),
        member(content, "reporter", _text) if "reporter" in content else "",
        member(content, "release", _release) if "release" in content else None,
    )


def _histories(value: Any) -> tuple[LocatedHistory, ...]:
    histories = list_of(_located_history)(value)
    if not histories:
        raise ManifestError("", "must not be empty")
    if len(histories) > MAX_HISTORIES:
        problem = (
            f"are {len(histories):,}, and at most {MAX_HISTORIES:,} are taken at once; send some in another"
        )
        raise ManifestError("", problem)
    databases = len({located.location.alias for located in histories})
    if databases > MAX_DATABASES:
        problem = (
            f"are of {databases:,} databases, and of at most {MAX_DATABASES} at once; send some in another"
        )
        raise ManifestError("", problem)
    index_of: dict[TableLocation, int] = {}
    rows = 0
    for index, located in enumerate(histories):
        first = index_of.setdefault(located.location, index)
        if first != index:
            raise ManifestError(
                f"[{index}]", f"{located.location} is there twice, first as histories[{first}]"
            )
        rows += len(located.history.rows)
    if rows > MAX_ROWS:
        raise ManifestError("", f"hold {rows:,} rows together, and at most {MAX_ROWS:,} are taken")
    return histories


def _located_history(value: Any) -> LocatedHistory:
    object_with(value, HISTORY_NAMES)
    location = TableLocation(member(value, "database", _name), member(value, "schema", _text))
    has_table = member(value, "has_table", boolean)
    rows = member(value, "rows", _rows)
    if rows and not has_table:
        raise ManifestError("rows", "must be empty, as has_table is false")
    return LocatedHistory(location, History(rows, has_table))


def _rows(value: Any) -> tuple[Row, ...]:
    rows = list_of(_row)(value)
    for index, (row, following) in enumerate(pairwise(rows), 1):
        if row.id is not None and following.id is not None and following.id < row.id:
            problem = f"is {following.id} after {row.id}; rows stand in the order of their ids"
            raise ManifestError(f"[{index}][0]", problem)
    return rows


def _row(value: Any) -> Row:
    if type(value) is not list or len(value) != 4:
        raise ManifestError(
            "",
            f'must be a row like [1, "users", "0001_initial", "2026-05-01 11:57:00+00"], not {preview(value)}',
        )
    return Row(
        MigrationKey(_cell(value, 1, _text), _cell(value, 2, _text)),
        _cell(value, 3, _applied),
        _cell(value, 0, _id),
    )


def _cell(row: list[Any], position: int, read: Callable[[Any], T]) -> T:
    try:
        return read(row[position])
    except ManifestError as error:
        raise error.inside(f"[{position}]") from None


def _id(value: Any) -> int | None:
    if value is not None and (type(value) is not int or not -MAX_ID <= value <= MAX_ID):
        raise ManifestError("", f"must be a whole number or null, not {preview(value)}")
    return None if value is None else int(value)


def _applied(value: Any) -> str:
    """The text of a time; empty where it is NULL, as in a history that is collected."""
    return "" if value is None else _text(value)


def _text(value: Any) -> str:
    if len(string(value)) > MAX_TEXT_LENGTH:
        raise ManifestError("", f"has {len(value):,} characters, and at most {MAX_TEXT_LENGTH:,} are taken")
    return str(value)


def _name(value: Any) -> str:
    """A text that is not empty and may stand in a sentence."""
    if not _text(nonempty_string(value)).isprintable():
        raise ManifestError("", f"holds a character that no name has: {preview(value)}")
    return str(value)


def _release(value: Any) -> ToldRelease:
    object_with(value, RELEASE_NAMES, optional=OPTIONAL_RELEASE_NAMES)
    return ToldRelease(
        member(value, "label", _name),
        member(value, "commit", _name_or_null) if "commit" in value else None,
        member(value, "fingerprint", _fingerprint) if "fingerprint" in value else None,
    )


def _name_or_null(value: Any) -> str | None:
    return None if value is None else _name(value)


def _fingerprint(value: Any) -> str | None:
    if value is not None and not FINGERPRINT.fullmatch(string(value)):
        raise ManifestError("", f"must be the 64 hex digits of a release, not {preview(value)}")
    return None if value is None else str(value)
