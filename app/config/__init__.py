"""
The settings: one frozen object, read from driftboard.toml and from environment variables.

    settings       the values, with every default
    current        the settings as they are now: the file is read again when it has changed
    reading        driftboard.toml read into them
    environments   the tables that describe environments and their databases
    releases       the tables that say where releases come from
    toml_place     where a file is not TOML, and an example of what is meant there
    toml_values    the values of one table: text, list, flag, length of time
    urls           database URLs and the variables in them
    secret         a text that is never shown
    notify_rules   the rules of what is told when a verdict changes
    errors         `ConfigError`, and an example of every key
"""

from app.config.current import CurrentSettings
from app.config.errors import EXAMPLES, ConfigError
from app.config.notify_rules import NotifyRule
from app.config.reading import load
from app.config.secret import Secret
from app.config.settings import (
    INTERVAL,
    STALE_AFTER,
    Database,
    Environment,
    Project,
    ReleaseSource,
    RepositorySource,
    Settings,
)
from app.config.urls import DATABASE_URL

__all__ = [
    "DATABASE_URL",
    "EXAMPLES",
    "INTERVAL",
    "STALE_AFTER",
    "ConfigError",
    "CurrentSettings",
    "Database",
    "Environment",
    "NotifyRule",
    "Project",
    "ReleaseSource",
    "RepositorySource",
    "Secret",
    "Settings",
    "load",
]
