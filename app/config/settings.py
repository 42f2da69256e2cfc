"""The settings as frozen values, with every default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from app.config.access import Access
from app.config.notify_rules import NotifyRule
from app.config.secret import Secret
from app.domain.keys import MigrationKey
from app.domain.table_location import DEFAULT_ALIAS, DEFAULT_LOCATION, TableLocation

INTERVAL = timedelta(seconds=60)
"""The time from one collection to the next."""

STALE_AFTER = timedelta(minutes=15)
"""An environment that was not read successfully for this long counts as unseen."""

PUSHED_STALE_AFTER = timedelta(days=30)
"""The same of an environment that is pushed alone: it is heard of when somebody deploys to it."""

FETCH_TIMEOUT = timedelta(seconds=30)

COMMIT = "{commit}"
"""What stands for the id of a commit in `commit_url`."""

PUBLIC = "public"
"""PostgreSQL's own schema. Where schemas are tenants, it holds what they share."""


@dataclass(frozen=True, slots=True)
class Database:
    """
    One database of an environment, under the alias that it has in Django's settings.

    `apps` are the labels of the apps that live in it, or None for all. `schemas` are names and globs of the schemas
    that have a table each; without any there is one table, that of the search path.
    """

    url: Secret
    alias: str = DEFAULT_ALIAS
    apps: frozenset[str] | None = None
    schemas: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", Secret.of(self.url))


@dataclass(frozen=True, slots=True)
class Environment:
    """
    One deployment that we look at. It is unseen when it was not read for longer than `stale_after`.

    `databases` are sorted by alias, the default one first. An environment without one is pushed from inside. `release`
    is the label that runs here, None where only the project says it, or nobody.
    """

    slug: str
    databases: tuple[Database, ...]
    tier: str = ""
    region: str = ""
    stale_after: timedelta = STALE_AFTER
    release: str | None = None

    @property
    def first_alias(self) -> str:
        """The alias of its first database; Django's default where none is configured."""
        return self.databases[0].alias if self.databases else DEFAULT_ALIAS

    def database(self, alias: str) -> Database | None:
        """The database with this alias, or None."""
        return next((database for database in self.databases if database.alias == alias), None)


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


@dataclass(frozen=True)
class Project:
    """
    One Django codebase. `release` is the label that its environments should run, or None.

    A CI job may push releases with the `push_token`; without a token nobody may. Where the schemas of its databases
    are tenants, `shared_apps` are the labels of the apps in the schema `public`, and `tenant_apps` of those in the
    others; None for all. `commit_url` is the address of a commit where people read it, with `{commit}` for its id;
    empty without one.
    """

    slug: str
    title: str
    release: str | None = None
    releases: tuple[ReleaseSource, ...] = ()
    environments: tuple[Environment, ...] = ()
    repository: RepositorySource | None = None
    push_token: Secret | None = None
    shared_apps: frozenset[str] | None = None
    tenant_apps: frozenset[str] | None = None
    commit_url: str = ""

    @property
    def name(self) -> str:
        """The name on pages: the title, else the slug."""
        return self.title or self.slug

    def environment(self, slug: str) -> Environment | None:
        """The environment with this slug, or None."""
        return self._environments_by_slug.get(slug)

    @cached_property
    def _environments_by_slug(self) -> Mapping[str, Environment]:
        return {environment.slug: environment for environment in self.environments}

    def commit_link(self, commit: str) -> str:
        """The address at which people read a commit, by its full id; empty where none is configured."""
        return self.commit_url.replace(COMMIT, commit)

    def declared_release(self, environment: str) -> str | None:
        """The label that driftboard.toml says an environment runs: its own, else that of the project, else None."""
        configured = self.environment(environment)
        return (configured.release if configured else None) or self.release

    def apps(self, environment: str, location: TableLocation = DEFAULT_LOCATION) -> frozenset[str] | None:
        """The labels of the apps that live at a location of an environment, or None for all."""
        configured = self.environment(environment)
        database = configured.database(location.alias) if configured else None
        if database is not None and database.apps is not None:
            return database.apps
        if not location.schema:
            return None
        return self.shared_apps if location.schema == PUBLIC else self.tenant_apps


@dataclass(frozen=True, slots=True)
class Settings:
    """
    All settings. Projects and environments are sorted by slug, releases by label.

    `public_url` is the address under which people reach the dashboard, without a slash at its end; empty where nobody
    says it. `notify` are the rules of what is told, by name.
    """

    database_url: Secret
    projects: tuple[Project, ...] = ()
    interval: timedelta = INTERVAL
    stale_after: timedelta = STALE_AFTER
    public_url: str = ""
    access: Access = field(default_factory=Access)
    notify: tuple[NotifyRule, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "database_url", Secret.of(self.database_url))

    def project(self, slug: str) -> Project | None:
        """The project with this slug, or None."""
        return next((project for project in self.projects if project.slug == slug), None)
