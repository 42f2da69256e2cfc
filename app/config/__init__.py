"""The settings: one frozen object, read once from driftboard.toml and the environment, and handed down."""

from app.config.errors import EXAMPLES, ConfigError
from app.config.reading import load
from app.config.secret import Secret
from app.config.settings import (
    INTERVAL,
    STALE_AFTER,
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
    "Environment",
    "Project",
    "ReleaseSource",
    "RepositorySource",
    "Secret",
    "Settings",
    "load",
]
