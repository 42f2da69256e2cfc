"""
The judge: a program that answers what Django does with a release and rows. It reads and writes JSON lines.

    PYTHONPATH=<a folder with one Django> python django_script.py

Each answer is what Django itself did: its own loader and its own `migrate`, `showmigrations` and `makemigrations`, on
SQLite in memory. Only the reading of files is replaced. The migrations come from the question, in an order that the
question's seed decides; Django leaves it to chance.

The program needs the standard library and Django alone. It must run on every Python that one of the Djangos needs.
"""

import functools
import io
import json
import random
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import ClassVar

from tests.oracle import told_apps

APPS = ("a", "b", "c", "d", "u", "w")
MODELS = """
from django.db import models
class Thing(models.Model):
    class Meta:
        app_label = "w"
"""


told_apps.set_up(APPS, modules={"w.models": MODELS})

import django.core.management.commands.makemigrations as makemigrations_command  # noqa: E402
import django.core.management.commands.migrate as migrate_command  # noqa: E402
import django.core.management.commands.showmigrations as showmigrations_command  # noqa: E402
import django.db.migrations.executor as executor_module  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.management.base import BaseCommand  # noqa: E402
from django.db import connection, migrations  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.migration import Migration, swappable_dependency  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

question = {}

# A command makes its parser once. That costs more than the parsing.
BaseCommand.create_parser = functools.lru_cache(maxsize=None)(BaseCommand.create_parser)
MIGRATE = migrate_command.Command()
SHOWMIGRATIONS = showmigrations_command.Command()
MAKEMIGRATIONS = makemigrations_command.Command()


class Irreversible(migrations.RunPython):
    def __init__(self):
        super().__init__(migrations.RunPython.noop)


class Reversible(migrations.RunPython):
    def __init__(self):
        super().__init__(migrations.RunPython.noop, migrations.RunPython.noop)


class JudgeLoader(MigrationLoader):
    def load_disk(self):
        entries = list(question["migrations"])
        random.Random(question.get("seed", 0)).shuffle(entries)
        if question.get("by_set"):  # the hash seed of this process decides, as it does in Django
            entries.sort(key=lambda entry: entry["app"])
            names = list({entry["name"] for entry in entries})
            entries.sort(key=lambda entry: (entry["app"], names.index(entry["name"])))
        labels = list(dict.fromkeys(entry["app"] for entry in entries))
        entries.sort(key=lambda entry: labels.index(entry["app"]))  # app by app, as INSTALLED_APPS has them
        if question.get("sorted"):  # from 6.1 on, files of one app are loaded in sorted order
            entries.sort(key=lambda entry: (labels.index(entry["app"]), entry["name"]))
        self.disk_migrations = {}
        self.unmigrated_apps = set(question["unmigrated"]) | {"w"}
        self.migrated_apps = {entry["app"] for entry in entries} | set(question.get("empty", ()))
        for entry in entries:
            migration = Migration(entry["name"], entry["app"])
            migration.dependencies = [dependency(pair) for pair in entry["dependencies"]]
            migration.run_before = [tuple(pair) for pair in entry["run_before"]]
            migration.replaces = [tuple(pair) for pair in entry["replaces"]]
            migration.operations = [] if entry.get("reversible", True) else [Irreversible()]
            self.disk_migrations[entry["app"], entry["name"]] = migration


def dependency(pair):
    if pair[0] == "__setting__":
        return swappable_dependency(question["settings"][pair[1]])
    return tuple(pair)


class JudgeExecutor(executor_module.MigrationExecutor):
    plans: ClassVar[list] = []

    def migration_plan(self, targets, clean_start=False):
        plan = super().migration_plan(targets, clean_start=clean_start)
        self.plans.append([[m.app_label, m.name, backwards] for m, backwards in plan])
        return plan


executor_module.MigrationLoader = JudgeLoader
migrate_command.MigrationExecutor = JudgeExecutor
showmigrations_command.MigrationLoader = JudgeLoader
makemigrations_command.MigrationLoader = JudgeLoader


class EndlessError(Exception):
    """Django has worked for half a second, where it needs milliseconds: it will never end."""


def give_up(_signal, _frame):
    raise EndlessError


signal.signal(signal.SIGVTALRM, give_up)


