"""
The judge of `django_script.py`, asked which commands end with an error for a release and rows.

It answers with the class of the exception of each command, or None where it runs. It needs the standard library and
Django alone.
"""

import io
import json
import sys

# The judge has configured Django when it was imported.
import django.core.management.commands.sqlmigrate as sqlmigrate_command
import django_script as judge

sqlmigrate_command.MigrationLoader = judge.JudgeLoader
QUIET = {"verbosity": 0, "interactive": False}


def sqlmigrate():
    """Ask for the SQL of a migration that can be named: with whose name no other one begins."""
    keys = [(entry["app"], entry["name"]) for entry in judge.question["migrations"]]
    for app, name in keys:
        if sum(other_app == app and other.startswith(name) for other_app, other in keys) == 1:
            judge.call(sqlmigrate_command.Command(), app, name, no_color=True)
            return
    judge.declared()


COMMANDS = {
    "migrate": lambda: judge.call(judge.MIGRATE, **QUIET),
    "migrate --plan": lambda: judge.call(judge.MIGRATE, plan=True, **QUIET),
    "migrate --check": lambda: judge.call(judge.MIGRATE, check_unapplied=True, **QUIET),
    "migrate --fake": lambda: judge.call(judge.MIGRATE, fake=True, **QUIET),
    "makemigrations": judge.makemigrations,
    "makemigrations --check": lambda: judge.makemigrations(check_changes=True),
    "showmigrations": judge.showmigrations,
    "showmigrations --plan": lambda: judge.call(judge.SHOWMIGRATIONS, format="plan", stdout=io.StringIO()),
    "sqlmigrate": sqlmigrate,
}


def answer():
    answers = {}
    for name, command in COMMANDS.items():
        judge.put_rows()
        answers[name] = judge.attempt(command).get("raises")
    return answers


def main():
    greeting = {"django": judge.django_version(), "python": sys.version.split()[0]}
    print(json.dumps(greeting), flush=True)
    for line in sys.stdin:
        judge.question = json.loads(line)
        print(json.dumps(answer()), flush=True)


if __name__ == "__main__":
    main()
