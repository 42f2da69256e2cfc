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

from app.domain.english import listed
from app.domain.findings import Finding
from app.domain.release import Release
from app.domain.resolution import declare
from app.domain.ways.edits import without_edges
from app.domain.ways.planners.detour import drop_and_redo, unrecord_and_migrate
from app.domain.ways.planners.indirect import pin, set_back
from app.domain.ways.planners.missing import ran_otherwise, rows_to_record
from app.domain.ways.planners.rows import new_rows, put_in
from app.domain.ways.proof import proven
from app.domain.ways.schema import not_there_yet, schema_step, there_already
from app.domain.ways.simulation import MOST_NAMES, commands_to
from app.domain.ways.way import Draft, ProvenWay, Situation, Step, StepKind, name_of


def of_missing_dependency(situation: Situation, finding: Finding) -> Iterator[ProvenWay | None]:
    """Every way out of one missing dependency."""
    is_there = ran_otherwise(situation, (finding,))
    yield record_rows(situation, (finding,))
    if not is_there:
        yield _run_elsewhere(situation, finding)
    yield _take_edge_back(situation, finding)
    yield pin(situation, finding)
    yield set_back(situation, finding)
    if not is_there:
        yield unrecord_and_migrate(situation, (finding,))
        yield drop_and_redo(situation, finding)


def record_rows(
    situation: Situation, findings: Sequence[Finding], *, id_: str = "record-row"
) -> ProvenWay | None:
    """Record what is missing for these findings, all that it needs included, the oldest first."""
    return proven(situation, draft_to_record(situation, findings, id_=id_))


def draft_to_record(situation: Situation, findings: Sequence[Finding], *, id_: str = "record-row") -> Draft:
    """The way of `record_rows` before it is proven."""
    keys = rows_to_record(situation, findings)
    return Draft(
        id_,
        "Record the row" if len(keys) == 1 else "Record the rows",
        there_already(keys),
        tuple(findings),
        (
            schema_step(situation.release, keys, situation.history.recorded),
            put_in(new_rows(keys), "" if len(keys) == 1 else ", the oldest first"),
        ),
        "The rows say that these migrations ran. If one did not, Django never runs it, and tells nobody.",
    )


def _run_elsewhere(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Run the dependency on the newest known release that accepts this history and holds it."""
    names = listed(finding.related, MOST_NAMES)
    for source in situation.others:
        if not source.migrations.keys() >= set(finding.related) or _refuses(source, finding):
            continue
        steps = commands_to(source, situation.history, finding.related, situation.alias)
        if not steps:
            continue
        draft = Draft(
            "run-elsewhere",
            f"Run it on {name_of(source)}",
            f"What {names} does is not in this database, and the code of {name_of(source)} may run.",
            (finding,),
            (*not_there_yet(source, finding.related), *steps),
        )
        way = proven(situation, draft)
        if way:
            return way
    return None


def _refuses(release: Release, finding: Finding) -> bool:
    """Whether a release surely refuses as well: its file names the dependency, and no squash stands for the file."""
    subject = release.migrations.get(finding.subject)
    is_replaced = any(finding.subject in squash.replaces for squash in release.squashes)
    return (
        subject is not None and not is_replaced and not set(finding.related).isdisjoint(subject.dependencies)
    )


def _take_edge_back(situation: Situation, finding: Finding) -> ProvenWay | None:
    """Take the dependency out of the file that names it."""
    edges = [(finding.subject, parent) for parent in finding.related]
    steps = without_edges(situation.release, edges)
    if not steps or steps[-1].edited is None:
        return None
    draft = Draft(
        "take-edge-back",
        "Remove the dependency from the code",
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
        f"On a new database nothing says any more that {listed(open_, MOST_NAMES)} runs before {finding.subject}. If "
        f"it needs that, let a new migration of {finding.subject.app_label} do what needs it and depend on both."
    )
