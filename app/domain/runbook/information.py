"""The entries of D3xx: information. None of these findings changes a verdict."""

from app.domain.findings import Code
from app.domain.runbook.entry import DELETE_ROW, Entry, Way

INFORMATION = {
    Code.OUT_OF_ORDER: Entry(
        title="Out of order",
        sentence="{subject} was recorded before {related}, which it needs.",
        consequence="Harmless: both are applied, and Django looks at no order.",
        meaning=(
            "The rows stand the other way round than the files say, and none of the usual reasons explains it. Django "
            "looks neither at ids nor at times. It may be worth asking how it came about: a row put in by hand, a "
            "dependency that was added after both had run, or another file of this name that ran before (D208)."
        ),
        checks=(
            "Ask the code's history when {subject} came to need {first}, and whether its name is older than its file.",
        ),
        ways=(
            Way("Nothing to do", "The row is that of this file: its tables and columns are there."),
            Way("Go on as with D208", "They are not: another file of this name wrote the row."),
        ),
        avoid="Changing the rows' times or ids cures nothing: Django does not look at them.",
    ),
    Code.PARTIAL_SQUASH: Entry(
        title="Partial squash",
        sentence="{subject} stepped aside: some of {related} are recorded and some are not.",
        consequence="Django runs the rest of them one by one.",
        meaning=(
            "This database had begun with what the squash replaces. Django goes on with the replaced migrations, and "
            "records the squash when the last of them has run. Until then makemigrations may refuse (D207); because of "
            "a database that is not default only where the project has DATABASE_ROUTERS."
        ),
        checks=("Keep the replaced files until every environment has the squash's row.",),
        ways=(
            Way(
                "Run migrate",
                "The release is due here.",
                ("python manage.py migrate {subject.app_label}",),
            ),
        ),
        avoid="Do not delete the replaced files before: then the rest would be skipped in silence (D203).",
    ),
    Code.NOT_COVERED: Entry(
        title="App not covered",
        sentence="This release does not contain the app {app}, which has {count} here.",
        sentence_of_files="Django passes over the files of {count} of app {app}: {names}.",
        consequence="What a release does not contain is not checked.",
        meaning=(
            "The table has rows of an app that is not in the release: an app that was uninstalled, or one whose "
            "source was not given. Django ignores rows of apps that are not installed."
        ),
        checks=("Is {app} in INSTALLED_APPS?",),
        ways=(
            Way("Give the app's source, or export the release from inside the project", "It is installed."),
            Way(
                "Let Django see the files",
                "They are there and Django passes over them: add the folder's __init__.py, or take the app out of "
                "MIGRATION_MODULES.",
            ),
            Way("Nothing to do", "It is not."),
        ),
    ),
    Code.SQUASH_RESIDUE: Entry(
        title="Squash residue",
        sentence="{subject} is the row of a migration that a squash replaced and whose file is gone.",
        consequence="Django ignores it.",
        meaning=(
            "A squash leaves the rows of what it replaced. When the old files and the replaces are removed, these rows "
            "stay behind. They matter only to a new file with one of their names: Django would take it for applied and "
            "never run it (D208)."
        ),
        checks=(
            "See all rows of the app: SELECT name FROM django_migrations WHERE app = '{subject.app_label}';",
        ),
        ways=(
            Way("Nothing to do", "No new file takes the name of one of these rows."),
            Way(
                "Delete the row",
                "No code with the replaced file or the replaces will run on this database again.",
                (DELETE_ROW,),
            ),
        ),
    ),
}
