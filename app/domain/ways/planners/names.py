"""
Ways out where rows bear a former name: of the migration (D212), or of its app (D213).

A row that gets another name keeps its id and its time.
"""

from collections.abc import Iterator

from app.domain.english import listed
from app.domain.findings import Finding
from app.domain.history import Row
from app.domain.keys import MigrationKey
from app.domain.outcome import migrate
from app.domain.outcome.commands import MigrateArguments
from app.domain.ways.planners.rows import new_rows, put_in
from app.domain.ways.proof import proven
from app.domain.ways.schema import schema_step
from app.domain.ways.simulation import command
from app.domain.ways.way import Draft, ProvenWay, RowChange, Situation, Step, StepKind


def of_renamed(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Give the row the new name, or record the new name beside it."""
    former, (new,) = finding.subject, finding.related
    rows = situation.history.rows_of(former)
    change = RowChange(rows, tuple(Row(new, row.applied, row.id) for row in rows))
    draft = Draft(
        "rename-row",
        "Give the row the new name",
        "It is the same migration, and no code with the former name runs on this database any more.",
        (finding,),
        (Step(StepKind.SQL, f"Give the row of {former} the name {new}.", change=change),),
        f"Code in which it is still {former} would run it again.",
    )
    yield proven(situation, draft)
    release = situation.release
    plan = migrate(release, situation.history, MigrateArguments(*new), alias=situation.alias).plan
    step = command(release, *new, is_fake=True) if plan == (new,) else put_in(new_rows((new,)))
    beside = Draft(
        "record-new-name",
        "Record the new name beside the former one",
        "It is the same migration, and code with the former name still runs on this database.",
        (finding,),
        (schema_step(release, (new,), situation.history.recorded), step),
        f"A new file that is called {former} would be taken for applied.",
    )
    yield proven(situation, beside)


def of_relabelled(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Give the rows of the former label the new one."""
    label = finding.subject.app_label
    related = frozenset(finding.related)
    rows = tuple(row for row in situation.history.rows if row.key in related)
    put = tuple(Row(MigrationKey(label, row.key.name), row.applied, row.id) for row in rows)
    former = listed(sorted({row.key.app_label for row in rows}))
    step = Step(
        StepKind.SQL,
        f"Give the rows of {former} the label {label}.",
        change=RowChange(taken=rows, put=put),
    )
    draft = Draft(
        "relabel",
        "Give the rows the new label",
        f"{label} is {former} under a new label, and its tables are there under the names that it has now.",
        (finding,),
        (step,),
        "If the tables still have their former names, the next migration does not find them.",
    )
    yield proven(situation, draft)
