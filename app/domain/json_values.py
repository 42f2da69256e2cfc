"""
Strict reading of JSON values: each reader gives the value or says what is wrong with it, and where.

A reader takes one value of a parsed text and knows nothing of its place. The place is added on the way out,
by `at` and `each`: `migrations[3].dependencies[0]`.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

T = TypeVar("T")


class ManifestError(Exception):
    """A text that is no manifest: the `path` to the wrong value (empty for the whole) and the `problem`."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}" if self.path else self.problem

    def inside(self, step: str) -> Self:
        """The same error seen from one level further out; `step` is a name or an index in brackets."""
        joint = "." if self.path and not self.path.startswith("[") else ""
        return type(self)(f"{step}{joint}{self.path}", self.problem)


class _Repeated(dict[str, Any]):
    """An object of the text in which `key` is there twice."""

    key = ""


def parsed(text: str) -> Any:
    """The value of a JSON text. A key that is there twice is kept in mind, and refused by `members`."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ManifestError("", f"not JSON: {error.msg} ({place})") from None
    except RecursionError:
        raise ManifestError("", "nested too deeply") from None
    except ValueError:
        raise ManifestError("", "holds a number with too many digits") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    repeated = _Repeated(found)
    names = [name for name, _ in pairs]
    repeated.key = next(name for name in names if names.count(name) > 1)
    return repeated


def _no_constant(name: str) -> object:
    raise ManifestError("", f"{name} is not JSON")


def members(
    value: Any, names: tuple[str, ...], *, form: str = "", optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The value, when it is an object with all the names and no other; `form` is the format it must state."""
    if type(value) is _Repeated:
        raise ManifestError(value.key, "is there twice")
    if type(value) is not dict:
        raise ManifestError("", f"must be an object, not {shown(value)}")
    if form and value.get("format") != form:
        found = shown(value["format"]) if "format" in value else "missing"
        raise ManifestError("format", f'must be "{form}"; it is {found}')
    for name in names:
        if name not in value:
            raise ManifestError(name, "is missing")
    if len(value) > len(names):
        for name in value:
            if name not in names and name not in optional:
                raise ManifestError(shown(name)[1:-1], "is not a key of this format")
    return value


def at(value: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> T:
    """What `read` makes of the member `name`."""
    try:
        return read(value[name])
    except ManifestError as error:
        raise error.inside(name) from None


def each(read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    """A reader of lists, whose items `read` reads."""

    def all_of(values: Any) -> tuple[T, ...]:
        if type(values) is not list:
            raise ManifestError("", f"must be a list, not {shown(values)}")
        found: list[T] = []
        try:
            for value in values:
                found.append(read(value))  # noqa: PERF401 - its length is the place of the error
        except ManifestError as error:
            raise error.inside(f"[{len(found)}]") from None
        return tuple(found)

    return all_of


def string_or_null(value: Any) -> str | None:
    return None if value is None else string(value)


def string(value: Any) -> str:
    if type(value) is not str:
        raise ManifestError("", f"must be a string, not {shown(value)}")
    if not value.isprintable() and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
        raise ManifestError("", f"holds a character that no text has: {ascii(value)[:80]}")
    return value


def name_of(value: Any) -> str:
    if not string(value):
        raise ManifestError("", "must not be empty")
    return str(value)


def flag(value: Any) -> bool:
    if type(value) is not bool:
        raise ManifestError("", f"must be true or false, not {shown(value)}")
    return value


def flag_or_null(value: Any) -> bool | None:
    return None if value is None else flag(value)


def shown(value: Any) -> str:
    """A value in a few words, safe to print."""
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
