"""
Strict readers of JSON values. A reader returns the value, or raises `ManifestError` with what is wrong and where.

A reader gets one value and does not know where in the text it stands. `member` and `list_of` add that on the way out:
`migrations[3].dependencies[0]`.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

T = TypeVar("T")

MAX_BRACKETS = 2_000_000
"""Lists and objects of one text. Each takes some hundred bytes of memory, whether it is empty or not."""

MAX_COMMAS = 8_000_000
"""Of one text: what stands between them takes memory as well."""


class ManifestError(Exception):
    """
    A text is not a manifest.

    `path` leads to the wrong value and is empty for the whole text. `problem` says what is wrong with that value.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}" if self.path else self.problem

    def inside(self, step: str) -> Self:
        """The same error with a longer path. `step` is the name or the bracketed index that leads to the value."""
        separator = "." if self.path and not self.path.startswith("[") else ""
        return type(self)(f"{step}{separator}{self.path}", self.problem)


class _ObjectWithRepeatedName(dict[str, Any]):
    """A JSON object that has the name `repeated_name` twice."""

    repeated_name = ""


def parse(text: str) -> Any:
    """
    Return the value of a JSON text. Raises `ManifestError` when it is not JSON.

    An object that has a name twice is accepted here. `object_with` rejects it, as only that knows where it stands.
    """
    if text.count("[") + text.count("{") > MAX_BRACKETS or text.count(",") > MAX_COMMAS:
        raise ManifestError(
            "", f"holds more than {MAX_BRACKETS:,} lists and objects, or {MAX_COMMAS:,} commas"
        )
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_reject_constant)
    except json.JSONDecodeError as error:
        position = f"line {error.lineno}, column {error.colno}"
        raise ManifestError("", f"not JSON: {error.msg} ({position})") from None
    except RecursionError:
        raise ManifestError("", "nested too deeply") from None
    except ValueError:
        raise ManifestError("", "holds a number with too many digits") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    value_with_repetition = _ObjectWithRepeatedName(value)
    counts = Counter(name for name, _ in pairs)
    value_with_repetition.repeated_name = next(name for name in value if counts[name] > 1)
    return value_with_repetition


def _reject_constant(name: str) -> object:
    """Python's parser accepts `NaN` and `Infinity`, which JSON does not have."""
    raise ManifestError("", f"{name} is not JSON")


def object_with(
    value: Any, names: tuple[str, ...], *, form: str = "", optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    """
    Return the value when it is an object that has every one of `names`, and beside them only `optional` ones.

    `form` is the format that the object must state under the name `format`; an empty one allows any.
    """
    if type(value) is _ObjectWithRepeatedName:
        raise ManifestError(preview(value.repeated_name)[1:-1], "is there twice")
    if type(value) is not dict:
        raise ManifestError("", f"must be an object, not {preview(value)}")
    if form and value.get("format") != form:
        actual_form = preview(value["format"]) if "format" in value else "missing"
        raise ManifestError("format", f'must be "{form}"; it is {actual_form}')
    for name in names:
        if name not in value:
            raise ManifestError(name, "is missing")
    if len(value) > len(names):
        for name in value:
            if name not in names and name not in optional:
                raise ManifestError(preview(name)[1:-1], "is not a key of this format")
    return value


def object_having(value: Any, names: tuple[str, ...], *, form: str = "") -> dict[str, Any]:
    """
    Return the value when it is an object that has every one of `names`. What else it has is left aside.

    For what a newer program may have written; `form` is as in `object_with`.
    """
    others = tuple(value) if type(value) is dict else ()
    return object_with(value, names, form=form, optional=others)


def member(value: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> T:
    """Return what the reader `read` makes of the member `name` of an object."""
    try:
        return read(value[name])
    except ManifestError as error:
        raise error.inside(name) from None


def list_of(read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    """Return a reader of lists. It reads each item with `read`."""

    def read_list(values: Any) -> tuple[T, ...]:
        if type(values) is not list:
            raise ManifestError("", f"must be a list, not {preview(values)}")
        items: list[T] = []
        try:
            for value in values:
                items.append(read(value))  # noqa: PERF401 - the error needs the number of items before it
        except ManifestError as error:
            raise error.inside(f"[{len(items)}]") from None
        return tuple(items)

    return read_list


def string_or_null(value: Any) -> str | None:
    return None if value is None else string(value)


def string(value: Any) -> str:
    if type(value) is not str:
        raise ManifestError("", f"must be a string, not {preview(value)}")
    if not value.isprintable() and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
        raise ManifestError("", f"holds a character that no text has: {ascii(value)[:80]}")
    return value


def nonempty_string(value: Any) -> str:
    if not string(value):
        raise ManifestError("", "must not be empty")
    return str(value)


def moment(value: Any) -> datetime:
    """A time with its offset, in UTC."""
    read: datetime | None = None
    with suppress(
        ValueError, OverflowError
    ):  # one at the end of the year 9999 is later in UTC than there are years
        read = datetime.fromisoformat(string(value)).astimezone(UTC) if has_offset(string(value)) else None
    if read is None:
        example = '"2026-11-29T23:00:00Z"'
        raise ManifestError("", f"must be a time with its offset, like {example}, not {preview(value)}")
    return read


def has_offset(text: str) -> bool:
    """Whether a time says its offset from UTC. Raises `ValueError` for what is no time."""
    return datetime.fromisoformat(text).tzinfo is not None


def boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise ManifestError("", f"must be true or false, not {preview(value)}")
    return value


def boolean_or_null(value: Any) -> bool | None:
    return None if value is None else boolean(value)


def preview(value: Any) -> str:
    """A value in at most 60 characters, safe to print."""
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
