"""The values of one TOML table, checked. Each function returns a value or raises `ConfigError` with its key."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.config.errors import ConfigError, dotted_key, error_at, example_of

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DURATION = re.compile(r"([1-9][0-9]{0,5})(s|m|h|d)")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def refuse_unknown_keys(table: Mapping[str, Any], path: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Raises `ConfigError` for a key that is not one of the names."""
    for name in table:
        if name not in names:
            problem = f"there is no such key; known are {', '.join(names)}"
            raise ConfigError(dotted_key((*path, name)), problem, example_of((*path, names[0])))


def table_of(table: Mapping[str, Any], path: tuple[str, ...], name: str) -> dict[str, Any]:
    """A table; empty where the key is missing."""
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise error_at((*path, name), "this should be a table")
    return value


def text_of(table: Mapping[str, Any], path: tuple[str, ...], name: str, default: str | None = None) -> str:
    """A text that is not empty. Where the key is missing, the default; without a default an error."""
    value = table.get(name, default)
    if value is None:
        raise error_at((*path, name), "this key is missing")
    if not isinstance(value, str):
        raise error_at((*path, name), "this should be a text in quotes")
    if name in table and not value.strip():
        raise error_at((*path, name), "this is empty")
    return value


def list_of(table: Mapping[str, Any], path: tuple[str, ...], name: str) -> tuple[str, ...]:
    """A list of texts that are not empty. Where the key is missing, no texts."""
    values = table.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise error_at((*path, name), "this should be a list of texts in quotes")
    return tuple(values)


def labels_of(table: Mapping[str, Any], path: tuple[str, ...], name: str) -> frozenset[str] | None:
    """A list of app labels as a set; None where the key is missing."""
    if name not in table:
        return None
    labels = list_of(table, path, name)
    if any(not label.isidentifier() for label in labels):
        raise error_at(
            (*path, name), "an app is named by its label, as migrate does: auth, not django.contrib.auth"
        )
    return frozenset(labels)


def flag_of(table: Mapping[str, Any], path: tuple[str, ...], name: str) -> bool:
    """A boolean; False where the key is missing."""
    value = table.get(name, False)
    if not isinstance(value, bool):
        raise error_at((*path, name), "this should be true or false")
    return value


def duration_of(table: Mapping[str, Any], path: tuple[str, ...], name: str, default: timedelta) -> timedelta:
    """A length of time, written 60s, 15m, 2h or 1d; the default where the key is missing."""
    if name not in table:
        return default
    match = DURATION.fullmatch(text_of(table, path, name))
    if match is None:
        raise error_at((*path, name), "this should be a whole number of s, m, h or d (seconds … days)")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def slug_of(path: tuple[str, ...]) -> str:
    """The last name of the path, which must be fit for a page's address."""
    if not SLUG.fullmatch(path[-1]):
        raise error_at(path, "a name here has lower-case letters, digits and single dashes between them")
    return path[-1]
