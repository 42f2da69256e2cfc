"""The reading of where releases come from: a path or a table for each release, and the repository of a project."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.config.errors import ConfigError, error_at
from app.config.settings import FETCH_TIMEOUT, ReleaseSource, RepositorySource
from app.config.toml_values import duration_of, flag_of, list_of, refuse_unknown_keys, table_of, text_of
from app.domain.keys import MigrationKey

SOURCE_KEYS = (
    "path",
    "django",
    "settings",
    "env",
    "installed_apps",
    "migration_modules",
    "labels",
    "migrations",
    "roots",
    "overlay",
    "folder",
)
"""Keys of releases and of repositories."""

READING_KEYS = tuple(key for key in SOURCE_KEYS if key not in ("path", "folder"))
"""Keys that say how source is read."""

LINE_EXAMPLE = """--line 'labels = { "shop/orders" = "shop_orders" }'"""

STATED_LISTS = ("dependencies", "run_before", "replaces")
"""Keys of a migration that is stated by hand."""


def release_of(path: tuple[str, ...], value: Any, folder: Path) -> ReleaseSource:
    """The release at this path of the file. Paths in it are relative to `folder`. Raises `ConfigError`."""
    if not path[-1].strip():
        raise error_at(path, "a release needs a label")
    table = {"path": value} if isinstance(value, str) else value
    if not isinstance(table, dict):
        raise error_at(path, "this should be a path in quotes, or a table with a path")
    refuse_unknown_keys(table, path, (*SOURCE_KEYS, "ref"))
    if "folder" in table and "ref" not in table:
        raise error_at((*path, "folder"), "this is said of a Git repository; a ref is missing")
    return _source(path[-1], path, table, folder)


def repository_of(path: tuple[str, ...], table: dict[str, Any], folder: Path) -> RepositorySource:
    """The repository at this path of the file. Paths in it are relative to `folder`. Raises `ConfigError`."""
    refuse_unknown_keys(table, path, ("path", "follow", "fetch", "fetch_timeout", *SOURCE_KEYS[1:]))
    follow = list_of(table, path, "follow")
    if not follow:
        raise error_at((*path, "follow"), "name the branches and tags to follow")
    return RepositorySource(
        _source("", path, table, folder),
        follow,
        flag_of(table, path, "fetch"),
        duration_of(table, path, "fetch_timeout", FETCH_TIMEOUT),
    )


def with_lines(source: ReleaseSource, lines: Sequence[str], folder: Path) -> ReleaseSource:
    """
    The source with what lines of driftboard.toml say of its reading, such as `labels = { "shop/orders" = "sales" }`.

    Tables are added to those that are there; paths are relative to `folder`. Raises `ConfigError`.
    """
    try:
        table = tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError):  # no TOML, or a number too long, or brackets too deep
        raise ConfigError("--line", "this is no line of driftboard.toml", LINE_EXAMPLE) from None
    refuse_unknown_keys(table, ("--line",), READING_KEYS)
    stated = _source("", ("--line",), {"path": ".", **table}, folder)
    changes: dict[str, Any] = {}
    for name in table:
        old, new = getattr(source, name), getattr(stated, name)
        is_added_to = isinstance(old, Mapping) and isinstance(new, Mapping)
        changes[name] = MappingProxyType({**old, **new}) if is_added_to else new
    return replace(source, **changes)


def _source(label: str, path: tuple[str, ...], table: dict[str, Any], folder: Path) -> ReleaseSource:
    return ReleaseSource(
        label,
        folder / text_of(table, path, "path"),
        text_of(table, path, "django") if "django" in table else None,
        _texts(table, path, "settings"),
        list_of(table, path, "installed_apps") if "installed_apps" in table else None,
        _modules(table, path) if "migration_modules" in table else None,
        _texts(table, path, "labels"),
        tuple(folder / root for root in list_of(table, path, "roots")),
        folder / text_of(table, path, "overlay") if "overlay" in table else None,
        text_of(table, path, "ref") if "ref" in table else None,
        text_of(table, path, "folder", "").strip("/"),
        env=_env(table, path),
        migrations=_migrations(table, path),
    )


def _texts(table: dict[str, Any], path: tuple[str, ...], name: str) -> MappingProxyType[str, str]:
    """A table of texts, sorted by name."""
    texts = table_of(table, path, name)
    return MappingProxyType({key: text_of(texts, (*path, name), key) for key in sorted(texts)})


def _env(table: dict[str, Any], path: tuple[str, ...]) -> MappingProxyType[str, str | None]:
    """Environment variables. TOML has no None, so `false` says that one is not set."""
    variables = table_of(table, path, "env")
    env_path = (*path, "env")
    return MappingProxyType(
        {
            name: None
            if variables[name] is False
            else ""
            if variables[name] == ""
            else text_of(variables, env_path, name)
            for name in sorted(variables)
        }
    )


def _modules(table: dict[str, Any], path: tuple[str, ...]) -> MappingProxyType[str, str | None]:
    """MIGRATION_MODULES. TOML has no None, so `false` says that an app has no migrations."""
    modules = table_of(table, path, "migration_modules")
    modules_path = (*path, "migration_modules")
    return MappingProxyType(
        {
            label: None if modules[label] is False else text_of(modules, modules_path, label)
            for label in sorted(modules)
        }
    )


def _migrations(
    table: dict[str, Any], path: tuple[str, ...]
) -> MappingProxyType[str, MappingProxyType[str, tuple[MigrationKey, ...]]]:
    """The lists of migrations that are stated by hand, by `app.name`."""
    migrations_path = (*path, "migrations")
    migrations = table_of(table, path, "migrations")
    stated = {}
    for key in sorted(migrations):
        key_path = (*migrations_path, key)
        _key(key_path, key)
        lists = table_of(migrations, migrations_path, key)
        refuse_unknown_keys(lists, key_path, STATED_LISTS)
        stated[key] = MappingProxyType(
            {
                name: tuple(_key((*key_path, name), text) for text in list_of(lists, key_path, name))
                for name in STATED_LISTS
                if name in lists
            }
        )
    return MappingProxyType(stated)


def _key(path: tuple[str, ...], text: str) -> MigrationKey:
    """The key that a text such as `orders.0001_initial` names. Raises `ConfigError`."""
    label, _, name = text.partition(".")
    if not label or not name or "." in name:
        raise error_at(path, f'a migration is named "app.name", as "orders.0001_initial", not "{text}"')
    return MigrationKey(label, name)
