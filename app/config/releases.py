"""The reading of where releases come from: a path or a table for each release, and the repository of a project."""

from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.config.errors import error_at
from app.config.settings import FETCH_TIMEOUT, ReleaseSource, RepositorySource
from app.config.toml_values import duration_of, flag_of, list_of, refuse_unknown_keys, table_of, text_of

SOURCE_KEYS = (
    "path",
    "django",
    "settings",
    "installed_apps",
    "migration_modules",
    "labels",
    "roots",
    "overlay",
    "folder",
)
"""Keys of releases and of repositories."""


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
    )


def _texts(table: dict[str, Any], path: tuple[str, ...], name: str) -> MappingProxyType[str, str]:
    """A table of texts, sorted by name."""
    texts = table_of(table, path, name)
    return MappingProxyType({key: text_of(texts, (*path, name), key) for key in sorted(texts)})


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
