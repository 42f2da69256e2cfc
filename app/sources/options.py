"""The options of a reading. They take precedence over what the source states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from app.domain.keys import MigrationKey

EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """
    What the user states about a reading. With the defaults, everything is read from the source.

    `django`            Django's version
    `settings`          the models of settings that migrations depend on; and the key `module`, the settings module
    `env`               the environment variables of a deployment that its settings look at; None if one is not set
    `installed_apps`    dotted names, as in INSTALLED_APPS; None takes them from the settings modules
    `migration_modules` as MIGRATION_MODULES; None takes it from the settings modules
    `labels`            app labels that the source does not tell, by folder or dotted package
    `roots`             further places of apps: site-packages, virtual environments, folders of wheels
    `migrations`        the lists of migrations whose files cannot be read whole, by `app.name`
    `overlay`           a manifest, for the apps that no root has
    """

    django: str | None = None
    settings: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    env: Mapping[str, str | None] = field(default_factory=lambda: EMPTY)
    installed_apps: tuple[str, ...] | None = None
    migration_modules: Mapping[str, str | None] | None = None
    labels: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    roots: tuple[Path, ...] = ()
    overlay: Path | None = None
    migrations: Mapping[str, Mapping[str, tuple[MigrationKey, ...]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
