"""
Run with a Django on the path: what `migrate` does with the texts of migrations on a SQLite database.

It reads a question a line and writes an answer a line, both JSON. A question has the `files` of each app label by name,
the `database` file, the `arguments` of migrate, and `settings`. The answer has the `error`, empty if there is none, the
rows after it, and each table with its columns. Only the reading of files is replaced: Django runs all the rest.
"""

import io
import json
import sys
import tempfile
from pathlib import Path

APPS = ("shop", "cms", "ctyp", "accounts", "auth", "old", "new")


def set_up():
    folder = Path(tempfile.mkdtemp(prefix="written-"))
    for label in APPS:
        (folder / label).mkdir()
        (folder / label / "__init__.py").write_text("")
    sys.path.insert(0, str(folder))
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=list(APPS),
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
    )
    import django

    django.setup()


set_up()

from django.apps import apps  # noqa: E402 - after the settings
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

files = {}


def load_disk(self):
    self.disk_migrations = {}
    self.unmigrated_apps = set()
    self.migrated_apps = set()
    for config in apps.get_app_configs():
        if config.label not in files:
            self.unmigrated_apps.add(config.label)
            continue
        self.migrated_apps.add(config.label)
        for name, text in files[config.label].items():
            namespace = {}
            exec(text, namespace)  # noqa: S102 - the texts are the test's own
            self.disk_migrations[config.label, name] = namespace["Migration"](name, config.label)


MigrationLoader.load_disk = load_disk


def answer(question):
    files.clear()
    files.update(question["files"])
    connection.close()
    connection.settings_dict["NAME"] = question["database"]
    for name, value in question.get("settings", {}).items():
        setattr(settings, name, value)
    error = ""
    try:
        call_command("migrate", *question["arguments"], verbosity=0, skip_checks=True, stdout=io.StringIO())
    except Exception as problem:  # noqa: BLE001 - every error of Django is an answer
        error = f"{type(problem).__name__}: {problem}"
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        columns = {
            table: sorted(
                column.name for column in connection.introspection.get_table_description(cursor, table)
            )
            for table in tables
            if table != "django_migrations"
        }
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        rows = cursor.fetchall()
    connection.close()
    return {"error": error, "rows": rows, "schema": columns}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
