"""
Run with a Django on the path: a model of old code reads and writes on a schema to which a migration has been added.

    DATABASE='{"ENGINE": …}' python old_code_script.py

It reads a question a line and writes an answer a line, both JSON. A question has the texts of the `old` migrations and
of the `new` ones, by app and name. The old ones run, and old code writes a row; then the new ones run. The models are
those of the state after the old ones: they are what old code has. The answer says of each model whether old code can
still `read` its rows, `write` one, and `delete` the first one: an empty text, or the error of the database.
"""

import json
import os
import sys

from tests.oracle import told_apps

APPS = ("shop", "crm")

told_apps.set_up(APPS, database=json.loads(os.environ["DATABASE"]))
told_apps.read_told_migrations()

from django.db import connection, models, transaction  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402


def migrate(texts):
    for label, by_name in texts.items():
        told_apps.MIGRATIONS.setdefault(label, {}).update(by_name)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    return executor.loader.project_state().apps


def attempt(function, *, is_kept=True):
    """The error of the database, or an empty text. What is not kept is taken back, so that the next one finds it."""
    try:
        with transaction.atomic():
            function()
            connection.check_constraints()  # as at the end of the transaction
            transaction.set_rollback(not is_kept)
    except Exception as error:  # noqa: BLE001 - every error of the database is an answer
        return f"{type(error).__name__}: {error}"
    return ""


def write(model):
    """A row with only what a model must have: what may be empty is left empty."""
    row = {}
    for field in model._meta.fields:
        if field.primary_key or field.has_default() or field.null:
            continue
        if field.many_to_one:
            others = field.related_model.objects.order_by("pk")
            row[field.attname] = others.values_list("pk", flat=True).last()
        else:
            row[field.name] = 1 if isinstance(field, models.IntegerField) else "x"
    return model.objects.create(**row)


def answer(question):
    told_apps.MIGRATIONS.clear()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    apps = migrate(question["old"])
    old = [model for label in APPS for model in apps.all_models.get(label, {}).values()]
    old.sort(key=lambda model: bool(model._meta.auto_created))  # a table between two models comes after them
    for model in old:
        write(model)
    migrate(question["new"])
    if question.get("rows"):
        with connection.cursor() as cursor:
            cursor.execute(question["rows"])
    found = {}
    for model in old:
        found[model._meta.db_table] = {
            "read": attempt(lambda model=model: list(model.objects.all())),
            "write": attempt(lambda model=model: write(model)),
            "delete": attempt(
                lambda model=model: model.objects.order_by("pk").first().delete(), is_kept=False
            ),
        }
    return found


print(json.dumps({"vendor": connection.vendor}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
