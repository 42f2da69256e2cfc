"""Every way out of one comparison: those of each finding, and the one that answers everything that blocks."""

from collections.abc import Callable, Iterator, Mapping

from app.domain.findings import Code, Finding
from app.domain.ways.everything import everything
from app.domain.ways.planners import contents, dependency, fork, graph, names, newer, rows, squashes
from app.domain.ways.way import ProvenWay, Situation

Planner = Callable[[Situation, Finding], Iterator[ProvenWay | None]]

PLANNERS: Mapping[Code, Planner] = {
    Code.MISSING_DEPENDENCY: dependency.of_missing_dependency,
    Code.MISSING_PARENT: graph.of_missing_parent,
    Code.CYCLE: graph.of_cycle,
    Code.FORKED: fork.of_fork,
    Code.SQUASH_CIRCLE: graph.of_squash_circle,
    Code.UNKNOWN_APP: graph.of_unknown_app,
    Code.UNDEFINED: graph.of_undefined,
    Code.UNKNOWN: rows.of_unknown,
    Code.DUPLICATE: rows.of_duplicate,
    Code.SILENT_SKIP: squashes.of_silent_skip,
    Code.STALE_SQUASH_ROW: squashes.of_stale_row,
    Code.HOLLOW_SQUASH_ROW: squashes.of_hollow_row,
    Code.STARTS_ANEW: squashes.of_new_start,
    Code.ONLY_MAKEMIGRATIONS: squashes.of_makemigrations,
    Code.REUSED_NAME: contents.of_other_content,
    Code.EDITED: contents.of_other_content,
    Code.TABLES_WITHOUT_ROWS: rows.of_tables_without_rows,
    Code.RENAMED: names.of_renamed,
    Code.RELABELLED: names.of_relabelled,
    Code.RUNS_AGAIN: squashes.of_new_start,
    Code.NEWER_RELEASE: newer.of_newer_row,
}
"""What plans the ways out of each code. What is information needs none; of D211 `absence` says why it has none."""


MAX_FINDINGS = 100
"""The ways of so many findings are looked for at a time: each way is tried on all rows."""


def ways_out(situation: Situation, finding: Finding | None = None) -> tuple[ProvenWay, ...]:
    """
    Every way out that holds here: of one finding, or of the first findings, those of all that blocks together first.

    `not_tried` are the findings whose own ways are then not looked for.
    """
    findings = _weighing(situation)[:MAX_FINDINGS] if finding is None else (finding,)
    ways = list(everything(situation, ways_of)) if finding is None else []
    ways += [way for finding in findings for way in ways_of(situation, finding)]
    return tuple(ways)


def not_tried(situation: Situation) -> tuple[Finding, ...]:
    """The findings whose own ways are looked for only where each is asked for by itself."""
    return _weighing(situation)[MAX_FINDINGS:]


def _weighing(situation: Situation) -> tuple[Finding, ...]:
    return tuple(finding for finding in situation.drift.findings if finding.code in PLANNERS)


def ways_of(situation: Situation, finding: Finding) -> Iterator[ProvenWay]:
    """The ways out of one finding, in the order in which they are shown."""
    planner = PLANNERS.get(finding.code)
    # A file that could not be read may be the one that is missing: then nothing can be promised.
    if planner and situation.drift.is_outcome_certain:
        yield from (way for way in planner(situation, finding) if way)
