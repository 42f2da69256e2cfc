"""
Ways out where a row says that a file ran, and another file of its name ran, or another content of it (D208, D209).

    run-anew         the row out, the file runs, the rows of what needs it back in
    renew-row        the row is recorded anew: what the file does is there
    take-edit-back   the file gets the content that ran
    undo-and-run     what ran is undone on the release that had it, and the file of now runs
"""

from collections.abc import Iterator
from dataclasses import replace
from shlex import quote

from app.domain.english import listed
from app.domain.findings import Code, Finding
from app.domain.history import Row
from app.domain.keys import MigrationKey
from app.domain.outcome.commands import MigrateArguments
from app.domain.provenance.writers import Writer, WriterKind, writers_of
from app.domain.release import Release
from app.domain.ways.edits import edited, path_of
from app.domain.ways.planners.detour import MEANWHILE, dependants, steps_around
from app.domain.ways.planners.rows import name_before
from app.domain.ways.proof import proven
from app.domain.ways.schema import made_by, schema_step, there_already
from app.domain.ways.simulation import MOST_NAMES, command, commands_to, with_run
from app.domain.ways.way import Draft, ProvenWay, RowChange, Run, Situation, Step, StepKind, name_of


def of_other_content(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Run what the file holds now, record it anew, give it its former content, or undo that and run it."""
    writer = writers_of(situation.drift, situation.knowledge).get(finding.subject)
    if finding.code is Code.REUSED_NAME and writer is not None:
        yield _run_anew(situation, finding)
    # About rows of what a squash replaced, the finding names the squash, and then these rows.
    keys = (finding.subject,) if writer else (finding.subject, *finding.related)
    yield _renew(situation, finding, keys)
    if writer is not None and writer.release is not None:
        if finding.code is Code.EDITED:
            yield _take_edit_back(situation, finding, writer, writer.release)
        # What a squash replaced ran in its stead: to undo it would take the squash's work apart.
        if writer.kind is not WriterKind.REPLACED:
            yield _undo_and_run(situation, finding, writer.release)


def _undo_and_run(situation: Situation, finding: Finding, former: Release) -> ProvenWay | None:
    """Unapply what ran on the release that had it, and run what went with it in this one."""
    key, release = finding.subject, situation.release
    back = command(former, key.app_label, name_before(former, key))
    run = Run(former, MigrateArguments(key.app_label, name_before(former, key)))
    outcome, history = with_run(situation.history, run, situation.alias)
    gone = outcome.plan or ()
    if not outcome.backwards or key not in gone or not release.migrations.keys() >= set(gone):
        return None
    steps = commands_to(release, history, tuple(reversed(gone)), situation.alias)
    if not steps:
        return None
    draft = Draft(
        "undo-and-run",
        f"Undo it on {name_of(former)}, and run it here",
        f"{name_of(former)} has what ran here, and its data may go.",
        (finding,),
        (back, *steps),
        "What is undone goes with its data; what runs makes it anew, empty.",
        made_by(former, gone).names,
    )
    return _proven_with_the_rest(situation, draft)


def _run_anew(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Take the row out and run the file; the rows of everything that needs it are out meanwhile."""
    key = finding.subject
    rows = dependants(situation, (key,))
    back = tuple(row for row in rows if row.key != key)
    steps = steps_around(situation, rows, (key,), back=back)
    if not steps:
        return None
    draft = Draft(
        "run-anew",
        "Take the row out, migrate, put the others back" if back else "Take the row out and migrate",
        f"What {key} does now is not in this database.",
        (finding,),
        steps,
        " ".join(filter(None, (MEANWHILE if back else "", "What the other file did stays as it is."))),
    )
    return _proven_with_the_rest(situation, draft)


def _take_edit_back(
    situation: Situation, finding: Finding, writer: Writer, former: Release
) -> ProvenWay | None:
    """Give the file the content that ran here."""
    key = finding.subject
    migration = replace(former.migrations[key], path=writer.after.path)
    step = Step(
        StepKind.CODE,
        f"git checkout {quote(name_of(former))} -- {quote(path_of(migration))}",
        f"{key} then holds what ran here. What the edit brought goes into a new migration.",
        edited=edited(situation.release, (migration,)),
    )
    draft = Draft(
        "take-edit-back",
        f"Give the file the content of {name_of(former)}",
        "Databases have run it as it was, and lack what the edit brought.",
        (finding,),
        (step,),
        "A database that ran the file after the edit then has more than the file says.",
    )
    return proven(situation, draft)


def _renew(situation: Situation, finding: Finding, keys: tuple[MigrationKey, ...]) -> ProvenWay | None:
    """Record it anew, so that the row is that of the file of now."""
    wanted = frozenset(keys)
    rows = tuple(row for row in situation.history.rows if row.key in wanted)
    change = RowChange(rows, tuple(Row(key, "") for key in keys))
    draft = Draft(
        "renew-row",
        "Record it anew",
        there_already((finding.subject,)),
        (finding,),
        (
            schema_step(situation.release, (finding.subject,), situation.history.recorded),
            Step(
                StepKind.SQL,
                f"Take out the row of {listed(keys, MOST_NAMES)}, and put it in again with the time of now.",
                change=change,
            ),
        ),
        "The row then says that the file of now ran. If it did not, Django never runs it, and tells nobody.",
    )
    return _proven_with_the_rest(situation, draft, is_first=True)


def _proven_with_the_rest(situation: Situation, draft: Draft, *, is_first: bool = False) -> ProvenWay | None:
    """
    The way as it is, or with a `migrate` of everything after it, or before.

    While something of this release waits to run, an older one can have written the rows as they are.
    """
    rest = command(situation.release)
    steps = (rest, *draft.steps) if is_first else (*draft.steps, rest)
    return proven(situation, draft) or proven(situation, replace(draft, steps=steps))
