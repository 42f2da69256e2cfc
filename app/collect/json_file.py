"""
Histories from JSON files: `[["orders", "0001_initial", "2026-05-01T11:58:00Z"], …]`, in recorded order.

A row is an app, a name, a time and perhaps an id. What is around the table can be told too:

    {"rows": [], "has_table": false, "schema": "public", "other_schemas": ["acme"], "tables": ["orders_order"]}

Nothing else is accepted.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.domain.failure import Cause
from app.domain.history import History, Row, Surroundings
from app.domain.keys import MigrationKey

MAX_BYTES = 32_000_000
"""A larger file is not read. This is enough for some 300,000 rows."""

ROW_LENGTH = 4
"""Elements of a row with an id."""

EXAMPLE = '[["orders", "0001_initial", "2026-05-01T11:58:00Z"]]'

WHAT_TO_NAME = f"A history is the URL of a database, or a JSON file: {EXAMPLE}."
"""What to do next about a file that is none."""

SQLITE_MARK = b"SQLite format 3\0"

FILE_REASONS: dict[type[OSError], str] = {
    FileNotFoundError: Cause.NO_FILE.sentence,
    NotADirectoryError: Cause.NO_FILE.sentence,
    PermissionError: Cause.FILE_FORBIDDEN.sentence,
    IsADirectoryError: "it is a folder",
}

MAX_ID = 2**63 - 1
NO_TEXT = re.compile(r"[\0\ud800-\udfff]")

SURROUNDINGS_EXAMPLE = '"schema": "public", "other_schemas": ["acme"], "tables": ["orders_order"]'


class HistoryFileError(Exception):
    """The file holds no history. The message is a sentence and says where the wrong value is."""


def read(path: Path) -> History:
    """The history in a JSON file. Raises `HistoryFileError`."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = next(
            (text for kind, text in FILE_REASONS.items() if isinstance(error, kind)), "it could not be read"
        )
        raise HistoryFileError(f"{path}: {reason}. {WHAT_TO_NAME}") from None
    if content.startswith(SQLITE_MARK):
        raise HistoryFileError(f"{path} is a SQLite database. Name it as one: sqlite:///{path}.")
    if len(content) > MAX_BYTES:
        raise HistoryFileError(f"{path} has more than {MAX_BYTES:,} bytes: a history is smaller.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise HistoryFileError(f"{path} is not UTF-8 text. {WHAT_TO_NAME}") from None
    return loads(text, name=str(path))


def loads(text: str, *, name: str) -> History:
    """The history in a JSON text, which errors call `name`. Raises `HistoryFileError`."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise HistoryFileError(
            f"{name} is not JSON: {error.msg}, line {error.lineno}, column {error.colno}."
        ) from None
    except ValueError:
        raise HistoryFileError(f"{name} holds a number with too many digits.") from None
    except RecursionError:
        raise HistoryFileError(f"{name} is nested too deeply to be a list of rows.") from None
    if isinstance(content, dict):
        return _with_surroundings(content, name)
    return History(_rows(content, name))


def _with_surroundings(content: dict[str, Any], name: str) -> History:
    """The history in an object; what is not told is as in the usual database, and `rows` must be there."""
    facts = {key: value for key, value in content.items() if key not in ("rows", "has_table")}
    for key, value in facts.items():
        if key not in SURROUNDINGS:
            raise HistoryFileError(f"{name}: {ascii(key)[1:-1]} is no part of a history.")
        if not SURROUNDINGS[key](value):
            raise HistoryFileError(f"{name}: {key} is of another kind: {SURROUNDINGS_EXAMPLE}.")
    has_table = content.get("has_table", True)
    if not isinstance(has_table, bool):
        raise HistoryFileError(f"{name}: has_table is true or false.")
    lists = {key: tuple(sorted(value)) for key, value in facts.items() if isinstance(value, list)}
    surroundings = Surroundings(**{**facts, **lists}) if facts else None
    return History(_rows(content.get("rows"), name), has_table, surroundings)


def _is_text(value: Any) -> bool:
    """Whether a value is a text that a database may hold: JSON can write halves of characters, and NULs."""
    return isinstance(value, str) and NO_TEXT.search(value) is None


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


SURROUNDINGS: dict[str, Callable[[Any], bool]] = {
    "schema": _is_text,
    "table_schema": _is_text,
    "is_schema_chosen": lambda value: isinstance(value, bool),
    "is_case_blind": lambda value: isinstance(value, bool),
    "other_schemas": _is_texts,
    "tables": _is_texts,
}
"""What can be told of the surroundings, by the names of its fields, each with what a value must be."""


def _rows(content: Any, name: str) -> tuple[Row, ...]:
    if not isinstance(content, list):
        raise HistoryFileError(f"{name} is not a list of rows; a history looks like {EXAMPLE}.")
    return tuple(_row(value, f"{name}: [{index}]") for index, value in enumerate(content))


def _row(value: Any, path: str) -> Row:
    if not isinstance(value, list) or len(value) not in (ROW_LENGTH - 1, ROW_LENGTH):
        raise HistoryFileError(
            f"{path} is not an app, a name, a time and perhaps an id; a history looks like {EXAMPLE}."
        )
    for position, what in enumerate(("app", "name", "time")):
        if not _is_text(value[position]) or (position < ROW_LENGTH - 2 and not value[position]):
            raise HistoryFileError(f"{path}[{position}] is not text; the {what} of a row is.")
    if len(value) == ROW_LENGTH and (type(value[3]) is not int or abs(value[3]) > MAX_ID):
        raise HistoryFileError(f"{path}[3] is not a whole number; the id of a row is.")
    return Row(MigrationKey(value[0], value[1]), value[2], value[3] if len(value) == ROW_LENGTH else None)
