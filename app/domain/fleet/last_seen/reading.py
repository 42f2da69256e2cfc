"""
JSON as what was seen last. The reader is strict in what it knows: its errors name the path to the wrong value,
`environments[3].tables[0].schemas: …`. What a newer dashboard says beyond it is left aside.
"""

import re
from contextlib import suppress
from datetime import datetime
from typing import Any

from app.domain.failure import Cause
from app.domain.fleet.last_seen.values import LastSeen, NamedRelease, SeenEnvironment, SeenTable
from app.domain.fleet.last_seen.writing import FORMAT, LABEL_FORMAT
from app.domain.fleet.running_release import ReleaseBasis
from app.domain.json_values import (
    ManifestError,
    boolean,
    list_of,
    member,
    nonempty_string,
    object_having,
    parse,
    preview,
    string,
    string_or_null,
)
from app.domain.label import Label
from app.domain.table_location import TableLocation

NAMES = ("project", "environments")
LABEL_NAMES = ("label", "fingerprint", "commit", "added_at")
ENVIRONMENT_NAMES = ("environment", "release", "tables", "left_out", "pushed")
RELEASE_NAMES = ("name", "basis", "label", "fingerprint", "commit")
TABLE_NAMES = ("database", "schema", "schemas", "history", "seen_at", "stale", "failure", "apps")

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def loads(text: str) -> LastSeen:
    """Read what was seen last. Raises `ManifestError`."""
    content = object_having(parse(text), NAMES, form=FORMAT)
    return LastSeen(
        member(content, "project", nonempty_string), member(content, "environments", list_of(_environment))
    )


def label_of(text: str) -> Label:
    """Read where a label points. Raises `ManifestError`."""
    content = object_having(parse(text), LABEL_NAMES, form=LABEL_FORMAT)
    return Label(
        member(content, "label", nonempty_string),
        member(content, "fingerprint", fingerprint),
        member(content, "commit", string_or_null),
        member(content, "added_at", _moment),
    )


def fingerprint(value: Any) -> str:
    """The 64 hex digits of a release or a history."""
    if not FINGERPRINT.fullmatch(string(value)):
        raise ManifestError("", f"must be the 64 hex digits of a fingerprint, not {preview(value)}")
    return str(value)


def _environment(value: Any) -> SeenEnvironment:
    object_having(value, ENVIRONMENT_NAMES)
    return SeenEnvironment(
        member(value, "environment", nonempty_string),
        member(value, "release", _release_or_null),
        member(value, "tables", list_of(_table)),
        member(value, "left_out", _number),
        member(value, "pushed", boolean),
    )


def _release_or_null(value: Any) -> NamedRelease | None:
    if value is None:
        return None
    object_having(value, RELEASE_NAMES)
    return NamedRelease(
        member(value, "name", nonempty_string),
        member(value, "basis", _basis),
        member(value, "label", string_or_null),
        member(value, "fingerprint", _fingerprint_or_null),
        member(value, "commit", string_or_null),
    )


def _table(value: Any) -> SeenTable:
    object_having(value, TABLE_NAMES)
    return SeenTable(
        TableLocation(member(value, "database", nonempty_string), member(value, "schema", string)),
        member(value, "schemas", list_of(nonempty_string)),
        member(value, "history", _fingerprint_or_null),
        member(value, "seen_at", _moment_or_null),
        member(value, "stale", boolean),
        member(value, "failure", _cause_or_null),
        member(value, "apps", _labels_or_null),
    )


def _basis(value: Any) -> ReleaseBasis:
    with suppress(ValueError):
        return ReleaseBasis(string(value))
    raise ManifestError("", f"must be told, declared or newest, not {preview(value)}")


def _fingerprint_or_null(value: Any) -> str | None:
    return None if value is None else fingerprint(value)


def _cause_or_null(value: Any) -> Cause | None:
    return None if value is None else Cause(string(value))


def _labels_or_null(value: Any) -> frozenset[str] | None:
    return None if value is None else frozenset(list_of(nonempty_string)(value))


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ManifestError("", f"must be a number, not {preview(value)}")
    return int(value)


def _moment_or_null(value: Any) -> datetime | None:
    return None if value is None else _moment(value)


def _moment(value: Any) -> datetime:
    moment: datetime | None = None
    with suppress(ValueError):
        moment = datetime.fromisoformat(string(value))
    if moment is None or moment.tzinfo is None:
        raise ManifestError("", f"must be a time with its offset, not {preview(value)}")
    return moment
