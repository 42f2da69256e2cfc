"""
Ways out where a recorded migration has a dependency without a row (D101).

    record-row                  the missing rows, with all that they need
    run-elsewhere               the dependency runs on a release that accepts this history and holds it
    take-edge-back              the entry goes out of the file
    pin, set-back               where __latest__ or a setting stands for the dependency
    unrecord-migrate-record     the dependants' rows out, the dependency runs, the rows back in
    drop-and-redo               the dependants' tables and rows out, everything runs anew
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain.drift import Drift, compare
from app.domain.drift.circumstances import circumstances_of
from app.domain.english import listed
from app.domain.findings import Code, Finding
from app.domain.history import Row
from app.domain.keys import SETTING, MigrationKey
from app.domain.release import Migration, Release
from app.domain.resolution import declare
from app.domain.runbook.edges import indirect_entry
from app.domain.ways.edits import edited, path_of, without_edges
from app.domain.ways.planners.rows import new_rows, put_in, take_out
from app.domain.ways.proof import proven
from app.domain.ways.schema import is_repeatable, made_by, schema_check, there_already
from app.domain.ways.simulation import command, commands_to, with_change
from app.domain.ways.way import Draft, Moment, ProvenWay, RowChange, Situation, Step, StepKind, name_of

NOBODY_ELSE = Step(
    StepKind.CHECK, "See to it that nobody deploys or runs migrate here until the last step is done."
)


def of_missing_dependency(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Every way out of one missing dependency."""
    yield record_rows(situation, (finding,))
    yield _run_elsewhere(situation, finding)
    yield _take_edge_back(situation, finding)
    yield _pin(situation, finding)
    yield _set_back(situation, finding)
    yield unrecord_and_migrate(situation, (finding,))
    yield _drop_and_redo(situation, finding)


def record_rows(
    situation: Situation, findings: Sequence[Finding], *, id_: str = "record-row"
) -> ProvenWay | None:
    """Record what is missing for these findings, all that it needs included, the oldest first."""
    keys = rows_to_record(situation, findings)
    draft = Draft(
        id_,
        "Record the row" if len(keys) == 1 else "Record the rows",
        there_already(keys),
        tuple(findings),
        (
            Step(StepKind.CHECK, schema_check(situation.release, keys)),
            put_in(new_rows(keys), "" if len(keys) == 1 else ", the oldest first"),
        ),
        "The rows say that these migrations ran. If one did not, Django never runs it, and tells nobody.",
    )
    return proven(situation, draft)


def rows_to_record(
    situation: Situation, findings: Sequence[Finding], *, first: tuple[MigrationKey, ...] = ()
) -> tuple[MigrationKey, ...]:
    """
    The keys without a row that must have one, so that none of the findings is left, in the order in which they run.

    `first` are keys that are wanted in any case. A row that is put in needs its own dependencies, and can change what a
    squash stands for; so this goes on in rounds.
    """
    subjects = {finding.subject for finding in findings}
    history, drift = situation.history, situation.drift
    keys: dict[MigrationKey, None] = {}
    wanted = first or _wanted(drift, subjects)
    while wanted:  # each round has keys that had no row, so it ends
        keys |= dict.fromkeys(wanted)
        history = with_change(history, RowChange(put=new_rows(wanted)))
        drift = compare(situation.release, history, alias=situation.alias)
        wanted = _wanted(drift, subjects.union(keys))
    place = {key: n for n, key in enumerate(declare(situation.release).graph.topological_order)}
    return tuple(sorted(keys, key=lambda key: place.get(key, -1)))


def _wanted(drift: Drift, subjects: set[MigrationKey]) -> tuple[MigrationKey, ...]:
    """What the missing dependencies of these subjects lack, without repetition."""
    wanted: dict[MigrationKey, None] = {}
    for finding in drift.findings:
        if finding.code is Code.MISSING_DEPENDENCY and finding.subject in subjects:
            wanted |= dict.fromkeys(circumstances_of(drift, finding).missing or finding.related)
    return tuple(wanted)


