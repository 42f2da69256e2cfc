"""Databases of environments, and one that is gone."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from app.config import Database, Environment, Secret
from tests.build import history


def database(folder: Path, slug: str, *keys: str) -> Environment:
    file = folder / f"{slug}.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS django_migrations (id integer, app, name, applied)")
        connection.execute("DELETE FROM django_migrations")
        for row in history(*keys).rows:
            connection.execute(
                "INSERT INTO django_migrations VALUES (?, ?, ?, ?)", (row.id, *row.key, row.applied)
            )
        connection.commit()
    return Environment(slug, (Database(Secret(f"sqlite:///{file}")),), stale_after=timedelta(minutes=15))


def gone(folder: Path, slug: str) -> Environment:
    return Environment(slug, (Database(Secret(f"sqlite:///{folder}/gone.sqlite3")),))
