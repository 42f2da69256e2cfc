"""A deployed project with databases of several kinds, migrated by its own Django, and the running of its commands."""

import json
import os
import subprocess
from pathlib import Path
from textwrap import dedent
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.oracle.django_versions import CHECKOUT, Judge
from tests.reporter import shop

FILES = {
    "deployed/__init__.py": "",
    "deployed/settings.py": """
        import json, os
        try:
            import pymysql
        except ImportError:
            pass
        else:
            # PyMySQL stands in for mysqlclient; Django asks for a version of that.
            pymysql.version_info = (2, 2, 7, "final", 0)
            pymysql.install_as_MySQLdb()
        INSTALLED_APPS = ["django.contrib.contenttypes", "deployed.orders", "driftboard_reporter"]
        SECRET_KEY = "hunter2"
        USE_TZ = True
        DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
        DATABASES = json.loads(os.environ["DEPLOYED_DATABASES"])
        """,
    "deployed/orders/__init__.py": "",
    "deployed/orders/models.py": """
        from django.db import models

        class Order(models.Model):
            class Meta:
                app_label = "orders"
        """,
    "deployed/orders/migrations/__init__.py": "",
    "deployed/orders/migrations/0001_initial.py": """
        from django.db import migrations, models

        class Migration(migrations.Migration):
            initial = True
            operations = [migrations.CreateModel("Order", [("id", models.AutoField(primary_key=True))])]
        """,
}
ENGINES = {"postgresql": "postgresql", "mysql": "mysql", "sqlite": "sqlite3"}

Databases = dict[str, dict[str, Any]]


def made(folder: Path, changed: dict[str, str] | None = None) -> Path:
    """The project in a folder."""
    for name, text in {**FILES, **(changed or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip(), encoding="utf-8")
    return folder


def database(url: str) -> dict[str, Any]:
    """The entry of DATABASES for a URL; that of a SQLite file has four slashes."""
    parts = urlsplit(url)
    engine = f"django.db.backends.{ENGINES[parts.scheme]}"
    if parts.scheme == "sqlite":
        return {"ENGINE": engine, "NAME": parts.path[1:]}
    return {
        "ENGINE": engine,
        "NAME": unquote(parts.path[1:]),
        "HOST": parts.hostname,
        "PORT": parts.port,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }


def run(
    judge: Judge, folder: Path, *words: str, databases: Databases, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the project, on a Django with drivers for every kind of database."""
    drivers = CHECKOUT / ".judges" / ("drivers-3.2" if judge.version == "3.2" else "drivers")
    return shop.run(
        judge,
        folder,
        *words,
        "--settings",
        "deployed.settings",
        module="django",
        DEPLOYED_DATABASES=json.dumps(databases),
        PYTHONPATH=os.pathsep.join(map(str, (judge.folder, shop.REPORTER, drivers))),
        **variables,
    )


def migrate(judge: Judge, folder: Path, *aliases: str, databases: Databases) -> None:
    """Migrate the databases with these aliases."""
    for alias in aliases:
        words = ("migrate", "--database", alias, "--verbosity", "0")
        done = run(judge, folder, *words, databases=databases)
        assert done.returncode == 0, done.stderr


def report(judge: Judge, folder: Path, *words: str, databases: Databases, **variables: str) -> Any:
    """What `driftboard_report` writes, as JSON."""
    words = ("driftboard_report", "--environment", "sandbox-3", *words)
    done = run(judge, folder, *words, databases=databases, **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
