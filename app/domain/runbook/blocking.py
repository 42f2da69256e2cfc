"""The entries of D1xx: Django refuses."""

from app.domain.findings import Code
from app.domain.runbook.entry import MERGE, RECORD_ROW, Entry, Way

BLOCKING = {
    Code.MISSING_DEPENDENCY: Entry(
        title="Missing dependency",
        sentence="{subject} is applied, but {related}, which it depends on, is not.",
        sentence_of_many="{subject} is applied, but {related}, which it depends on, are not.",
        blockers=("missing row", "missing rows"),
        consequence="Django refuses every migrate, --fake included.",
        meaning=(
            "Django compares rows, never times: a migration is recorded and one of its direct dependencies is not. "
            "Most often the dependency was added to a migration that this database had already run. Less often its "
            "row was deleted. Django raises InconsistentMigrationHistory, and names one such pair, chosen at random."
        ),
        checks=(
            "See what the dependency would do: python manage.py sqlmigrate {first.app_label} {first.name}",
            "Compare that with the schema of this database: are its tables and columns there?",
        ),
        ways=(
            Way(
                "Record the row by hand",
                "The tables and columns of {first} exist already, and the data that it would have put there.",
                (RECORD_ROW,),
            ),
            Way(
                "Run it from the last release before the dependency",
                "They do not exist yet, and a release has {first} in which {subject} does not need it.",
                (
                    "git checkout <the last release in which {subject} does not need {first}>",
                    "python manage.py migrate {first.app_label} {first.name}",
                ),
            ),
            Way(
                "Remove the dependency from the code",
                "Many environments have the row of {subject}; put the dependency on a new migration instead.",
            ),
            Way("Restore a backup", "The database is a copy, or there is a backup from before the deploy."),
        ),
        avoid=(
            "migrate --fake is refused with the same error, and so are --plan, --check, --prune and makemigrations. "
            "showmigrations looks normal and exits with 0. Changing the time of a row changes nothing."
        ),
    ),
    Code.MISSING_PARENT: Entry(
        title="Missing file",
        sentence="{subject} has no file in this release, but {related} names it.",
        sentence_of_many="{subject} has no file in this release, but {related} name it.",
        sentence_of_files="{related} needs {subject}, and Django passes over its file: {names}.",
        blockers=("missing file", "missing files"),
        consequence="Django cannot build the graph: every command that needs it fails.",
        meaning=(
            "A dependency or a run_before names a migration that the release does not hold: its file was deleted or "
            "renamed, its app is not installed, or a squash that would stand in for it stepped aside, because this "
            "database has run only a part of what it replaces. Django raises NodeNotFoundError."
        ),
        checks=(
            "Look for the file in other branches: git log --all -- {pathspec}",
            "Look for a squash that replaces it, and which of the replaced have rows here.",
        ),
        ways=(
            Way(
                "Ship the file again",
                "It was deleted too early, or belongs to an app that must be installed.",
            ),
            Way(
                "Point the dependency elsewhere", "The file was renamed, or a squash took its place for good."
            ),
            Way(
                "Let Django see the file",
                "It is there and Django passes over it: take the dot out of its name and out of what names it, add the "
                "folder's __init__.py, or take the app out of MIGRATION_MODULES.",
            ),
            Way(
                "Finish the replaced migrations on the previous release",
                "A squash stepped aside here, and the previous release still has the files that it replaces.",
                ("git checkout <the previous release>", "python manage.py migrate {subject.app_label}"),
            ),
        ),
        avoid="Rows cannot mend it while the file is needed: Django fails before it looks at them.",
    ),
    Code.CYCLE: Entry(
        title="Cycle",
        sentence="{subject} and {related} each need the other first.",
        sentence_of_many="{all} need each other in a circle.",
        blockers=("cycle", "cycles"),
        consequence="Django cannot order the migrations and refuses.",
        meaning=(
            "The dependencies lead back to where they began. A squash can close such a circle, and only where it "
            "stands in for what it replaces: so one database may be refused and another not. Django raises "
            "CircularDependencyError; where it begins its text is chance."
        ),
        checks=("Follow the dependencies of {subject} until they come back.",),
        ways=(
            Way("Take one edge out", "One of the dependencies is not needed."),
            Way("Split a migration in two", "Both are needed, for different operations of it."),
        ),
    ),
    Code.FORKED: Entry(
        title="Forked app",
        sentence="{subject} and {related} are both the last of their app.",
        sentence_of_many="{all} are all the last of their app.",
        blockers=("forked app", "forked apps"),
        consequence="Django refuses migrate as long as an app has more than one last migration.",
        meaning=(
            "Two branches added a migration to the same app, and both were merged. Django raises CommandError for "
            "any app of the project, also when another one is migrated."
        ),
        checks=("See both: python manage.py showmigrations {app}",),
        ways=(
            Way(
                "Let one branch follow the other",
                "One of them has not been run anywhere yet: edit its dependencies.",
            ),
            MERGE,
        ),
        avoid="Do not edit the dependencies of a migration that some database has recorded: that is how D101 begins.",
    ),
    Code.SQUASH_CIRCLE: Entry(
        title="Squash circle",
        sentence="{subject} cannot be resolved together with {related}.",
        blockers=("squash circle", "squash circles"),
        consequence="Django refuses while it resolves the squashes, or drops one silently.",
        meaning=(
            "Squashes replace each other in a circle, or one replaces itself (CommandError, from Django 6.0). Up to "
            "5.2 one squash took another away before its turn (NodeNotFoundError); or one that replaces itself has "
            "left the graph: it never runs, and what needs it cannot (KeyError)."
        ),
        checks=("Read the replaces of {subject} and of the squashes among them.",),
        ways=(
            Way(
                "Let each squash replace plain migrations only", "The Django of this release is 5.2 or older."
            ),
            Way("Take the squash out of its own replaces", "The circle is a slip of the pen."),
        ),
    ),
    Code.UNKNOWN_APP: Entry(
        title="Unknown app",
        sentence="{subject} depends on an app that this release does not have.",
        blockers=("unknown app", "unknown apps"),
        consequence="Django cannot build the graph.",
        meaning=(
            "A dependency on __first__ or __latest__, or on a swappable model, points into an app that is not "
            "installed, or that has no first migration. Django raises ValueError."
        ),
        checks=("Compare INSTALLED_APPS and AUTH_USER_MODEL with the dependencies of {subject}.",),
        ways=(Way("Install the app", "It is needed."), Way("Take the dependency out", "It is not.")),
    ),
    Code.UNDEFINED: Entry(
        title="Unpredictable",
        sentence="What Django does with {subject} depends on chance.",
        blockers=("squash that chance decides", "squashes that chance decides"),
        consequence="The same command may succeed in one run and fail in the next.",
        meaning=(
            "Squashes share replaced migrations or replace each other, and Django, up to 6.0, meets them in the order "
            "of a set, which differs from process to process. Each of the outcomes can come about here."
        ),
        checks=("See one outcome, with 1, 2, 3 … another: PYTHONHASHSEED=0 python manage.py migrate --plan",),
        ways=(
            Way("Let no two squashes replace the same migration", "Always."),
            Way("Finish the first squash before the second", "Remove its replaces and the replaced files."),
            Way("Move to Django 6.1", "From there on the order within an app is fixed."),
        ),
        avoid="A run that went well proves nothing: the next process may draw another order.",
    ),
}
