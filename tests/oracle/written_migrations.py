"""
Run with a Django on the path: what `migrate` does with the texts of migrations on a SQLite database.

It reads a question a line and writes an answer a line, both JSON. A question has the `files` of each app label by name,
the `database` file, the `arguments` of migrate, and `settings`. The answer has the `error`, empty if there is none, the
rows after it, and each table with its columns. Only the reading of files is replaced: Django runs all the rest.
"""

import io
import json
import sys

from tests.oracle import told_apps

APPS = ("shop", "cms", "ctyp", "accounts", "auth", "old", "new")

told_apps.set_up(APPS)
told_apps.read_told_migrations()

from django.conf import settings  # noqa: E402 - after they are set up
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402


def answer(question):
    told_apps.MIGRATIONS.clear()
    told_apps.MIGRATIONS.update(question["files"])
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
