"""
The judge of edited edges: answers what one Django loads of two folders. It reads and writes JSON lines.

    PYTHONPATH=<a folder with one Django> python edges_script.py

    {"before": "/tmp/before", "after": "/tmp/after"}
    {"before": {"migrations": {…}, "edges": […]}, "after": …, "refused": "Migration …"}

Each folder has a settings.py, which is run, and its migrations are imported. `edges` are the pairs of a migration and
its parent as Django draws them before squashes replace anything, parents without a file too. `refused` is what Django
says of the later folder on a database that has run the whole earlier one; empty where it goes on, null where the
earlier one does not run.
"""

import importlib
import json
import runpy
import sys
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

sys.dont_write_bytecode = True

import django  # noqa: E402
from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.db import connection  # noqa: E402
from django.db.migrations import loader as loader_module  # noqa: E402
from django.db.migrations.exceptions import InconsistentMigrationHistory  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.db.migrations.graph import MigrationGraph  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402


class OpenGraph(MigrationGraph):
    """A graph that is kept although it has parents without files, or a cycle."""

    def validate_consistency(self):
        pass

    def ensure_not_cyclic(self):
        pass


@contextmanager
def project(folder):
    """Make the settings and the modules of a folder Django's own for a while."""
    modules, path = set(sys.modules), list(sys.path)
    sys.path.insert(0, folder)
    importlib.invalidate_caches()
    own = runpy.run_path(str(Path(folder) / "settings.py"))
    settings.AUTH_USER_MODEL = own.get("AUTH_USER_MODEL", "auth.User")
    try:
        apps.set_installed_apps(own["INSTALLED_APPS"])
        try:
            yield
        finally:
            apps.unset_installed_apps()
    finally:
        sys.path[:] = path
        for name in set(sys.modules) - modules:
            del sys.modules[name]


def tree(folder):
    with project(folder), patch.object(loader_module, "MigrationGraph", OpenGraph):
        loaded = MigrationLoader(None, replace_migrations=False)
        migrations = {
            f"{label}.{name}": {
                # What stands for a setting has its name; Django takes it for the same as what it stands for.
                "dependencies": [[*key, getattr(key, "setting", "")] for key in migration.dependencies],
                "run_before": [list(key) for key in migration.run_before],
                "replaces": [list(key) for key in migration.replaces],
                "operations": [str(operation.sql) for operation in migration.operations],
            }
            for (label, name), migration in loaded.disk_migrations.items()
        }
        edges = [
            [".".join(key), ".".join(parent.key)]
            for key, node in loaded.graph.node_map.items()
            for parent in node.parents
        ]
    return {"migrations": migrations, "edges": edges}


def refused(before, after):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS django_migrations")
    with project(before):
        try:
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes(), fake=True)
        except Exception:  # noqa: BLE001 - whatever it is, there is no such database
            return None
    with project(after):
        try:
            MigrationLoader(connection).check_consistent_history(connection)
        except InconsistentMigrationHistory as error:
            return str(error)
        except Exception:  # noqa: BLE001 - the later one does not run on any database
            return None
    return ""


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever Django raises is the answer
        return {"raises": type(error).__name__, "text": str(error)}


print(json.dumps({"django": django.get_version(), "python": sys.version.split()[0]}), flush=True)
for line in sys.stdin:
    question = json.loads(line)
    answer = {name: attempt(tree, question[name]) for name in ("before", "after")}
    answer["refused"] = attempt(refused, question["before"], question["after"])
    print(json.dumps(answer), flush=True)