def attempt(function):
    """Return what a function returns, or the class and the text of its exception."""
    out = io.StringIO()
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.5)
    try:
        with redirect_stdout(out), redirect_stderr(out):
            return {"value": function()}
    except SystemExit as error:
        return {"value": None, "exit": error.code}
    except Exception as error:  # noqa: BLE001 - whatever Django raises is the answer
        return {"raises": type(error).__name__, "text": str(error)}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def call(command, *arguments, stdout=None, **options):
    """Run a command as from a shell, with its output apart from ours."""
    call_command(
        command, *arguments, stdout=stdout or io.StringIO(), stderr=io.StringIO(), skip_checks=True, **options
    )


def rows():
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return []
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [list(row) for row in cursor.fetchall()]


def put_rows():
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
        cursor.execute("DELETE FROM sqlite_sequence")
        cursor.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, '2026-01-05 12:00:00')",
            [tuple(row) for row in question["rows"]],
        )


def graph():
    loader = JudgeLoader(connection)
    nodes = loader.graph.node_map
    return {
        "parents": [
            [list(key), sorted(list(parent.key) for parent in node.parents)] for key, node in nodes.items()
        ],
        "leaves": [list(key) for key in loader.graph.leaf_nodes()],
        "roots": [list(key) for key in loader.graph.root_nodes()],
        "conflicts": {label: list(names) for label, names in loader.detect_conflicts().items()},
        "applied": sorted(list(key) for key in loader.applied_migrations),
    }


def consistency():
    JudgeLoader(connection).check_consistent_history(connection)


def migrate(*arguments, plan):
    JudgeExecutor.plans = []
    call(MIGRATE, *arguments, plan=plan, verbosity=0, interactive=False)
    return JudgeExecutor.plans[0]


def run(*arguments):
    """Run `migrate`; return the steps of its plan that no full plan has, which it prints and never runs."""
    migrate(*arguments, plan=False)
    plan, *full_plans = JudgeExecutor.plans
    return [step for step in plan if not step[2] and full_plans and step not in full_plans[0]]


def showmigrations():
    out = io.StringIO()
    call(SHOWMIGRATIONS, stdout=out, no_color=True)
    marks, label = [], ""
    for line in out.getvalue().splitlines():
        if line.startswith(" ["):
            marks.append([label, line[5:].split(" (")[0], line[2]])
        elif not line.startswith(" "):
            label = line
    return marks


def makemigrations(*labels, **options):
    call(MAKEMIGRATIONS, *labels, dry_run=True, verbosity=0, interactive=False, **options)


def declared():
    """Load the graph of the files alone, in which no squash stands in for anything."""
    JudgeLoader(connection, replace_migrations=False)


def answer():
    put_rows()
    answers = {"graph": attempt(graph), "consistency": None, "plan": attempt(lambda: migrate(plan=True))}
    if "value" in answers["graph"]:
        answers["consistency"] = attempt(consistency)
    extra_commands = question.get("want", ())
    if "showmigrations" in extra_commands:
        answers["showmigrations"] = attempt(showmigrations)
    if "makemigrations" in extra_commands:
        answers["makemigrations"] = attempt(makemigrations)
    if "merge" in extra_commands:
        labels = sorted({entry["app"] for entry in question["migrations"]})
        answers["merge"] = {label: attempt(lambda: makemigrations(label, merge=True)) for label in labels}  # noqa: B023
    if "declared" in extra_commands:
        answers["declared"] = attempt(declared)
    if question.get("to"):
        answers["to"] = attempt(lambda: migrate(*question["to"], plan=True))
    if "rows" in extra_commands:
        answers["rows"] = attempt(run)
        answers["rows"]["rows"] = rows()
    if "fake" in extra_commands:
        put_rows()
        answers["fake"] = attempt(lambda: call(MIGRATE, fake=True, verbosity=0, interactive=False))
    if question.get("to") and "rows" in extra_commands:
        put_rows()
        answers["rows_to"] = attempt(lambda: run(*question["to"]))
        answers["rows_to"]["rows"] = rows()
    return answers


def main():
    global question  # noqa: PLW0603 - one question at a time
    print(json.dumps({"django": django_version(), "python": sys.version.split()[0]}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(answer()), flush=True)


def django_version():
    import django

    return django.get_version()


if __name__ == "__main__":
    main()
