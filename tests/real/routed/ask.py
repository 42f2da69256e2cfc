"""
Run steps on the two databases of the project, then print as JSON what Django would do next.

Each argument is a step: the words of a command, or `delete ALIAS APP NAME`, which takes a row away by hand. The answer
has, of each alias and each app that lies there, the keys of the plan of `migrate APP --database ALIAS`, or its error;
the same of `migrate` without an app, and what `makemigrations` says.
"""

import io
import json
import sys

import django
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.migrations.exceptions import InconsistentMigrationHistory

APPS = {"default": ("contenttypes", "orders"), "other": ("legacy",)}
NOTHING = ("No planned migration operations.", "No changes detected")


def step(words: list[str]) -> None:
    if words[0] == "delete":
        with connections[words[1]].cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", words[2:])
    else:
        call_command(*words, verbosity=0)


def answer(*words: str) -> list[str] | str:
    """The migrations that a command would run, without those that it only mentions, or its error."""
    output = io.StringIO()
    try:
        call_command(*words, stdout=output)
    except (InconsistentMigrationHistory, CommandError) as error:
        return str(error)
    lines = output.getvalue().splitlines()
    return sorted(
        line for line in lines if line[:1].isalpha() and "." in line and not line.startswith(NOTHING)
    )


def main() -> None:
    django.setup()
    for text in sys.argv[1:]:
        step(text.split())
    plans = {
        alias: {app: answer("migrate", app, "--plan", "--database", alias) for app in apps}
        for alias, apps in APPS.items()
    }
    whole = {alias: answer("migrate", "--plan", "--database", alias) for alias in APPS}
    made = answer("makemigrations", "--check", "--dry-run")
    print(json.dumps({"plans": plans, "whole": whole, "makemigrations": made}))


if __name__ == "__main__":
    main()
