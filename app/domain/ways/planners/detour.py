"""
Ways by which rows are taken out for a while: what is missing runs, and the rows come back, or are made anew.

    unrecord-migrate-record     the dependants' rows out, the dependency runs, the rows back in
    drop-and-redo               the dependants' tables and rows out, everything runs anew
"""

from collections.abc import Iterable, Sequence

from app.domain.english import listed
from app.domain.findings import Finding
from app.domain.history import Row
from app.domain.keys import MigrationKey
from app.domain.release import Migration
from app.domain.ways.planners.missing import rows_to_record
from app.domain.ways.planners.rows import put_in, take_out
from app.domain.ways.proof import proven
from app.domain.ways.schema import ASSUMED_TABLES, is_repeatable, made_by, not_there_yet
from app.domain.ways.simulation import MOST_NAMES, command, commands_to, with_change
from app.domain.ways.way import Draft, ProvenWay, RowChange, Situation, Step, StepKind

NOBODY_ELSE = Step(
    StepKind.CHECK, "See to it that nobody deploys or runs migrate here until the last step is done."
)


MEANWHILE = (
    "Between the first script and the last, Django takes these migrations for not applied: a migrate without "
    "arguments would run them over their own tables. Where a part of what runs is there already, Django stops with an "
    "error: then put the rows back, and record what is missing instead."
)
"""What is to be minded where rows are out for a while."""


def dependants(situation: Situation, keys: Iterable[MigrationKey]) -> tuple[Row, ...]:
    """The rows of these migrations and of everything that comes after them."""
    graph = situation.drift.resolution.graph
    waiting = [*keys]
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
    draft = draft_to_unrecord(situation, findings, id_=id_)
    return proven(situation, draft) if draft else None


def draft_to_unrecord(situation: Situation, findings: Sequence[Finding], *, id_: str) -> Draft | None:
    """The way of `unrecord_and_migrate` before it is proven; None where Django refuses a command."""
    missing = rows_to_record(situation, findings)
    rows = dependants(situation, missing)
    wanted = tuple(dict.fromkeys(parent for finding in findings for parent in finding.related))
    steps = steps_around(situation, rows, wanted, back=rows)
    if not steps or not rows:
        return None
    return Draft(
        id_,
        "Take the row out, migrate, put it back"
        if len(rows) == 1
        else "Take the rows out, migrate, put them back",
        f"What {listed(wanted, MOST_NAMES)} does is not in this database, and goes together with what is there.",
        tuple(findings),
        (*not_there_yet(situation.release, missing), *steps),
        MEANWHILE,
    )


def steps_around(
    situation: Situation, rows: tuple[Row, ...], wanted: Iterable[MigrationKey], *, back: tuple[Row, ...]
) -> tuple[Step, ...] | None:
    """The steps that take rows out, run what is wanted, and put rows back with their old times; None: refused."""
    between = with_change(situation.history, RowChange(taken=rows))
    commands = commands_to(situation.release, between, wanted, situation.alias)
    if not commands:
        return None
    again = tuple(Row(row.key, row.applied) for row in back)
    last = (put_in(again, " again, with the old times"),) if again else ()
    first = (NOBODY_ELSE,) if again else ()
    return (*first, take_out(rows), *commands, *last)


def drop_and_redo(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Drop what the migration and its dependants made, take their rows out, and run everything anew."""
    release = situation.release
    missing = rows_to_record(situation, (finding,))
    rows = dependants(situation, missing)
    keys = tuple(dict.fromkeys(row.key for row in rows))
    migrations: list[Migration] = [release.migrations[key] for key in keys if key in release.migrations]
    if len(migrations) < len(keys) or any(m.replaces for m in migrations) or not is_repeatable(migrations):
        return None
    made = made_by(release, keys)
    if not made.tables and not made.columns:
        return None
    change = RowChange(rows, (), made.tables, made.columns)
    between = with_change(situation.history, change)
    commands = commands_to(release, between, finding.related, situation.alias)
    if not commands:
        return None
    gone = listed(made.known)
    text = f"Make sure that nobody needs the data in {gone}, and that no other table refers to it."
    confirm = Step(StepKind.CHECK, f"{text} {ASSUMED_TABLES}" if made.is_assumed else text)
    draft = Draft(
        "drop-and-redo",
        "Drop it and run it anew",
        "The data may go, as in a sandbox, or can be made anew.",
        (finding,),
        (
            *not_there_yet(release, missing),
            confirm,
            Step(
                StepKind.SQL,
                f"Drop {gone}, and take out the rows of {listed(keys, MOST_NAMES)}.",
                change=change,
            ),
            *commands,
            command(release),
        ),
        "All data in what is dropped is lost. What code in these migrations did elsewhere stays, and is done again.",
        made.names,
    )
    return proven(situation, draft)