def _run_elsewhere(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Run the dependency on the newest known release that accepts this history and holds it."""
    for source in situation.others:
        if not source.migrations.keys() >= set(finding.related):
            continue
        steps = commands_to(source, situation.history, finding.related, situation.alias)
        if not steps:
            continue
        draft = Draft(
            "run-elsewhere",
            f"Run it on {name_of(source)}",
            f"What {listed(finding.related)} does is not in this database, and the code of {name_of(source)} may run.",
            (finding,),
            steps,
        )
        way = proven(situation, draft)
        if way:
            return way
    return None


def _take_edge_back(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Take the dependency out of the file that names it."""
    edges = [(finding.subject, parent) for parent in finding.related]
    steps = without_edges(situation.release, edges)
    if not steps or steps[-1].edited is None:
        return None
    draft = Draft(
        "take-edge-back",
        "Take the edge back in code",
        f"Many databases have run {finding.subject} without it; this unblocks all of them.",
        (finding,),
        (*steps, Step(StepKind.CHECK, _order_left(steps[-1].edited, finding))),
    )
    return proven(situation, draft)


def _order_left(release: Release, finding: Finding) -> str:
    """Whether the order is still said once the edge is gone, and what carries it if not."""
    graph = declare(release).graph
    before = set(graph.forwards_plan(finding.subject)) if finding.subject in graph.nodes else set()
    open_ = [parent for parent in finding.related if parent not in before]
    if not open_:
        return "Nothing more to do: other dependencies keep the order on a new database."
    return (
        f"On a new database nothing says any more that {listed(open_)} runs before {finding.subject}. If it needs "
        f"that, let a new migration of {finding.subject.app_label} do what needs it and depend on both."
    )


def _indirect(release: Release, finding: Finding) -> list[tuple[MigrationKey, MigrationKey]] | None:
    """Each parent with the entry that stands for it; None where a file names one of them."""
    pairs = [(parent, indirect_entry(release, finding.subject, parent)) for parent in finding.related]
    return None if any(entry is None for _, entry in pairs) else [(p, e) for p, e in pairs if e is not None]


def _pin(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Name the last migration of the other app that is recorded here, in place of __first__ or __latest__."""
    release, pairs = situation.release, _indirect(situation.release, finding)
    if not pairs or any(entry.app_label == SETTING for _, entry in pairs):
        return None
    migration = release.migrations[finding.subject]
    pins: dict[MigrationKey, MigrationKey] = {}
    for _, entry in pairs:
        recorded = [
            key
            for key in situation.drift.resolution.graph.topological_order
            if key.app_label == entry.app_label
            and key in situation.history.recorded
            and key in release.migrations
        ]
        if not recorded:
            return None
        pins[entry] = recorded[-1]
    dependencies = tuple(dict.fromkeys(pins.get(key, key) for key in migration.dependencies))
    words = [f"{tuple(entry)!r} by {tuple(key)!r}" for entry, key in pins.items()]
    step = Step(
        StepKind.CODE,
        f"In {path_of(migration)}, replace {listed(words)} in dependencies.",
        edited=edited(release, (replace(migration, dependencies=dependencies),)),
    )
    draft = Draft(
        "pin",
        "Name a migration in the file",
        "What it stood for when it ran is enough. The name does not move again.",
        (finding,),
        (step,),
    )
    return proven(situation, draft)


def _set_back(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Give the setting that stands for the dependency the value that it had in a known release."""
    release, pairs = situation.release, _indirect(situation.release, finding)
    names = sorted({entry.name for _, entry in pairs or () if entry.app_label == SETTING})
    for source in situation.others if names else ():
        values = {name: source.model_of(name) for name in names}
        if values == {name: release.model_of(name) for name in names}:
            continue
        back = replace(release, settings={**release.settings, **values})
        lines = listed(f"{name} = {value!r}" for name, value in values.items())
        step = Step(StepKind.CODE, f"In the settings: {lines}, as in {name_of(source)}.", edited=back)
        draft = Draft(
            "set-back",
            "Set the setting back",
            "The change was not meant for databases that exist.",
            (finding,),
            (step,),
        )
        way = proven(situation, draft)
        if way:
            return way
    return None


def _dependants(situation: Situation, findings: Sequence[Finding]) -> tuple[Row, ...]:
    """The rows of everything that comes after what is missing for these findings."""
    graph = situation.drift.resolution.graph
    waiting = [*rows_to_record(situation, findings)]
    reached = set(waiting)
    while waiting:
        new = graph.children.get(waiting.pop(), frozenset()) - reached
        reached |= new
        waiting += new
    return tuple(row for row in situation.history.rows if row.key in reached)


def unrecord_and_migrate(
    situation: Situation, findings: Sequence[Finding], *, id_: str = "unrecord-migrate-record"
) -> ProvenWay | None:
    """Take the dependants' rows out, run the dependency, and put the rows back in with their times."""
    rows = _dependants(situation, findings)
    between = Moment(situation.release, with_change(situation.history, RowChange(taken=rows)))
    wanted = tuple(dict.fromkeys(parent for finding in findings for parent in finding.related))
    commands = commands_to(situation.release, between.history, wanted, situation.alias)
    if not commands or not rows:
        return None
    back = tuple(Row(row.key, row.applied) for row in rows)
    draft = Draft(
        id_,
        "Take the row out, migrate, put it back"
        if len(rows) == 1
        else "Take the rows out, migrate, put them back",
        f"What {listed(wanted)} does is not in this database, and goes together with what is there.",
        tuple(findings),
        (NOBODY_ELSE, take_out(rows), *commands, put_in(back, " again, with the old times")),
        "Between the first script and the last, Django takes these migrations for not applied: a migrate without "
        "arguments would run them over their own tables.",
    )
    return proven(situation, draft)


def _drop_and_redo(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Drop what the migration and its dependants made, take their rows out, and run everything anew."""
    release = situation.release
    rows = _dependants(situation, (finding,))
    keys = tuple(dict.fromkeys(row.key for row in rows))
    migrations: list[Migration] = [release.migrations[key] for key in keys if key in release.migrations]
    if len(migrations) < len(keys) or any(m.replaces for m in migrations) or not is_repeatable(migrations):
        return None
    made = made_by(release, keys)
    if not made.tables and not made.columns:
        return None
    change = RowChange(rows, (), tuple(reversed(made.tables)), tuple(reversed(made.columns)))
    between = with_change(situation.history, change)
    commands = commands_to(release, between, finding.related, situation.alias)
    if not commands:
        return None
    gone = listed(
        (*(f"table {table}" for table in made.tables), *(f"column {c} of {t}" for t, c in made.columns))
    )
    confirm = Step(
        StepKind.CHECK,
        f"Make sure that nobody needs the data in {gone}, and that no other table refers to it. These are Django's "
        "default names; a many-to-many field has a table of its own, which goes first.",
    )
    draft = Draft(
        "drop-and-redo",
        "Drop it and run it anew",
        "The data may go, as in a sandbox, or can be made anew.",
        (finding,),
        (
            confirm,
            Step(StepKind.SQL, f"Drop {gone}, and take out the rows of {listed(keys)}.", change=change),
            *commands,
            command(release),
        ),
        "All data in what is dropped is lost. What code in these migrations did elsewhere stays, and is done again.",
        made.names,
    )
    return proven(situation, draft)
