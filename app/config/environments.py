"""The tables of driftboard.toml that describe environments and their databases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.config.errors import error_at
from app.config.settings import PUSHED_STALE_AFTER, Database, Environment
from app.config.toml_values import (
    duration_of,
    flag_of,
    labels_of,
    list_of,
    refuse_unknown_keys,
    slug_of,
    table_of,
    text_of,
)
from app.config.urls import database_url_of, fill_variables
from app.domain.table_location import DEFAULT_ALIAS

KEYS = ("database", "alias", "schemas", "databases", "pushed", "release", "tier", "region", "stale_after")
"""The keys of an environment."""

SCHEMA_SCHEMES = ("postgresql", "postgres")
"""The schemes of databases that have schemas."""


@dataclass(frozen=True)
class EnvironmentReading:
    """The reading of the environments of one file, with its folder and the environment variables."""

    folder: Path
    environ: Mapping[str, str]
    stale_after: timedelta

    def environment(self, path: tuple[str, ...], environments: dict[str, Any]) -> Environment:
        """The environment at `path`. Raises `ConfigError`."""
        table = table_of(environments, path[:-1], slug_of(path))
        refuse_unknown_keys(table, path, KEYS)
        databases = self._databases(path, table)
        stale_after = self.stale_after if databases else max(self.stale_after, PUSHED_STALE_AFTER)
        return Environment(
            path[-1],
            databases,
            text_of(table, path, "tier", ""),
            text_of(table, path, "region", ""),
            duration_of(table, path, "stale_after", stale_after),
            text_of(table, path, "release") if "release" in table else None,
        )

    def _databases(self, path: tuple[str, ...], table: dict[str, Any]) -> tuple[Database, ...]:
        if "databases" in table:
            for key in ("database", "alias", "schemas"):
                if key in table:
                    raise error_at((*path, key), f"with databases, {key} is said of each of them")
            databases = table_of(table, path, "databases")
            if not databases:
                raise error_at((*path, "databases"), "this is empty")
            return tuple(
                self._database((*path, "databases", alias), databases[alias])
                for alias in sorted(databases, key=lambda alias: (alias != DEFAULT_ALIAS, alias))
            )
        if flag_of(table, path, "pushed") and "database" not in table:
            return ()
        url_path = (*path, "database")
        if "database" not in table:
            raise error_at(url_path, "this key is missing; without a database, say pushed = true")
        url = database_url_of(
            url_path, fill_variables(url_path, text_of(table, path, "database"), self.environ), self.folder
        )
        alias = text_of(table, path, "alias", DEFAULT_ALIAS)
        database = Database(url, alias, schemas=list_of(table, path, "schemas"))
        return (_with_schemas_checked(path, database),)

    def _database(self, path: tuple[str, ...], value: Any) -> Database:
        """One of several databases: its URL, or a table with the URL, its apps and its schemas."""
        table = {"url": value} if isinstance(value, str) else value
        if not isinstance(table, dict):
            raise error_at(path, "this should be a URL in quotes, or a table with a url")
        refuse_unknown_keys(table, path, ("url", "apps", "schemas"))
        url_path = path if isinstance(value, str) else (*path, "url")
        text = (
            text_of(table, path, "url")
            if url_path != path
            else text_of({path[-1]: value}, path[:-1], path[-1])
        )
        url = database_url_of(url_path, fill_variables(url_path, text, self.environ), self.folder)
        database = Database(url, path[-1], labels_of(table, path, "apps"), list_of(table, path, "schemas"))
        return _with_schemas_checked(path, database)


def _with_schemas_checked(path: tuple[str, ...], database: Database) -> Database:
    if database.schemas and database.url.scheme not in SCHEMA_SCHEMES:
        raise error_at((*path, "schemas"), "only a PostgreSQL database has schemas with a table each")
    return database
