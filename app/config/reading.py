"""
The reading of driftboard.toml.

It is strict. An unknown key is an error. Each error names the key, says what is wrong, and shows an example. A
database URL becomes a `Secret` as soon as it is read, and no error repeats a value that may hold one.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.config.access import KEYS, access_of
from app.config.commit_url import commit_url_of
from app.config.environments import EnvironmentReading
from app.config.errors import SMALLEST_FILE, ConfigError, error_at
from app.config.notify_rules import KEY as NOTIFY
from app.config.notify_rules import rules_of
from app.config.public_url import public_url_of
from app.config.releases import release_of, repository_of
from app.config.secret import Secret
from app.config.settings import INTERVAL, STALE_AFTER, Project, Settings
from app.config.toml_place import example_at, place_of
from app.config.toml_values import duration_of, labels_of, refuse_unknown_keys, slug_of, table_of, text_of
from app.config.urls import DATABASE_URL, fill_variables, store_url_of

RESERVED_SLUGS = ("api", "go", "healthz", "patterns", "readyz", "runbook", "static")
"""First words of the dashboard's own addresses. No project may have one of these slugs."""

MIN_TOKEN_LENGTH = 16
"""In characters; a shorter one could be guessed."""

TOKEN_PATTERN = re.compile(rf"[!-~]{{{MIN_TOKEN_LENGTH},}}")
"""Characters that can be sent in a header."""

MAX_BYTES = 4_000_000
"""A longer file is no settings. This is enough for some 20,000 environments."""

KeyPath = tuple[str, ...]
"""The names that lead to a key, from the top of the file."""


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """
    The settings in a driftboard.toml. Paths in the file are relative to it.

    `environ` are the environment variables. Raises `ConfigError`.
    """
    problem, example = None, SMALLEST_FILE
    text, content = "", {}
    try:
        with path.open("rb") as file:
            start = file.read(MAX_BYTES + 1)
        if len(start) > MAX_BYTES:
            raise ConfigError(path.name, f"it has more than {MAX_BYTES:,} bytes", SMALLEST_FILE)
        text = start.decode("utf-8")
        content = tomllib.loads(text)
    except FileNotFoundError:
        problem = "there is no such file"
    except UnicodeDecodeError:
        problem = "this is not UTF-8 text"
    except OSError as error:
        problem = f"the file could not be read ({error.strerror})"
    except tomllib.TOMLDecodeError as error:
        problem, example = f"this is not TOML{place_of(error)}", example_at(error, text)
    except (ValueError, RecursionError):
        problem = "this is not TOML: a number has too many digits, or brackets are nested too deeply"
    if problem is not None:  # raised here, so that no error with text of the file is its context
        raise ConfigError(path.name, problem, example)
    return _ConfigReading(path.absolute().parent, environ).settings(content)


@dataclass(frozen=True)
class _ConfigReading:
    """The reading of one file, with its folder and the environment variables."""

    folder: Path
    environ: Mapping[str, str]

    def settings(self, content: dict[str, Any]) -> Settings:
        refuse_unknown_keys(
            content, (), ("database", "interval", "stale_after", "public_url", *KEYS, NOTIFY, "projects")
        )
        stale_after = duration_of(content, (), "stale_after", STALE_AFTER)
        projects = table_of(content, (), "projects")
        return Settings(
            self._store(content),
            tuple(self._project(("projects", slug), projects, stale_after) for slug in sorted(projects)),
            duration_of(content, (), "interval", INTERVAL),
            stale_after,
            public_url_of(text_of(content, (), "public_url")) if "public_url" in content else "",
            access_of(content),
            rules_of(content, self.environ, set(projects)),
        )

    def _store(self, content: dict[str, Any]) -> Secret:
        if self.environ.get(DATABASE_URL):
            return store_url_of((DATABASE_URL,), Secret(self.environ[DATABASE_URL]), self.folder)
        text = text_of(content, (), "database", "sqlite:///driftboard.db")
        return store_url_of(("database",), fill_variables(("database",), text, self.environ), self.folder)

    def _project(self, path: KeyPath, projects: dict[str, Any], stale_after: timedelta) -> Project:
        slug = slug_of(path)
        if slug in RESERVED_SLUGS:
            raise error_at(path, f"a project cannot be called {slug}, pages of the dashboard are")
        table = table_of(projects, path[:-1], slug)
        refuse_unknown_keys(
            table,
            path,
            (
                "title",
                "release",
                "push_token",
                "shared_apps",
                "tenant_apps",
                "releases",
                "repository",
                "environments",
                "commit_url",
            ),
        )
        releases = table_of(table, path, "releases")
        environments = table_of(table, path, "environments")
        return Project(
            slug,
            text_of(table, path, "title", slug),
            text_of(table, path, "release") if "release" in table else None,
            tuple(
                release_of((*path, "releases", label), releases[label], self.folder)
                for label in sorted(releases)
            ),
            tuple(
                EnvironmentReading(self.folder, self.environ, stale_after).environment(
                    (*path, "environments", name), environments
                )
                for name in sorted(environments)
            ),
            repository_of((*path, "repository"), table_of(table, path, "repository"), self.folder)
            if "repository" in table
            else None,
            self._token(path, table),
            labels_of(table, path, "shared_apps"),
            labels_of(table, path, "tenant_apps"),
            commit_url_of(path, text_of(table, path, "commit_url")) if "commit_url" in table else "",
        )

    def _token(self, path: KeyPath, table: dict[str, Any]) -> Secret | None:
        if "push_token" not in table:
            return None
        token_path = (*path, "push_token")
        token = fill_variables(token_path, text_of(table, path, "push_token"), self.environ)
        if not TOKEN_PATTERN.fullmatch(token.reveal()):
            raise error_at(
                token_path, f"a token has {MIN_TOKEN_LENGTH} or more letters, digits and signs, and no space"
            )
        return token
