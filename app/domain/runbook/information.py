"""The entries of D3xx: information. None of these findings changes a verdict."""

from app.domain.findings import Code
from app.domain.runbook.entry import Entry, Way

NOTHING_TO_DO = Way("Nothing to do", "Always.")

INFORMATION = {
    Code.OUT_OF_ORDER: Entry(
        title="Out of order",
        sentence="{subject} was recorded before {related}, which it needs.",
        consequence="Harmless: both have rows.",
        meaning=(
            "The rows stand the other way round than the files say, and none of the usual reasons explains it. Django "
            "looks neither at ids nor at times. It may be worth asking how it came about: a row put in by hand, or a "
            "dependency that was added after both had run."
        ),
        checks=("Ask the code's history when {subject} came to need {first}.",),
        ways=(NOTHING_TO_DO,),
        avoid="Changing the rows' times or ids cures nothing, as nothing is ill.",
    ),
    Code.PARTIAL_SQUASH: Entry(
        title="Partial squash",
        sentence="{subject} stepped aside: some of {related} are recorded and some are not.",
        consequence="Django runs the rest of them one by one.",
        meaning=(
            "This database had begun with what the squash replaces. Django goes on with the replaced migrations, and "
            "records the squash when the last of them has run."
        ),
        checks=("Keep the replaced files until every environment has the squash's row.",),
        ways=(
            Way(
                "Run migrate",
                "When the release is due here.",
                ("python manage.py migrate {subject.app_label}",),
            ),
        ),
        avoid="Do not delete the replaced files before: then the rest would be skipped in silence (D203).",
    ),
    Code.NOT_COVERED: Entry(
        title="App not covered",
        sentence="{count} of app {app} cannot be judged: this release does not hold the app.",
        sentence_of_files="Django passes over the files of {count} of app {app}: {names}.",
        consequence="Nothing is said about it.",
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
            "stay behind; they do no harm."
        ),
        checks=(
            "python manage.py migrate {subject.app_label} --prune lists what it would delete (from Django 4.1).",
        ),
        ways=(NOTHING_TO_DO,),
    ),
}
