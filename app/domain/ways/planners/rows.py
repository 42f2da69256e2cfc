"""Ways out where rows and files do not meet: a row without a file (D201), two of one (D202), none at all (D210)."""

from collections.abc import Iterator
from shlex import quote

from app.domain.english import listed
from app.domain.findings import Finding
from app.domain.history import Row
from app.domain.keys import MigrationKey
from app.domain.outcome import migrate
from app.domain.outcome.commands import ZERO, MigrateArguments
from app.domain.release import Migration, Release
from app.domain.ways.edits import path_of, shipped
from app.domain.ways.proof import proven
from app.domain.ways.schema import made_by
from app.domain.ways.simulation import LATER, MOST_NAMES, command
from app.domain.ways.way import Draft, ProvenWay, RowChange, Situation, Step, StepKind, name_of


def of_unknown(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Ship the file, undo what it did where it is known, or delete its row."""
    key = finding.subject
    yield ship_files(
        situation, finding, (key,), title="Ship the file", fits_when="Its change is wanted in this release."
    )
    yield _undo_elsewhere(situation, finding)
    rows = situation.history.rows_of(key)
    draft = Draft(
        "delete-row",
        "Delete the row",
        "What it did was undone by hand, or was never there.",
        (finding,),
        (_undone_check(situation, key), take_out(rows)),
        "If its tables or columns are still there, nothing tells of them, and a later migration may meet them.",
    )
    yield proven(situation, draft)


def _undone_check(situation: Situation, key: MigrationKey) -> Step:
    holder = next((release for release in situation.others if key in release.migrations), None)
    if holder is None:
        return Step(StepKind.CHECK, f"No release known here has {key}: look in the schema for what it left.")
    made = made_by(holder, (key,))
    left = listed(made.names) or "what it did"
    text = f"{name_of(holder)} has it. Look that none of it is there any more: {left}."
    return Step(StepKind.CHECK, text, traces=made.undone)


def take_out(rows: tuple[Row, ...]) -> Step:
    """The script that deletes rows."""
    names = listed(dict.fromkeys(row.key for row in rows), MOST_NAMES)
    return Step(StepKind.SQL, f"Take out the {_row_word(rows)} of {names}.", change=RowChange(taken=rows))


def put_in(rows: tuple[Row, ...], words: str = "") -> Step:
    """The script that inserts rows."""
    names = listed(dict.fromkeys(row.key for row in rows), MOST_NAMES)
    return Step(StepKind.SQL, f"Put in the {_row_word(rows)} of {names}{words}.", change=RowChange(put=rows))


def _row_word(rows: tuple[Row, ...]) -> str:
    return "row" if len(rows) == 1 else "rows"


def new_rows(keys: tuple[MigrationKey, ...]) -> tuple[Row, ...]:
    """A row for each key, with the moment at which it is put in."""
    return tuple(Row(key, "") for key in keys)


def ship_files(  # noqa: PLR0913 - the words of the way, and what follows it
    situation: Situation,
    finding: Finding,
    keys: tuple[MigrationKey, ...],
    *,
    title: str,
    fits_when: str,
    then: tuple[str, ...] | None = None,
) -> ProvenWay | None:
    """Take files from the newest known release that has them; `then` are arguments of a `migrate` after it."""
    for source in situation.others:
        release = shipped(situation.release, source, keys)
        if release is None:
            continue
        added = [release.migrations[key] for key in release.migrations.keys() - situation.release.migrations]
        paths = sorted(map(path_of, added))
        text = f"git checkout {quote(name_of(source))} -- {' '.join(map(quote, paths))}"
        steps = [Step(StepKind.CODE, text, f"This release then has {listed(paths)}.", edited=release)]
        if then is not None:
            steps.append(command(release, *then))
        draft = Draft("ship-file", title, fits_when, (finding,), tuple(steps))
        way = proven(situation, draft)
        if way:
            return way
    return None


def _undo_elsewhere(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Unapply the migration on the newest known release that has it, if nothing of this release goes with it."""
    key = finding.subject
    for source in situation.others:
        if key not in source.migrations:
            continue
        name = name_before(source, key)
        outcome = migrate(
            source, situation.history, MigrateArguments(key.app_label, name), alias=situation.alias
        )
        plan = outcome.plan or ()
        if not (outcome.backwards and plan and situation.release.migrations.keys().isdisjoint(plan)):
            continue
        loses = made_by(source, plan).names
        draft = Draft(
            "undo-elsewhere",
            f"Undo it on {name_of(source)}",
            "Its change is not wanted.",
            (finding,),
            (command(source, key.app_label, name),),
            "What it made goes, and its data with it.",
            loses,
        )
        way = proven(situation, draft)
        if way:
            return way
    return None


def name_before(release: Release, key: MigrationKey) -> str:
    """The name of the migration of the app that this one needs, `zero` for none."""
    parents = [parent for parent in release.migrations[key].dependencies if parent.app_label == key.app_label]
    return max(parents).name if parents else ZERO


def of_duplicate(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Delete the younger rows, by their ids."""
    first, *younger = sorted(situation.history.rows_of(finding.subject), key=lambda row: row.id or 0)
    if first.id is None or any(row.id is None or row.applied == LATER for row in younger):
        return  # no script can tell them apart
    draft = Draft(
        "delete-younger",
        "Delete the younger row" if len(younger) == 1 else "Delete the younger rows",
        "Always: nothing else changes by it.",
        (finding,),
        (take_out(tuple(younger)),),
        "If two runs did their work twice, its data may be there twice as well.",
    )
    yield proven(situation, draft)


def of_tables_without_rows(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Record everything unrun, where the schema is that of this release."""
    draft = Draft(
        "fake",
        "Record everything without running it",
        "The schema is exactly that of a fresh database with this release.",
        (finding,),
        (
            Step(
                StepKind.CHECK,
                "Make a fresh database with this release, and compare tables, columns and indexes.",
            ),
            command(situation.release, is_fake=True),
        ),
        "What is missing in the schema is never made: Django takes all of it for done.",
    )
    yield proven(situation, draft)
    if any(migration.initial is False for migration in _first_ones(situation)):
        return  # Django would run these over their tables
    later = Draft(
        "fake-initial",
        "Record the first migrations, and run the rest",
        "Only what the first migration of each app makes is there, with all its columns; nothing later ran.",
        (finding,),
        (command(situation.release, is_fake_initial=True),),
        "Django looks for the tables and columns of the first migrations, not whether they are as they should be. "
        "Where a later one ran as well, it meets what it has made, and stops half-way.",
    )
    yield proven(situation, later)


def _first_ones(situation: Situation) -> Iterator[Migration]:
    """The migrations of the plan that need nothing of their own app."""
    for key in situation.drift.outcome.plan or ():
        migration = situation.release.migrations[key]
        if all(parent.app_label != key.app_label for parent in migration.dependencies):
            yield migration
