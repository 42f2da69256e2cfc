"""The entries about where a row comes from: another file of its name, a former name, another release."""

from app.domain.findings import Code
from app.domain.runbook.entry import DELETE_ROW, RECORD_ROW, RECORD_SUBJECT, Entry, Way

SEE_WHAT_IT_DOES = "See what this file does: python manage.py sqlmigrate {subject.app_label} {subject.name}"
RENAME_ROW = (
    "UPDATE django_migrations SET app = '{first.app_label}', name = '{first.name}' "
    "WHERE app = '{subject.app_label}' AND name = '{subject.name}';"
)
LOOK_AT_SCHEMA = "Compare that with the schema of this database: are its tables and columns there?"

ORIGINS = {
    Code.REUSED_NAME: Entry(
        title="Name used again",
        sentence="{subject} has a row, but another file of this name wrote it.",
        consequence="Django takes it for applied and will never run it here.",
        meaning=(
            "Django knows a migration by its name alone. An earlier file of this name ran here, or a squash that "
            "replaced one was recorded with it; the file was removed, and later a new one got its name. A new database "
            "runs the new file, this one does not, and nothing says so: not migrate, not --check, not showmigrations."
        ),
        checks=(SEE_WHAT_IT_DOES, LOOK_AT_SCHEMA),
        ways=(
            Way(
                "Take the row out and migrate",
                "Its change is not in the schema, and no recorded migration needs it.",
                (DELETE_ROW, "python manage.py migrate {subject.app_label} {subject.name}"),
            ),
            Way(
                "Give the file a name of its own",
                "No other database has run it yet: rename it, and the dependencies that name it.",
            ),
            Way(
                "Do by hand what it would do, and leave the row",
                "Its change is not in the schema, and recorded migrations need it.",
            ),
            Way("Nothing to do", "Its change is in the schema: somebody did it by hand."),
        ),
        avoid="Do not unapply it here: Django would undo what this file does, and this file never ran.",
    ),
    Code.EDITED: Entry(
        title="Edited migration",
        sentence="{subject} ran here with other operations than its file has now.",
        consequence="Django does not run it again: this schema has what the file did then.",
        meaning=(
            "The file gained or lost operations after the release that recorded this row. Django compares names, never "
            "contents. A new database runs what the file says now, so the two may differ in tables, columns or data."
        ),
        checks=(
            SEE_WHAT_IT_DOES,
            "See what changed: git log -p -- {pathspec}",
            LOOK_AT_SCHEMA,
        ),
        ways=(
            Way("Nothing to do", "The edit changes neither the schema nor the data."),
            Way(
                "Take the edit back, and put it into a new migration",
                "Databases that had run the file lack what the edit adds.",
            ),
            Way("Do by hand what the edit adds", "Only this database ran the file before the edit."),
        ),
        avoid="Do not unapply it to run it again: that undoes what it says now, and takes the data with it.",
    ),
    Code.RENAMED: Entry(
        title="Renamed migration",
        sentence="{subject} is now called {related}, and the new name has no row.",
        consequence="To Django the migration has not run: under its new name it would run again.",
        meaning=(
            "The file got another name or its app another label after this database had run it. Django knows a "
            "migration by its name alone, so the new name counts as not applied, and what it creates is there already."
        ),
        checks=(
            "See what it would do again: python manage.py sqlmigrate {first.app_label} {first.name}",
            "Are its tables and columns there already?",
        ),
        ways=(
            Way(
                "Give the row the new name",
                "It is the same migration, and what it does is there.",
                (RENAME_ROW,),
            ),
            Way(
                "Record the new name beside the former one",
                "Code with the former name still runs on this database.",
                (RECORD_ROW,),
            ),
        ),
        avoid="Do not delete the row: the migration would run again all the same.",
    ),
    Code.RELABELLED: Entry(
        title="Label changed",
        sentence="The files of app {app} have no rows, but {related} bears the name of one.",
        sentence_of_many="The files of app {app} have no rows, but rows of another label bear their names: {related}.",
        consequence="Django would run them again: it meets the tables, or makes empty ones beside them.",
        meaning=(
            "The label of an app is a part of the name of its migrations. A changed label leaves all rows behind under "
            "the former one, and to Django the app is new. Where its models name their tables (db_table), the tables "
            "are there already; where the names follow the label, the data stays behind in the former tables."
        ),
        checks=(
            (
                "See the rows of the former label: "
                "SELECT name FROM django_migrations WHERE app = '{first.app_label}';"
            ),
            "See which tables it would create: python manage.py sqlmigrate {subject.app_label} {subject.name}",
            "Are these tables there already?",
        ),
        ways=(
            Way(
                "Give the rows the new label",
                "It is the same app, and its tables are where the new code looks for them.",
                ("UPDATE django_migrations SET app = '{app}' WHERE app = '{first.app_label}';",),
            ),
            Way(
                "Rename the tables, then give the rows the new label",
                "It is the same app, and the names of its tables follow the label.",
            ),
            Way("Run migrate", "It is another app that happens to have migrations of the same names."),
        ),
        avoid=(
            "Content types and permissions carry the label too. Where django.contrib.contenttypes is installed, its "
            "rows want the new label before the next migrate, which would add new ones."
        ),
    ),
    Code.RUNS_AGAIN: Entry(
        title="Squash would run again",
        sentence="{subject} would run over what {related} did, which it replaced.",
        consequence="Django has no row of the squash, and no longer knows what it stands for.",
        meaning=(
            "A squash tells by its replaces which rows stand for it. Here replaces and the replaced files were removed "
            "before this database had the squash's own row, so Django would run it over tables and columns that are "
            "there."
        ),
        checks=(
            "See what it would do: python manage.py sqlmigrate {subject.app_label} {subject.name}",
            "Are these tables and columns there already?",
        ),
        ways=(
            Way(
                "Go through the release that still has replaces",
                "There is one: it records the squash, or runs the rest of what it replaces.",
                (
                    "git checkout <that release>",
                    "python manage.py migrate {subject.app_label} {subject.name}",
                ),
            ),
            Way(
                "Record the squash by hand",
                "Everything that it replaced has run here.",
                (RECORD_SUBJECT,),
            ),
        ),
        avoid="Do not run migrate before: it fails half-way where DDL commits at once.",
    ),
    Code.NEWER_RELEASE: Entry(
        title="Row of a newer release",
        sentence="{subject} has a row, its file is in a newer release, and what it needs there has none: {names}.",
        consequence="Django ignores it now, and refuses to migrate with the newer release.",
        meaning=(
            "Rows of a newer release alone are nothing wrong: the environment is ahead, as after a roll-back or before "
            "its code arrives. Here they have a gap. In the newer release this migration comes after another one that "
            "has no row: a row was written or deleted by hand, or the dependency was added later."
        ),
        checks=("Find the releases that have it: git tag --contains <the commit that added the file>",),
        ways=(
            Way(
                "Settle it with the newer release",
                "It comes back: hold this environment against it. There the gap is D101, with its own ways out.",
            ),
            Way(
                "Leave it",
                "This code works with the schema as it is, and the newer release never comes here.",
            ),
        ),
        avoid="Do not delete the row: what the migration did is still there, and the newer release would do it again.",
    ),
    Code.DOUBTFUL_ROW: Entry(
        title="Row of a doubtful file",
        sentence="{subject} has a row, but another file of this name may have written it.",
        consequence="Django takes it for applied; what is known here does not tell which file ran.",
        meaning=(
            "Django knows a migration by its name alone. There were two files of this name, or two versions of one "
            "file, and neither the order of the rows nor their times tell which of them ran here; or the row stands "
            "among the rows that a squash replaced, before a migration that it needs."
        ),
        checks=(SEE_WHAT_IT_DOES, LOOK_AT_SCHEMA),
        ways=(
            Way("Nothing to do", "Its tables and columns are there."),
            Way("Go on as with D208", "They are not: this file never ran here."),
        ),
    ),
    Code.FORMER_NAME: Entry(
        title="Former name",
        sentence="{subject} is the row of {related} under its former name.",
        consequence="Django ignores it.",
        meaning=(
            "The migration was renamed, and this database has a row of either name. The former one matters only to a "
            "new file of that name: Django would take it for applied and never run it (D208)."
        ),
        checks=(
            "See all rows of the app: SELECT name FROM django_migrations WHERE app = '{subject.app_label}';",
        ),
        ways=(
            Way("Nothing to do", "Code with the former name may still run on this database."),
            Way("Delete the row", "No code has the former name any more.", (DELETE_ROW,)),
        ),
    ),
    Code.EDITED_IN_PLACE: Entry(
        title="Operations edited in place",
        sentence="{subject} ran here before operations of it were edited.",
        sentence_of_many="{subject} and {related} ran here before operations of them were edited.",
        consequence="Django does not run it again; most such edits change nothing in the schema.",
        meaning=(
            "The release that recorded this row held the same operations on the same models and fields, and said "
            "something else in them. Most often that is a text, a choice, a default, or the code of a data migration. "
            "Where it is a type, a null or a field of a CreateModel, this schema differs from that of a new database."
        ),
        checks=("See what changed in the first of them: git log -p -- {pathspec}",),
        ways=(
            Way("Nothing to do", "The edit changes no column, no constraint and no data that is needed."),
            Way("Put the change into a new migration", "It does: this database and others like it lack it."),
        ),
    ),
}
