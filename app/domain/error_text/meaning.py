"""What a printed error means where no environment shows it, and what to do next: for people who only have the text."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.error_text.fit import CODES
from app.domain.error_text.printed_error import ErrorKind
from app.domain.findings import Code


@dataclass(frozen=True, slots=True)
class Meaning:
    """What Django means by an error, and the next step."""

    sentence: str
    next_step: str


MEANINGS: Mapping[ErrorKind, Meaning] = {
    ErrorKind.INCONSISTENT_HISTORY: Meaning(
        "A migration has a row in django_migrations, and one that it depends on has none. Django refuses every "
        "migrate until both have a row.",
        "Look which database the command ran on, and whether an environment here reads that one.",
    ),
    ErrorKind.MISSING_NODE: Meaning(
        "A migration names another one of which Django finds no file.",
        "Look which commit the command ran on: add that release here, or look whether the file was deployed.",
    ),
    ErrorKind.CYCLE: Meaning(
        "Migrations depend on each other in a circle, so none of them can be the first.",
        "Look which commit the command ran on, and take one of the dependencies of the circle out there.",
    ),
    ErrorKind.FORKED: Meaning(
        "An app has two last migrations, mostly because two branches each added one.",
        "Look which commit the command ran on: python manage.py makemigrations --merge joins the two there.",
    ),
    ErrorKind.SQUASH_CIRCLE: Meaning(
        "Squashes replace each other in a circle.",
        "Look which commit the command ran on, and shorten one of the lists called replaces there.",
    ),
    ErrorKind.UNKNOWN_APP: Meaning(
        "A migration depends on an app that is not installed, or that has no migrations.",
        "Compare INSTALLED_APPS of the settings that the command used with those of the release.",
    ),
    ErrorKind.KEY_ERROR: Meaning(
        "Django looked for a migration in its graph, and it is not there: mostly one that a squash has replaced.",
        "Look which of the migrations that the squash replaces have a row in that database.",
    ),
    ErrorKind.EXISTS_ALREADY: Meaning(
        "A migration makes a table or a column that the database has already: its row is missing, or somebody "
        "made the table by hand.",
        "Look whether the row of the migration is missing there, and whether the table is as the migration makes it.",
    ),
    ErrorKind.NOT_THERE: Meaning(
        "A table or a column is not there: the migration that makes it has not run on that database, or its row "
        "says so and it has not.",
        "Run python manage.py migrate --plan there, and look whether the migration that makes it is in the plan.",
    ),
    ErrorKind.STOPPED: Meaning(
        "Migrate stopped within a migration. On PostgreSQL and SQLite what it had done is taken back; on MySQL and "
        "MariaDB the tables that it had changed stay changed.",
        "Look at the last line of the whole text: it says why.",
    ),
    ErrorKind.UNAPPLIED: Meaning(
        "The code has migrations that have no row in that database.",
        "Run python manage.py migrate --plan there: it lists them.",
    ),
    ErrorKind.NO_SCHEMA: Meaning(
        "Django could not make the table django_migrations: the role may not create tables there, or its search_path "
        "names no schema that is there.",
        "Look at the search_path and at the rights of the role with which the command connects.",
    ),
    ErrorKind.IRREVERSIBLE: Meaning(
        "A migration cannot be undone: one of its operations has no way back. What was undone before it stays undone.",
        "Restore a backup, or write a new migration that changes what is to be changed.",
    ),
    ErrorKind.BAD_MIGRATION: Meaning(
        "A file in a folder called migrations has no class called Migration.",
        "Look at that file: it is empty, half merged, or no migration and in the wrong folder.",
    ),
    ErrorKind.SEVERAL_MATCH: Meaning(
        "The name that was given to the command is the beginning of several migrations.",
        "Give the whole name of one of them.",
    ),
    ErrorKind.NONE_MATCHES: Meaning(
        "The name that was given to the command is not the beginning of any migration of that app.",
        "Look whether the release that the command ran on has the migration.",
    ),
    ErrorKind.NO_MIGRATIONS: Meaning(
        "The app is installed, and has no package called migrations.",
        "Look whether the package and its __init__.py were deployed, and at MIGRATION_MODULES.",
    ),
    ErrorKind.NO_SUCH_APP: Meaning(
        "No installed app has that label. A label is the last part of the app's name, or what its AppConfig says.",
        "Compare INSTALLED_APPS of the settings that the command used with those of the release.",
    ),
}
"""Of each kind what it means, and the next step."""


def code_of(kind: ErrorKind) -> Code | None:
    """The code whose page of the runbook tells most of an error; None where no finding shows it."""
    return CODES[kind][0] if kind in CODES else None
