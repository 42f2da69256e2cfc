"""
Run with a Django on the path: what it does when a project is migrated, and then migrated backwards.

    DATABASE='{"ENGINE": …}' python back_script.py

It reads a question a line and writes an answer a line, both JSON. A question has the `migrations` of a release, the
`rows` to start from, and the `commands` that go back. First `migrate` runs, then each command until one ends with an
error. The answer has what each has done: its steps as Django ran them, its error, the rows and the tables after it.
Each migration makes a table of its own, and drops it when it is unapplied. Only the reading of files is replaced.
"""

import io
import json
import os
import random
import signal
import sys

from tests.oracle import told_apps

APPS = ("a", "b", "c", "u", "w")

told_apps.set_up(APPS, database=json.loads(os.environ["DATABASE"]))

import django.core.management.commands.migrate as migrate_command  # noqa: E402
import django.db.migrations.executor as executor_module  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, migrations  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.migration import Migration, swappable_dependency  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

question = {}
MIGRATE = migrate_command.Command()


class Loader(MigrationLoader):
    def load_disk(self):
        entries = list(question["migrations"])
        random.Random(question.get("seed", 0)).shuffle(entries)
        labels = list(dict.fromkeys(entry["app"] for entry in entries))
        entries.sort(key=lambda entry: labels.index(entry["app"]))
        if question.get("sorted"):
            entries.sort(key=lambda entry: (labels.index(entry["app"]), entry["name"]))
        self.disk_migrations = {}
        self.unmigrated_apps = set(question["unmigrated"]) | {"w"}
        self.migrated_apps = {entry["app"] for entry in entries}
        for entry in entries:
            migration = Migration(entry["name"], entry["app"])
            migration.dependencies = [dependency(pair) for pair in entry["dependencies"]]
            migration.run_before = [tuple(pair) for pair in entry["run_before"]]
            migration.replaces = [tuple(pair) for pair in entry["replaces"]]
            migration.operations = [table(entry)]
            self.disk_migrations[entry["app"], entry["name"]] = migration


def dependency(pair):
    return swappable_dependency(question["settings"][pair[1]]) if pair[0] == "__setting__" else tuple(pair)


def table(entry):
    """Makes the tables of a migration, or of those that it replaces; drops them on the way back, where there is one."""
    names = ["t_{}_{}".format(*pair) for pair in (entry["replaces"] or [(entry["app"], entry["name"])])]
    forwards = [f'CREATE TABLE IF NOT EXISTS "{name}" (id integer)' for name in names]
    backwards = [f'DROP TABLE IF EXISTS "{name}"' for name in names]
    return migrations.RunSQL(forwards, backwards if entry.get("reversible", True) else None)


executor_module.MigrationLoader = Loader
executed = []


class Executor(executor_module.MigrationExecutor):
    def apply_migration(self, state, migration, *arguments, **options):
        state = super().apply_migration(state, migration, *arguments, **options)
        executed.append([migration.app_label, migration.name])
        return state

    def unapply_migration(self, state, migration, *arguments, **options):
        state = super().unapply_migration(state, migration, *arguments, **options)
        executed.append([migration.app_label, migration.name])
        return state


migrate_command.MigrationExecutor = Executor


class EndlessError(Exception):
    """Django has worked for seconds, where it needs milliseconds: it will never end."""


def give_up(_signal, _frame):
    raise EndlessError


signal.signal(signal.SIGVTALRM, give_up)


def run(*arguments):
    executed.clear()
    answer = {"raises": None, "text": ""}
    signal.setitimer(signal.ITIMER_VIRTUAL, 3)
    try:
        call_command(
            MIGRATE, *arguments, verbosity=0, interactive=False, skip_checks=True, stdout=io.StringIO()
        )
    except Exception as error:  # noqa: BLE001 - whatever Django raises is the answer
        answer = {"raises": type(error).__name__, "text": str(error)}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return answer | {"steps": list(executed), "rows": rows(), "tables": tables()}


def tables():
    with connection.cursor() as cursor:
        return sorted(name for name in connection.introspection.table_names(cursor) if name.startswith("t_"))


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [list(row) for row in cursor.fetchall()]


def prepare():
    """An empty schema with the rows to start from, and their tables."""
    MigrationRecorder(connection).ensure_schema()
    with connection.cursor() as cursor:
        for name in tables():
            cursor.execute(f'DROP TABLE "{name}"')
        cursor.execute("DELETE FROM django_migrations")
        cursor.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, '2026-01-05 12:00:00+00')",
            [tuple(row) for row in question["rows"]],
        )
        for app, name in question["rows"]:
            cursor.execute(f'CREATE TABLE IF NOT EXISTS "t_{app}_{name}" (id integer)')


def answer():
    prepare()
    found = [run()]
    for command in question["commands"]:
        if found[-1]["raises"]:
            break
        found.append(run(*command))
    return found


def main():
    global question  # noqa: PLW0603 - one question at a time
    print(json.dumps({"vendor": connection.vendor}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(answer()), flush=True)


main()
