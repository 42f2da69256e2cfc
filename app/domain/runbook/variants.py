"""The entries of findings whose cause is known more closely. Each takes the place of its code's general entry."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.findings import Code
from app.domain.runbook.blocking import BLOCKING
from app.domain.runbook.circumstances import Variant
from app.domain.runbook.entry import MERGE, Entry, Way
from app.domain.runbook.information import INFORMATION
from app.domain.runbook.trouble import TROUBLE

_MISSING_DEPENDENCY = BLOCKING[Code.MISSING_DEPENDENCY]
_RECORD, _, _, *_OTHER_WAYS = _MISSING_DEPENDENCY.ways
_FORKED = BLOCKING[Code.FORKED]
_PARTIAL_SQUASH = INFORMATION[Code.PARTIAL_SQUASH]
_HOLLOW_SQUASH_ROW = TROUBLE[Code.HOLLOW_SQUASH_ROW]
_ONLY_MAKEMIGRATIONS = TROUBLE[Code.ONLY_MAKEMIGRATIONS]
_SILENT_SKIP = TROUBLE[Code.SILENT_SKIP]
_UNDEFINED = BLOCKING[Code.UNDEFINED]
_WHILE_CHANCE_DECIDES = "What Django does about it hangs on chance (D107)."

VARIANTS: Mapping[tuple[Code, Variant], Entry] = {
    (Code.FORKED, Variant.STALE_COPY): replace(
        _FORKED,
        sentence="{all} are both the last of their app, and do the same: one is a copy.",
        sentence_of_many="{all} are all the last of their app, and do the same: all but one are copies.",
        consequence="Django refuses migrate until the copy is gone.",
        meaning=(
            "The same change stands in the app under several names: a file was renamed and the old one stayed behind, "
            "or two people ran makemigrations. A merge migration would join them, and then run the change a second "
            "time. Django raises CommandError for any app of the project, also when another one is migrated."
        ),
        ways=(
            Way(
                "Delete the copy",
                "Keep the one that databases have recorded; here that is {recorded}. Let what needs the other need it.",
                ("git rm {surplus}",),
            ),
            Way(
                "Give every database the row of the one that stays",
                "Some databases have recorded the other: delete its row with its file, and record the one that stays.",
            ),
        ),
        avoid="Do not make a merge migration: the second one would meet what the first has made.",
    ),
    (Code.FORKED, Variant.NO_COMMON_ANCESTOR): replace(
        _FORKED,
        sentence="{all} are both the last of their app, and have no beginning in common.",
        sentence_of_many="{all} are all the last of their app, and have no beginning in common.",
        consequence="Django refuses migrate, and no merge migration can join them.",
        meaning=(
            "The app has two chains of migrations, each with a first one of its own: an old chain was left beside a "
            "new one, or two apps share a folder. makemigrations --merge ends with ValueError, as it finds no common "
            "ancestor. Django raises CommandError for any app of the project, also when another one is migrated."
        ),
        ways=(
            Way(
                "Delete the chain that is left over",
                "One of them is no longer wanted: delete its files, and the rows that it has.",
            ),
            Way(
                "Let one chain follow the other",
                "Both are wanted, and no database has recorded the first migration of one: add the last of the other "
                "to its dependencies.",
            ),
        ),
    ),
    (Code.FORKED, Variant.INSTALLED_PACKAGE): replace(
        _FORKED,
        sentence="{all} are both the last of their app, which is an installed package.",
        sentence_of_many="{all} are all the last of their app, which is an installed package.",
        consequence="Django refuses migrate until the package is whole again.",
        meaning=(
            "The files lie among the installed packages, not in your project: an older version left a file behind, or "
            "makemigrations was run and wrote one there. Django raises CommandError for any app of the project, also "
            "when another one is migrated."
        ),
        checks=(
            *_FORKED.checks,
            "See which files the package brings: python -m pip show --files <the package>",
        ),
        ways=(
            Way(
                "Delete the file that the package does not bring, and install it again",
                "One of them is not in that list, and no database has recorded it.",
                (
                    "rm <the file that is not in the list>",
                    "python -m pip install --force-reinstall --no-deps <the package>",
                ),
            ),
            Way("Install another version", "All of them are in that list: this version is forked itself."),
        ),
        avoid=(
            "Do not make a merge migration: it would be written into the package and be gone with the next "
            "installation, and what the surplus file does may run a second time."
        ),
    ),
    (Code.FORKED, Variant.SAME_NUMBER): replace(
        _FORKED,
        sentence="{all} are both the last of their app: two branches took the same number.",
        sentence_of_many="{all} are all the last of their app: several branches took the same number.",
        ways=(
            Way(
                "Let one branch follow the other",
                "One of them has not been run anywhere yet: give it the next number, and name the other in its "
                "dependencies instead of what both name now.",
            ),
            MERGE,
        ),
    ),
    (Code.CYCLE, Variant.NAME_IN_REPLACES): replace(
        BLOCKING[Code.CYCLE],
        sentence="{file} needs {squash}, which replaces a migration of this name: each comes before the other.",
        sentence_of_many="{file} needs {squash}, which replaces a migration of this name: each comes before the other.",
        meaning=(
            "The files alone form no circle. A file bears a name that a squash replaces, and needs that squash: most "
            "often a new file was given the name of one that was squashed and deleted. Once the squash stands in for "
            "what it replaces, it comes before itself. Django raises CircularDependencyError."
        ),
        checks=(
            "Compare the replaces of {squash} with the files that are there, and with what {file} needs.",
        ),
        ways=(
            Way("Give {file} another name", "It is new, and no database has run it under this name."),
            Way(
                "Take the replaces out of {squash}",
                "Every database has the squash's own row. Then no row of {file} may be left from before: Django would "
                "take it for the new file's, and never run that.",
            ),
        ),
    ),
    (Code.SQUASH_CIRCLE, Variant.REPLACES_ITSELF): replace(
        BLOCKING[Code.SQUASH_CIRCLE],
        sentence="{subject} names itself in its replaces.",
        sentence_of_many="{subject} names itself in its replaces.",
        consequence="Django refuses, or drops it silently.",
        meaning=(
            "From Django 6.0 on this is a CommandError. Up to 5.2 the squash leaves the graph as soon as it stands in "
            "for what it replaces: it never runs, what only it follows in its app is not asked for either, and where "
            "something needs it, migrate ends with KeyError."
        ),
        checks=("Read the replaces of {subject}.",),
        ways=(
            Way(
                "Take the squash out of its own replaces",
                "Always. A migration that replaces nothing else needs no replaces at all.",
            ),
        ),
    ),
    (Code.PARTIAL_SQUASH, Variant.WHILE_REFUSED): replace(
        _PARTIAL_SQUASH,
        consequence="Django runs none of it while it refuses to migrate.",
        ways=(
            Way(
                "Run migrate",
                "The release is due here, and what Django refuses is mended first.",
                _PARTIAL_SQUASH.ways[0].commands,
            ),
        ),
    ),
    (Code.PARTIAL_SQUASH, Variant.NEEDED_BY_NOTHING): replace(
        _PARTIAL_SQUASH,
        consequence="Django does not run all of the rest: what needs it has rows.",
        ways=(
            Way("Nothing to do", "The schema of the rest is there, as what needs it has run."),
            Way("Go on as with D101", "It is not there: something that needs it was recorded without it."),
        ),
    ),
    (Code.PARTIAL_SQUASH, Variant.WHILE_CHANCE_DECIDES): replace(
        _PARTIAL_SQUASH, consequence=_WHILE_CHANCE_DECIDES
    ),
    (Code.SILENT_SKIP, Variant.WHILE_CHANCE_DECIDES): replace(
        _SILENT_SKIP, consequence=_WHILE_CHANCE_DECIDES
    ),
    (Code.HOLLOW_SQUASH_ROW, Variant.WHILE_CHANCE_DECIDES): replace(
        _HOLLOW_SQUASH_ROW,
        consequence=f"{_WHILE_CHANCE_DECIDES} The rows do not tell whether its tables are there.",
    ),
    (Code.STALE_SQUASH_ROW, Variant.REPLACED_ROW_DOES_NOT_COUNT): replace(
        TROUBLE[Code.STALE_SQUASH_ROW],
        sentence="{subject} has a row, but that of {related}, a squash which it replaces, does not count.",
        sentence_of_many="{subject} has a row, but those of {related}, squashes which it replaces, do not count.",
        meaning=(
            "Every migration that the squash replaces has a row. One of them is a squash itself, and of that one what "
            "it replaces has not: so its row does not count, and neither does this one, as long as they have their "
            "replaces."
        ),
    ),
    (Code.UNDEFINED, Variant.REFUSED_IN_EVERY_RUN): replace(
        _UNDEFINED, consequence="Django refuses in every run, with one of several errors.", avoid=""
    ),
    (Code.UNDEFINED, Variant.REFUSED_IN_NO_RUN): replace(
        _UNDEFINED, consequence="migrate succeeds, and what it runs may differ from run to run."
    ),
    (Code.SILENT_SKIP, Variant.WHILE_REFUSED): replace(
        _SILENT_SKIP,
        consequence="Django drops the squash, and runs nothing while it refuses to migrate.",
        meaning=(
            "The squash steps aside, because some of what it replaces is recorded and some is not; and the files of "
            "the rest are gone. Once Django no longer refuses, nobody will run them: showmigrations does not list "
            "them, migrate --plan exits with 0, and the next migration meets a schema that is not there."
        ),
    ),
    (Code.HOLLOW_SQUASH_ROW, Variant.NEEDED_BY_NOTHING): replace(
        _HOLLOW_SQUASH_ROW,
        consequence=(
            "Django counts the squash as not applied, and does not run it: what needs it has rows. "
            "The rows do not tell whether its tables are there."
        ),
        checks=_HOLLOW_SQUASH_ROW.checks[:2],
        # Running it by its name is none: Django computes the models of what has rows first, and these need its own.
        ways=(_HOLLOW_SQUASH_ROW.ways[0], _HOLLOW_SQUASH_ROW.ways[2]),
    ),
    (Code.ONLY_MAKEMIGRATIONS, Variant.ALONE): replace(
        _ONLY_MAKEMIGRATIONS,
        sentence="{subject} is in the way of makemigrations, which puts every squash in place.",
        meaning=(
            "makemigrations builds the graph without looking at the rows, so every squash stands in for what it "
            "replaces. There this one closes a circle, or it replaces itself and is lost; migrate lets it step aside. "
            "makemigrations looks at the database default alone, and at the others only where the project has "
            "DATABASE_ROUTERS."
        ),
    ),
    (Code.MISSING_DEPENDENCY, Variant.BY_SETTING): replace(
        _MISSING_DEPENDENCY,
        meaning=(
            "No file names this dependency: a setting does, such as AUTH_USER_MODEL, and it names another model now. "
            "Every migration that depends on the setting needs the first migration of that model's app from then on, "
            "also where it ran long ago. Django raises InconsistentMigrationHistory, and names one pair, chosen at "
            "random."
        ),
        ways=(
            _RECORD,
            Way("Set the setting back", "The change was not meant, or only new databases are to have it."),
            *_OTHER_WAYS,
        ),
    ),
    (Code.MISSING_DEPENDENCY, Variant.BY_END): replace(
        _MISSING_DEPENDENCY,
        meaning=(
            "The file names no migration, but __first__ or __latest__: whatever comes first or last in the other app. "
            "Another migration does now, and this database ran the file before. Django raises "
            "InconsistentMigrationHistory, and names one pair, chosen at random."
        ),
        ways=(
            _RECORD,
            Way(
                "Name a migration in the file, in place of __first__ or __latest__",
                "What it stood for before is enough; it does not move again.",
            ),
            *_OTHER_WAYS,
        ),
    ),
}
