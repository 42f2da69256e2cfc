"""The settings as frozen values: what an operator decides, with every default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from app.config.secret import Secret

INTERVAL = timedelta(seconds=60)
STALE_AFTER = timedelta(minutes=15)
"""After so long without a collection that succeeded, an environment counts as unseen."""

FETCH_TIMEOUT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Environment:
    """One deployment that is looked at; past `stale_after` without a success it is unseen."""

    slug: str
    database: Secret
    alias: str = "default"
    tier: str = ""
    region: str = ""
    stale_after: timedelta = STALE_AFTER

    def __post_init__(self) -> None:
        object.__setattr__(self, "database", Secret.of(self.database))


@dataclass(frozen=True, slots=True)
class ReleaseSource:
    """
    Where the release with this label is read from: a manifest file, or a directory of source.

    With a `ref` the path is a Git repository, and the project the whole of it or a `folder`. The rest is what the
    operator says about it, key by key as in docs/settings.md; None where nothing is.
    """

    label: str
    path: Path
    django: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    installed_apps: tuple[str, ...] | None = None
    migration_modules: Mapping[str, str | None] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    roots: tuple[Path, ...] = ()
    overlay: Path | None = None
    ref: str | None = None
    folder: str = ""


@dataclass(frozen=True, slots=True)
class RepositorySource:
    """
    The Git repository of a project: which branches and tags are followed, as globs, the first the most important.

    `reading` says how each commit is read; its label and its ref are not set. With `fetch` the mirror is brought up
    to date before.
    """

    reading: ReleaseSource
    follow: tuple[str, ...]
    fetch: bool = False
    fetch_timeout: timedelta = FETCH_TIMEOUT


@dataclass(frozen=True, slots=True)
class Project:
    """
    One Django codebase. `release` is the label that its environments are meant to run, if that is said.

    `push_token` lets a CI job hand in releases; without one nobody can.
    """

    slug: str
    title: str
    release: str | None = None
    releases: tuple[ReleaseSource, ...] = ()
    environments: tuple[Environment, ...] = ()
    repository: RepositorySource | None = None
    push_token: Secret | None = None

    @property
    def name(self) -> str:
        """What pages call it: its title, else its slug."""
        return self.title or self.slug

    def environment(self, slug: str) -> Environment | None:
        """The environment of that name, or None."""
        return next((one for one in self.environments if one.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator decides. Projects, releases and environments are sorted by name."""

    database_url: Secret
    projects: tuple[Project, ...] = ()
    interval: timedelta = INTERVAL
    stale_after: timedelta = STALE_AFTER

    def __post_init__(self) -> None:
        object.__setattr__(self, "database_url", Secret.of(self.database_url))

    def project(self, slug: str) -> Project | None:
        """The project of that name, or None."""
        return next((one for one in self.projects if one.slug == slug), None)
