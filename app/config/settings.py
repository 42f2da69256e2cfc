"""The settings as frozen values, with every default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from app.config.secret import Secret
from app.domain.keys import MigrationKey

INTERVAL = timedelta(seconds=60)
"""The time from one collection to the next."""

STALE_AFTER = timedelta(minutes=15)
"""An environment that was not read successfully for this long counts as unseen."""

FETCH_TIMEOUT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Environment:
    """One deployment that we look at. It is unseen when it was not read for longer than `stale_after`."""

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
    Where a release is read from, and its label: a manifest file, or a directory of source.

    With a `ref` the path is a Git repository, and the project is the whole of it or a `folder`. The other fields are
    the keys of docs/settings.md; None where a key is not given.
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
    env: Mapping[str, str | None] = field(default_factory=dict)
    migrations: Mapping[str, Mapping[str, tuple[MigrationKey, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RepositorySource:
    """
    The Git repository of a project, and the globs of the branches and tags to follow, the most important first.

    `reading` says how each commit is read; its label and its ref are not set. With `fetch` the repository is a mirror
    that is fetched first.
    """

    reading: ReleaseSource
    follow: tuple[str, ...]
    fetch: bool = False
    fetch_timeout: timedelta = FETCH_TIMEOUT


@dataclass(frozen=True, slots=True)
class Project:
    """
    One Django codebase. `release` is the label that its environments should run, or None.

    A CI job may push releases with the `push_token`; without a token nobody may.
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
        """The name on pages: the title, else the slug."""
        return self.title or self.slug

    def environment(self, slug: str) -> Environment | None:
        """The environment with this slug, or None."""
        return next((environment for environment in self.environments if environment.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Projects and environments are sorted by slug, releases by label."""

    database_url: Secret
    projects: tuple[Project, ...] = ()
    interval: timedelta = INTERVAL
    stale_after: timedelta = STALE_AFTER

    def __post_init__(self) -> None:
        object.__setattr__(self, "database_url", Secret.of(self.database_url))

    def project(self, slug: str) -> Project | None:
        """The project with this slug, or None."""
        return next((project for project in self.projects if project.slug == slug), None)
