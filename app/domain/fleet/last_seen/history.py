"""
One history as JSON, byte for byte as it was seen, and back.

    {"format": "driftboard-history/1", "fingerprint": "7c1f0a9e…", "has_table": true, "surroundings": null,
     "rows": [[1, "users", "0001_initial", "2026-05-01 11:57:00+00"]]}

The fingerprint names it: what is read and has another one is refused. So half of a document is never taken for one.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from app.domain.history import History, Row, Surroundings
from app.domain.json_values import ManifestError, boolean, list_of, member, object_having, parse, preview
from app.domain.keys import MigrationKey

FORMAT = "driftboard-history/1"
NAMES = ("has_table", "surroundings", "rows")
SURROUNDINGS = tuple(field.name for field in fields(Surroundings))

ROWS_AT_ONCE = 2_000
"""Rows in each piece of the text."""


def pieces(history: History) -> Iterator[str]:
    """Yield the JSON text of a history, a piece for its head and one for so many rows each."""
    head = {
        "format": FORMAT,
        "fingerprint": history.fingerprint,
        "has_table": history.has_table,
        "surroundings": None if history.surroundings is None else asdict(history.surroundings),
    }
    yield f'{_json(head)[:-1]},"rows":['
    comma = ""
    for start in range(0, len(history.rows), ROWS_AT_ONCE):
        rows = history.rows[start : start + ROWS_AT_ONCE]
        cells = ([row.id, row.key.app_label, row.key.name, row.applied] for row in rows)
        yield comma + ",".join(map(_json, cells))
        comma = ","
    yield "]}"


def loads(text: str, *, fingerprint: str) -> History:
    """The history with this fingerprint from its JSON text. Raises `ManifestError`, also for another history."""
    content = object_having(parse(text), NAMES, form=FORMAT)
    history = History(
        member(content, "rows", list_of(_row)),
        member(content, "has_table", boolean),
        member(content, "surroundings", _surroundings_or_null),
    )
    if history.fingerprint != fingerprint:
        raise ManifestError("", f"is the history {history.fingerprint[:8]}, not {fingerprint[:8]}")
    return history


def _json(value: object) -> str:
    """JSON in ASCII: a text of a database may hold halves of characters, which UTF-8 cannot write."""
    return json.dumps(value, separators=(",", ":"))


def _row(value: Any) -> Row:
    if type(value) is not list or tuple(map(type, value)) not in _ROW_TYPES:
        raise ManifestError("", f"must be an id, an app, a name and a time, not {preview(value)}")
    id_, app, name, applied = value
    return Row(MigrationKey(app, name), applied, id_)


_ROW_TYPES = frozenset({(int, str, str, str), (type(None), str, str, str)})


def _surroundings_or_null(value: Any) -> Surroundings | None:
    if value is None:
        return None
    object_having(value, SURROUNDINGS)
    return Surroundings(
        member(value, "schema", _text),
        None if value["table_schema"] is None else member(value, "table_schema", _text),
        member(value, "is_schema_chosen", boolean),
        member(value, "other_schemas", list_of(_text)),
        member(value, "tables", list_of(_text)),
        member(value, "is_case_blind", boolean),
    )


def _text(value: Any) -> str:
    if type(value) is not str:
        raise ManifestError("", f"must be a string, not {preview(value)}")
    return str(value)
