"""Processes with one Django and one database each, which answer questions in JSON lines."""

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.oracle.django_process import Court
from tests.oracle.django_versions import CHECKOUT, Judge, judge

HERE = Path(__file__).parent
DRIVERS = CHECKOUT / ".judges" / "drivers"

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}


def postgresql(url: str) -> dict[str, str]:
    """A PostgreSQL database in the form of Django's settings."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }


class _WithDatabase(Judge):
    """A judge with the drivers of databases on its path."""

    database = ""

    def environment(self, **more: str) -> dict[str, str]:
        found = super().environment(**more)
        path = os.pathsep.join((str(self.folder), str(DRIVERS), str(CHECKOUT)))
        return found | {"PYTHONPATH": path, "DATABASE": self.database}


def court(version: str, script: str, database: dict[str, str]) -> Court:
    """A running judge of one Django on one database. The caller closes it."""
    found = judge(version)
    with_database = _WithDatabase(found.version, found.folder, found.python, found.python_version)
    object.__setattr__(with_database, "database", json.dumps(database))
    return Court(with_database, script=HERE / script)
