"""
Run with a Django on the path: what commands do, one after the other, on one SQLite database.

It reads a question a line and writes an answer a line, both JSON. A question has the `database` file, and `steps`. A
step has `files`, the text of each migration by app label and name, and `arguments` of a management command; or `sql`.
The answer has of each step the error, empty if there is none, and what was printed; and the rows and the tables in the
end.
Only the reading of files is replaced: Django runs all the rest.
"""

import io
import json
import sys

from tests.oracle import told_apps

APPS = ("a", "b", "c")

told_apps.set_up(APPS)
told_apps.read_told_migrations()

from django.core.management import call_command  # noqa: E402 - after the settings
from django.db import connection  # noqa: E402
from django.db.backends.signals import connection_created  # noqa: E402


def be_quick(connection, **facts):
    """A database of a test need not survive a loss of power."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA journal_mode = MEMORY")


connection_created.connect(be_quick)


def run(step):
    if "sql" in step:
        with connection.cursor() as cursor:
            cursor.execute(step["sql"])
        return {"error": "", "printed": ""}
    told_apps.MIGRATIONS.clear()
    told_apps.MIGRATIONS.update(step["files"])
    printed = io.StringIO()
    try:
        call_command(*step["arguments"], skip_checks=True, stdout=printed, no_color=True)
    except SystemExit as end:
        return {"error": f"exit {end.code}" if end.code else "", "printed": printed.getvalue()}
    except Exception as problem:  # noqa: BLE001 - every error of Django is an answer
        return {"error": f"{type(problem).__name__}: {problem}", "printed": printed.getvalue()}
    return {"error": "", "printed": printed.getvalue()}


def answer(question):
    connection.close()
    connection.settings_dict["NAME"] = question["database"]
    steps = [run(step) for step in question["steps"]]
    rows = []
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if "sqlite" not in table]
        if "django_migrations" in tables:
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
            rows = cursor.fetchall()
    connection.close()
    return {"steps": steps, "rows": rows, "tables": sorted(set(tables) - {"django_migrations"})}


print(json.dumps({"python": sys.version}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
