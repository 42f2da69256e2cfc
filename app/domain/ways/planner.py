"""Every way out of one comparison: those of each finding, and the one that answers everything that blocks."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from app.domain.findings import Code, Finding
from app.domain.ways.planners import dependency, fork, graph, rows, squashes
from app.domain.ways.proof import blocking, proven
from app.domain.ways.way import Draft, ProvenWay, Situation, Step

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
    Code.TABLES_WITHOUT_ROWS: rows.of_tables_without_rows,
    Code.RELABELLED: rows.of_relabelled,
    Code.ONLY_MAKEMIGRATIONS: squashes.of_makemigrations,
}
"""What plans the ways out of each code. The others need what a comparison alone does not know, or need none."""

MAX_FINDINGS = 20
"""Everything that blocks is answered together where it is not more than this."""


def ways_out(situation: Situation, finding: Finding | None = None) -> tuple[ProvenWay, ...]:
    """Every way out that holds here: of one finding, or of all, those of all that blocks together first."""
    findings = situation.drift.findings if finding is None else (finding,)
    ways = list(_together(situation)) if finding is None else []
    ways += [way for finding in findings for way in ways_of(situation, finding)]
    return tuple(ways)


def ways_of(situation: Situation, finding: Finding) -> Iterator[ProvenWay]:
    """The ways out of one finding, in the order in which they are shown."""
    planner = PLANNERS.get(finding.code)
    # A file that could not be read may be the one that is missing: then nothing can be promised.
    if planner and situation.drift.is_outcome_certain:
        yield from (way for way in planner(situation, finding) if way)


def _together(situation: Situation) -> Iterator[ProvenWay]:
    """The ways that answer everything that blocks, where several findings do."""
    findings = blocking(situation.drift)
    if not 1 < len(findings) <= MAX_FINDINGS or not situation.drift.is_outcome_certain:
        return
    missing = [finding for finding in findings if finding.code is Code.MISSING_DEPENDENCY]
    if len(missing) == len(findings):
        together = (
            dependency.record_rows(situation, findings, id_="everything"),
            dependency.unrecord_and_migrate(situation, findings, id_="everything-migrated"),
        )
        yield from (way for way in together if way)
    else:
        way = _one_after_another(situation, findings)
        if way:
            yield way


def _one_after_another(situation: Situation, findings: Sequence[Finding]) -> ProvenWay | None:
    """One way after another, each for what then still blocks, until migrate runs; None where no such chain is found."""
    steps: list[Step] = []
    risks: dict[str, None] = {}
    now = situation
    while now.drift.outcome.refuses:  # each way leaves fewer findings that block
        way = _next_way(now)
        if way is None or way.end is None:
            return None
        steps += way.steps
        risks[way.risk] = None
        now = Situation(way.end.release, way.end.history, situation.known, situation.alias)
    draft = Draft(
        "everything",
        "Everything that blocks, one after another",
        "Each of its checks holds.",
        tuple(findings),
        tuple(steps),
        " ".join(filter(None, risks)),
    )
    return proven(situation, draft)


def _next_way(situation: Situation) -> ProvenWay | None:
    """The first way out of something that blocks: of a missing file first, of missing rows together."""
    findings = blocking(situation.drift)
    missing = [finding for finding in findings if finding.code is Code.MISSING_DEPENDENCY]
    for finding in findings:
        if finding.code is not Code.MISSING_DEPENDENCY:
            way = next(ways_of(situation, finding), None)
            if way:
                return way
    return dependency.record_rows(situation, missing) if missing else None
