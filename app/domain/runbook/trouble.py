"""The entries of D2xx: trouble that Django lets pass."""

from app.domain.findings import Code
from app.domain.runbook.entry import DELETE_ROW, RECORD_ROW, Entry, Way

TROUBLE = {
    Code.UNKNOWN: Entry(
        title="Unknown row",
        sentence="{subject} is recorded, but this release has no such migration.",
        sentence_of_files="{subject} is recorded, but Django passes over its file: {names}.",
        consequence="Django ignores it.",
        meaning=(
            "The row came from a branch that was deployed for a while, from a newer release, or from a file that was "
            "deleted or renamed. Django ignores it, but what the migration did to the schema is still there."
        ),
        checks=(
            "Find the file: git log --all --oneline -- {pathspec}",
            "Check whether its tables and columns still exist.",
        ),
        ways=(
            Way("Keep the change", "It is wanted: merge the branch that contains the file."),
            Way(
                "Let Django see the file",
                "It is there and Django passes over it: add the folder's __init__.py, or take the app out of "
                "MIGRATION_MODULES.",
            ),
            Way(
                "Drop the change",
                "It is not wanted, and nothing else is in the list that the first migrate prints.",
                (
                    "git checkout <the branch>",
                    "python manage.py migrate {subject.app_label} {before} --plan",
                    "python manage.py migrate {subject.app_label} {before}",
                ),
            ),
            Way(
                "Delete the row",
                "Its change was undone by hand.",
                (DELETE_ROW,),
            ),
        ),
    ),
    Code.DUPLICATE: Entry(
        title="Duplicate row",
        sentence="{subject} is recorded more than once.",
        consequence="Harmless until someone unapplies it: then all its rows go.",
        meaning=(
            "The table has no unique constraint, so two processes that migrate at the same time, or a repair by hand, "
            "can record a migration twice. Unapplying it deletes both rows."
        ),
        checks=(
            (
                "See both rows: "
                "SELECT id, applied FROM django_migrations "
                "WHERE app = '{subject.app_label}' AND name = '{subject.name}';"
            ),
        ),
        ways=(
            Way(
                "Delete the younger row",
                "Always: nothing else changes by it.",
                ("DELETE FROM django_migrations WHERE id = {greater_id};",),
            ),
        ),
        avoid="Two runs at the same time may have done their work twice as well: look at the data of a RunPython.",
    ),
    Code.SILENT_SKIP: Entry(
        title="Silent skip",
        sentence="{subject} is half recorded, and {related}, the rest of what it replaces, has neither row nor file.",
        sentence_of_many=(
            "{subject} is half recorded, and {related}, the rest of what it replaces, have neither row nor file."
        ),
        consequence="Django drops the squash silently and runs what comes after it.",
        meaning=(
            "The squash steps aside, because some of what it replaces is recorded and some is not; and the files of "
            "the rest are gone. Nobody will run them: showmigrations does not list them, migrate --plan exits with 0, "
            "and the next migration meets a schema that is not there."
        ),
        checks=(
            (
                "See which of them have rows: "
                "SELECT name FROM django_migrations WHERE app = '{subject.app_label}';"
            ),
        ),
        ways=(
            Way(
                "Ship the replaced files again, and migrate",
                "Their schema is not there.",
                ("python manage.py migrate {subject.app_label}",),
            ),
            Way(
                "Finish on the previous release",
                "It still has the files.",
                ("git checkout <the previous release>", "python manage.py migrate {subject.app_label}"),
            ),
            Way(
                "Record the missing rows by hand",
                "Their schema is there already, and that of everything that they need.",
                (RECORD_ROW,),
            ),
        ),
        avoid="A migrate that exits with 0 is no sign of health here.",
    ),
    Code.STALE_SQUASH_ROW: Entry(
        title="Stale squash row",
        sentence="{subject} has a row, but {related}, which it replaces, has none.",
        sentence_of_many="{subject} has a row, but {related}, which it replaces, have none.",
        consequence="Django counts the squash as not applied; once its replaces is removed it will count as applied.",
        meaning=(
            "A part of the squash was unapplied by naming a replaced migration: Django deletes that row and leaves "
            "the squash's own. As long as the squash has its replaces, Django sees through it."
        ),
        checks=("See what is not applied: python manage.py showmigrations {subject.app_label}",),
        ways=(
            Way(
                "Run the rest",
                "It should be there.",
                ("python manage.py migrate {subject.app_label}",),
            ),
            Way(
                "Delete the squash's row",
                "The part is meant to stay unapplied.",
                (DELETE_ROW,),
            ),
        ),
        avoid="Do not remove replaces from the squash while a database is in this state.",
    ),
    Code.HOLLOW_SQUASH_ROW: Entry(
        title="Hollow squash row",
        sentence="{subject} has a row, but none of what it replaces has one: {related}.",
        consequence="Django would run the squash again; the rows do not tell whether its tables are there.",
        meaning=(
            "While a squash has replaces, only the rows of what it replaces count. They were deleted, by hand or with "
            "a clean-up; or the app was unapplied, which up to Django 3.2 left the squash's own row behind, and then "
            "its tables are gone."
        ),
        checks=(
            "See what the squash creates: python manage.py sqlmigrate {subject.app_label} {subject.name}",
            "Look whether these tables are there: everything else depends on it.",
            "See that Django would run it although it has a row: python manage.py migrate --plan",
        ),
        ways=(
            Way("Put the rows back", "The tables are there, as the squash would make them.", (RECORD_ROW,)),
            Way(
                "Run the squash",
                "The tables are not there.",
                ("python manage.py migrate {subject.app_label}",),
            ),
            Way(
                "Remove replaces from the squash",
                "The tables are there, and every environment has the squash's own row.",
            ),
        ),
        avoid=(
            "Neither run migrate nor put rows back before you have looked: over tables that are there CREATE TABLE "
            "fails, half-way through where DDL commits at once; and with the rows but without the tables Django says "
            "that all is well."
        ),
    ),
    Code.STARTS_ANEW: Entry(
        title="App would start again",
        sentence="{subject} would run as the first of its app, which has only rows without files: {related}.",
        consequence="Django would create the tables of the app again, although those rows say that they are there.",
        meaning=(
            "The app's history was squashed or reset, and the old files and the replaces were removed before this "
            "database had the new row. To Django the app looks new."
        ),
        checks=(
            "See which tables it creates: python manage.py sqlmigrate {subject.app_label} {subject.name}",
            "Are these tables there already?",
        ),
        ways=(
            Way(
                "Go through the release that still has replaces",
                "There is one, and this database has all the rows that the squash replaces.",
                ("git checkout <that release>", "python manage.py migrate {app}"),
            ),
            Way(
                "Record the new beginning without running it",
                "The tables are exactly what it would create.",
                ("python manage.py migrate --fake {subject.app_label} {subject.name}",),
            ),
        ),
    ),
    Code.ONLY_MAKEMIGRATIONS: Entry(
        title="Only makemigrations refuses",
        sentence="{subject} and {related} do not go together once every squash is in place.",
        consequence="migrate runs, makemigrations refuses.",
        meaning=(
            "makemigrations builds the graph without looking at the rows, so every squash stands in for what it "
            "replaces, and then holds the rows against that. A squash of which only a part is recorded makes it raise "
            "InconsistentMigrationHistory where migrate is content. It looks at the database default alone, and at the "
            "others only where the project has DATABASE_ROUTERS."
        ),
        checks=(
            "See the refusal, with this database: python manage.py makemigrations --check --dry-run",
            "See that migrate is content: python manage.py migrate --plan",
        ),
        ways=(
            Way(
                "Run migrate first",
                "It has something to run here: when the last of what the squash replaces has run, the squash is done.",
                ("python manage.py migrate",),
            ),
            Way("Work against another database", "This one is not yours to change."),
        ),
    ),
    Code.TABLES_WITHOUT_ROWS: Entry(
        title="Tables without rows",
        sentence="No row is recorded here, but {tables} of this release's apps is there: {names}.",
        sentence_of_many="No row is recorded here, but {tables} of this release's apps are there: {names}.",
        consequence="Django would run everything anew, and meet them.",
        meaning=(
            "The table django_migrations is empty or not there, and tables that migrations of this release create are: "
            "the rows were deleted or not copied, or the tables were made without migrate. To Django nothing has run."
        ),
        checks=(
            "See what {subject} would create: python manage.py sqlmigrate {subject.app_label} {subject.name}",
            "Make a fresh database with this release: are tables, columns and indexes here the same as there?",
        ),
        ways=(
            Way("Put the rows back", "A copy or a backup of this database still has them."),
            Way(
                "Record everything without running it",
                "The schema is exactly that of a fresh database with this release.",
                ("python manage.py migrate --fake",),
            ),
            Way(
                "Record the first migrations and run the rest",
                "Only what the initial migrations create is there, nothing that a later one adds.",
                ("python manage.py migrate --fake-initial",),
            ),
            Way("Give the environment its own database or schema", "The tables belong to something else."),
        ),
        avoid="Do not run migrate as it is: CREATE TABLE fails, half-way through where DDL commits at once.",
    ),
    Code.TABLE_ELSEWHERE: Entry(
        title="Table in another schema",
        sentence=(
            "No row is recorded here, but a django_migrations table lies in schema {names}, which the search_path of "
            "this role does not name."
        ),
        sentence_of_many=(
            "No row is recorded here, but django_migrations tables lie in the schemas {names}, which the search_path "
            "of this role does not name."
        ),
        consequence="With this search_path Django would run everything anew.",
        meaning=(
            "The search_path decides which schema is looked at. The project's own role or its settings may have "
            "another one than Driftboard's role; then the rows lie elsewhere, and what is said here is about a schema "
            "that nobody uses."
        ),
        checks=(
            "SHOW search_path;",
            "SELECT schemaname FROM pg_tables WHERE tablename = 'django_migrations';",
        ),
        ways=(
            Way(
                "Name the schema in the environment's URL",
                "Its rows are there: add ?options=-csearch_path%3D{schema} to the URL in driftboard.toml.",
            ),
            Way("Give each schema an environment of its own", "They are tenants: each URL names its schema."),
            Way(
                "Name this schema in the URL",
                "It is the right one, and new: Driftboard then knows that it is meant.",
            ),
        ),
        avoid="Do not run migrate to make the table appear: it would build a second set of tables.",
    ),
}
